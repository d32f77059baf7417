//! Charges: what a stored event makes due, and in which month it is billed.

use crate::billing::{Basis, Charge, ChargeKind, Contract, FallsDue, Month};
use crate::money::Pence;
use crate::{Case, Event, Recorded, report};

/// Months after its own that a late charge may fall into.
const MONTHS_LATE_MAX: usize = 24;

/// The months that a charge may fall into, its own first: a month that was closed before the charge
/// came takes nothing more, so the first that is still open takes it.
pub fn months_of(recorded: &Recorded) -> impl Iterator<Item = Month> {
    let own = Month::of(recorded.at);
    std::iter::successors(Some(own), |month| Some(month.after())).take(MONTHS_LATE_MAX)
}

/// The charge that an event leads to under the case's contract, if it does. Every way in which a
/// consented case ends early leads to the same flat fee, so that fees do not tell the ways apart.
pub fn charge(case: &Case, recorded: &Recorded, contract: &Contract) -> Option<Charge> {
    let Basis::PerReferral { fee, due, cancellation_fee } = &contract.basis else {
        return None;
    };
    let received = case.received.as_ref()?;
    let event = &recorded.event;
    let due_now = match due {
        FallsDue::Release => is_first_release(case, event),
        FallsDue::Consent => is_first_consent(case, recorded),
    };
    let (kind, net) = if due_now {
        (ChargeKind::Referral, *fee)
    } else if is_early_end(case, recorded) {
        (ChargeKind::Cancellation, *cancellation_fee)
    } else {
        return None;
    };
    (net != Pence(0)).then(|| Charge {
        case: case.id.clone(),
        sequence: recorded.sequence,
        client: received.client.clone(),
        contract: contract.id.clone(),
        kind,
        net,
        vat: contract.vat(),
        on: crate::calendar::london(recorded.at).date(),
    })
}

/// A later version released again is the same opinion: it is charged once.
fn is_first_release(case: &Case, event: &Event) -> bool {
    let first = case.report.first_released.as_ref().map(|first| first.version);
    matches!(event, Event::Report(report::Event::Released { version }) if first == Some(*version))
}

/// The one that nobody had to confirm, or the confirmation: a signature that was refused costs nothing.
fn is_first_consent(case: &Case, recorded: &Recorded) -> bool {
    use crate::consent::Event::{Given, Recorded as OnPaper, SignatureConfirmed};
    let certain = case.consent.first_certain == Some(recorded.at);
    certain
        && matches!(
            recorded.event,
            Event::Consent(Given { .. } | OnPaper { .. } | SignatureConfirmed)
        )
}

/// What ended the case first, if that was before a release. A withdrawal or a death that follows another end
/// costs nothing more.
fn is_early_end(case: &Case, recorded: &Recorded) -> bool {
    use crate::casework::Event::{MemberDied, Stopped};
    use crate::consent::Event::{Declined, Lapsed, Withdrawn};
    let ends = matches!(
        recorded.event,
        Event::Consent(Declined { .. } | Lapsed | Withdrawn { .. })
            | Event::Casework(Stopped { .. } | MemberDied)
    );
    let first = case.ended.as_ref().is_some_and(|ended| ended.first_by == recorded.sequence);
    ends && first && case.report.first_released.is_none()
}
