//! Whether a link still opens, and what a fresh one would open.

use super::Purpose;
use crate::consent::Scope;
use crate::referral::Address;
use crate::{Case, Party};
use jiff::Timestamp;

/// Whether a link still opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Open,
    /// It was mailed to the employer's own domain: it takes a private contact, and opens nothing.
    AtClient,
    /// Its time is over; a fresh one may be sent to the address on file.
    Expired,
    /// Its audience's access was ended since: consent withdrawn, case closed, address corrected.
    Ended,
    /// The case is erased or the member has died: nothing is ever sent again.
    Over,
}

/// Whether a link of that party still opens, by the time it carries and the epoch it was made at. `expires`
/// is the first moment at which it no longer counts.
pub fn standing(
    case: &Case,
    party: &Party,
    epoch: u32,
    expires: Timestamp,
    now: Timestamp,
) -> Standing {
    if case.keeping.erased.is_some() || case.casework.died.is_some() {
        Standing::Over
    } else if epoch != case.access.epoch_of(party) {
        Standing::Ended
    } else if now >= expires {
        Standing::Expired
    } else if *party == Party::Member && case.access.address == Address::AtClient {
        // What arrives at the employer's own mail domain the employer could read.
        Standing::AtClient
    } else {
        Standing::Open
    }
}

/// What a fresh link of that party would open now, asked by someone who holds an old one. Nothing
/// for whom the case is over; the member keeps their own page.
pub fn fresh_purpose(case: &Case, party: &Party, old: Purpose) -> Option<Purpose> {
    if case.keeping.erased.is_some() || case.casework.died.is_some() {
        return None;
    }
    let live = case.ended.is_none();
    match party {
        Party::Member => Some(members_purpose(case, old)),
        Party::PrimaryConsultant(doctor) | Party::Secretary(doctor) => {
            let asked = live && case.records.asked_of(doctor).is_some();
            (asked && case.consented_to(Scope::Collect).is_ok()).then_some(Purpose::GoAhead)
        }
        Party::Specialist(specialist) => {
            let shown = live && case.consented_to(Scope::Show).is_ok();
            let chosen = case.matching.chosen.as_ref().filter(|_| shown)?;
            let purpose = match case.records.handed_over {
                Some(_) => Purpose::Opinion,
                None => Purpose::Brief,
            };
            (&chosen.specialist == specialist).then_some(purpose)
        }
    }
}

fn members_purpose(case: &Case, old: Purpose) -> Purpose {
    let offered = case.matching.awaits_choice();
    match old {
        _ if case.ended.is_none() && case.consent.given.is_none() => Purpose::Consent,
        // Their own page leads to the choice and to the report, too.
        Purpose::Choice if case.ended.is_none() && offered => Purpose::Choice,
        Purpose::Report if case.report.released.is_some() => Purpose::Report,
        Purpose::Consent
        | Purpose::OwnCase
        | Purpose::Choice
        | Purpose::GoAhead
        | Purpose::Brief
        | Purpose::Opinion
        | Purpose::Report => Purpose::OwnCase,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case() -> Case {
        Case::new("case-1".parse().expect("an id"))
    }

    fn at(time: &str) -> Timestamp {
        time.parse().expect("a moment")
    }

    #[test]
    fn a_link_counts_until_its_stored_moment_and_not_a_second_longer() {
        let expires = at("2026-11-23T09:00:00Z");
        let asked = |now| standing(&case(), &Party::Member, 0, expires, at(now));
        assert_eq!(asked("2026-11-23T08:59:59Z"), Standing::Open);
        assert_eq!(asked("2026-11-23T09:00:00Z"), Standing::Expired);
        assert_eq!(asked("2026-11-23T09:00:01Z"), Standing::Expired);
        // The table may delete it days later: the stored moment decides.
        assert_eq!(asked("2026-11-30T09:00:00Z"), Standing::Expired);
    }

    #[test]
    fn a_raised_epoch_ends_the_links_of_its_audience_only() {
        let mut case = case();
        case.access.raise_others();
        let doctor = Party::PrimaryConsultant("d-1".parse().expect("an id"));
        let (expires, now) = (at("2026-11-23T09:00:00Z"), at("2026-11-22T09:00:00Z"));
        assert_eq!(standing(&case, &doctor, 0, expires, now), Standing::Ended);
        assert_eq!(standing(&case, &Party::Member, 0, expires, now), Standing::Open);
    }
}
