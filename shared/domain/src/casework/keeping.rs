//! Keeping and letting go: legal hold, subject access, and erasure with what outlives it.

use super::{Command, ErasureGrounds, Event, Facts, Refusal};
use crate::calendar::{add_working_days, london};
use crate::case::LegalHold;
use crate::ids::DocumentId;
use crate::refusal::{Gate, ensure};
use crate::{Actor, Case, access, casework, report};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// Requests of one case that are remembered, at most.
pub const ACCESS_REQUESTS_MAX: usize = 20;

/// That the member asked for everything held about them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessRequest {
    pub at: Timestamp,
    /// The last day on which it may be answered.
    pub due: Date,
    pub ready: Option<Bundle>,
}

/// The copy that was put together: one ZIP in the bucket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bundle {
    pub bundle: DocumentId,
    /// SHA-256 in hex.
    pub hash: String,
    pub bytes: u64,
    /// The bucket's version: only these very bytes are ever read.
    pub version: Option<String>,
}

pub(super) fn keep(
    case: &Case,
    by: &Actor,
    command: Command,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    match command {
        Command::AskSubjectAccess => {
            ask(case, by, now)?;
            Ok(Event::SubjectAccessAsked { due: answered_by(case, now) })
        }
        Command::FinishSubjectAccess(bundle) => {
            ensure(*by == Actor::Archivist, Gate::NotAllowed)?;
            ensure(being_made(case), Refusal::NotAsked)?;
            Ok(Event::SubjectAccessReady(bundle))
        }
        Command::PlaceLegalHold { reason } => {
            by.operator()?;
            ensure(case.legal_hold.is_none(), Refusal::AlreadyHeld)?;
            Ok(Event::LegalHoldPlaced { reason })
        }
        Command::LiftLegalHold => {
            by.operator()?;
            ensure(case.legal_hold.is_some(), Refusal::NotHeld)?;
            Ok(Event::LegalHoldLifted)
        }
        Command::Erase { grounds } => {
            may_erase(case, by, grounds, now)?;
            Ok(Event::Erased { grounds })
        }
        _ => Err(Gate::NotAllowed.into()),
    }
}

/// The member for themselves, or our own people on their word.
fn ask(case: &Case, by: &Actor, now: Timestamp) -> Result<(), crate::Refusal> {
    if case.casework.died.is_some() {
        return Err(Gate::Ended.into());
    }
    by.member_or_nurse(case, now).or_else(|_| by.operator())?;
    ensure(!being_made(case), Refusal::AlreadyAsked)?;
    let room = case.casework.access_requests.len() < ACCESS_REQUESTS_MAX;
    Ok(ensure(room, Refusal::TooMany)?)
}

fn being_made(case: &Case) -> bool {
    case.casework.access_requests.last().is_some_and(|request| request.ready.is_none())
}

/// One calendar month to the same date, or the month's end where it has no such date, and then the
/// next working day (ICO, "Time limits for responding to a subject access request").
fn answered_by(case: &Case, now: Timestamp) -> Date {
    let day = london(now).date().saturating_add(1.month());
    add_working_days(day, 0, case.nation())
}

/// By the clock only once the time for which it must be kept is over.
fn may_erase(
    case: &Case,
    by: &Actor,
    grounds: ErasureGrounds,
    now: Timestamp,
) -> Result<(), crate::Refusal> {
    if grounds == ErasureGrounds::RetentionOver {
        by.operator().or_else(|_| by.clock())?;
    } else {
        by.operator()?;
    }
    let ended = case.ended.as_ref().ok_or(Refusal::StillOpen)?;
    ensure(case.legal_hold.is_none(), Refusal::LegalHold)?;
    let over = now >= crate::due::retained_until(case, ended);
    let lawful = grounds == ErasureGrounds::LawfulRequest;
    Ok(ensure(lawful || over, Refusal::RetentionNotOver)?)
}

pub(super) fn apply(facts: &mut Facts, event: &Event, at: Timestamp) {
    match event {
        Event::SubjectAccessAsked { due } => {
            facts.access_requests.push(AccessRequest { at, due: *due, ready: None });
        }
        Event::SubjectAccessReady(bundle) => {
            if let Some(request) = facts.access_requests.last_mut() {
                request.ready = Some(bundle.clone());
            }
        }
        _ => {}
    }
}

pub(super) fn place_hold(case: &mut Case, reason: &crate::ids::SheetId, at: Timestamp) {
    case.legal_hold = Some(LegalHold { reason: reason.clone(), at });
}

/// Nothing stays of what was known but that there was a case, when it came and ended, and whether a
/// report was released: what a client sees does not change, and nothing implies a condition.
pub(super) fn forget(case: &mut Case, at: Timestamp) {
    let mut bare = Case::new(case.id.clone());
    bare.version = case.version;
    bare.received = case.received.take();
    bare.ended = case.ended.take();
    bare.report.released = case.report.released.take();
    bare.access.member_epoch = case.access.member_epoch + 1;
    bare.access.others_epoch = case.access.others_epoch + 1;
    bare.erased = Some(at);
    *case = bare;
}

/// Whether a record keeps its content when the case is erased: only what implies no condition, no
/// specialty and no doctor does. Of every other record its place, its name and its hash stay.
pub fn outlives_erasure(recorded: &crate::Recorded) -> bool {
    use crate::Event as E;
    let kept = match &recorded.event {
        E::Referral(_) | E::Consent(_) => true,
        E::Access(event) => access_outlives(event),
        E::Casework(event) => casework_outlives(event),
        E::Report(event) => matches!(event, report::Event::Released { .. }),
        E::Matching(_) | E::Records(_) | E::Scheduling(_) => false,
    };
    kept && reader_outlives_erasure(&recorded.by)
}

/// Without a wildcard: a new event does not compile until somebody has decided about it.
fn access_outlives(event: &access::Event) -> bool {
    use access::Event as E;
    match event {
        E::ContactCorrected { .. }
        | E::PrivateContactOffered { .. }
        | E::PrivateContactConfirmed { .. } => true,
        // They name a party, and with it a doctor or a specialist.
        E::LinkAsked { .. } | E::NotDelivered { .. } | E::MarkedAsSpam { .. } => false,
    }
}

fn casework_outlives(event: &casework::Event) -> bool {
    use casework::Event as E;
    match event {
        E::NurseAssigned { .. }
        | E::NurseReassigned { .. }
        | E::NurseCovered { .. }
        | E::IntroductionSent
        | E::ContactLogged { .. }
        | E::NoteAdded { .. }
        | E::NoteCorrected { .. }
        | E::MarkedUrgent
        | E::Held { .. }
        | E::Resumed
        | E::TaskAdded { .. }
        | E::TaskDone { .. }
        | E::QuestionAdded(_)
        | E::ComplaintAnswered { .. }
        | E::GlassBroken { .. }
        | E::SubjectAccessAsked { .. }
        | E::SubjectAccessReady(_)
        | E::Stopped { .. }
        | E::Closed { .. }
        | E::MemberDied
        | E::LegalHoldPlaced { .. }
        | E::LegalHoldLifted
        | E::Erased { .. } => true,
        E::NeedsRecorded { .. } | E::DoctorNamed(_) | E::ComplaintMade { .. } | E::DatesSet(_) => {
            false
        }
    }
}

/// Whether it may stay known that they had to do with an erased case: a doctor tells of a condition.
pub fn reader_outlives_erasure(who: &Actor) -> bool {
    !matches!(
        who,
        Actor::Specialist(_) | Actor::PrimaryConsultant(_) | Actor::Secretary(_) | Actor::Bearer(_)
    )
}
