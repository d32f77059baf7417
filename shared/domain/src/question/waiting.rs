//! Whom a case waits for, since when, and by when they should have acted.

use super::{Stage, TaskKind, stage};
use crate::calendar::{DAY_ENDS, add_working_days, at_london, is_working_day, london};
use crate::due::{Step, WaitsFor, lapses_at, promised};
use crate::{Case, Party};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

impl WaitsFor {
    /// As the member reads it.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Client => "your employer's scheme",
            Self::Member => "you",
            Self::Nurse => "your nurse",
            Self::ClinicalLead => "our clinical lead",
            Self::PrimaryConsultant => "your own doctor",
            Self::Specialist => "the specialist",
            Self::Nobody => "nobody",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Waiting {
    pub party: WaitsFor,
    pub since: Timestamp,
    /// Nothing where no promise runs.
    pub due: Option<Timestamp>,
}

impl Waiting {
    /// On the party that takes that step, until it is promised.
    fn on(case: &Case, step: Step, since: Timestamp) -> Self {
        Self { party: step.party(), since, due: Some(promised(case, step, since)) }
    }
}

/// Whether a case comes first on every list: marked urgent, with an urgent concern that nobody has answered,
/// or with an objection that nobody has decided.
pub fn comes_first(case: &Case) -> bool {
    let open = case.ended.is_none();
    let concerned = !case.report.concerns.is_empty();
    case.casework.urgent.is_some() || (open && (concerned || case.records.needs_decision()))
}

/// The one who must act next: the nurse, when the party that should act was not reached by our
/// letters; else the party of the main track.
pub fn waiting_for(case: &Case, now: Timestamp) -> Waiting {
    // An objection stands before everything else, however far the case has come.
    let to_decide = case.records.needs_decision_since().filter(|_| case.ended.is_none());
    if let Some(since) = to_decide {
        return Waiting::on(case, Step::DecideGoAhead, since);
    }
    let waiting = main_track(case, now);
    let tasks = super::tasks(case);
    let stands_in = tasks.iter().find(|task| match &task.kind {
        TaskKind::Reach(party) | TaskKind::MailStopped(party) => is_party(waiting.party, party),
        TaskKind::ConfirmPrivateContact => waiting.party == WaitsFor::Member,
        TaskKind::AnswerComplaint(_) => false,
    });
    match stands_in {
        Some(task) => Waiting { party: WaitsFor::Nurse, since: task.since, due: Some(task.due) },
        None => waiting,
    }
}

fn is_party(waits: WaitsFor, party: &Party) -> bool {
    match party {
        Party::Member => waits == WaitsFor::Member,
        Party::PrimaryConsultant(_) | Party::Secretary(_) => waits == WaitsFor::PrimaryConsultant,
        Party::Specialist(_) => waits == WaitsFor::Specialist,
    }
}

/// The party of the main track. `now` only decides what it cannot know otherwise: whether an
/// appointment has begun.
fn main_track(case: &Case, now: Timestamp) -> Waiting {
    let received = case.received.as_ref().map_or(now, |received| received.at);
    let at = |moment: Option<Timestamp>| moment.unwrap_or(received);
    let matching = &case.matching;
    let wait = |step, since| Waiting::on(case, step, since);
    match stage(case) {
        Stage::Received => Waiting {
            party: WaitsFor::Nurse,
            since: received,
            due: Some(acknowledged_by(case, received)),
        },
        Stage::Introduced => Waiting {
            party: WaitsFor::Member,
            since: at(case.casework.introduced),
            due: lapses_at(case),
        },
        Stage::Consented => {
            wait(Step::Understand, at(case.consent.given.as_ref().map(|consent| consent.at)))
        }
        Stage::Understood => {
            wait(Step::Offer, at(case.casework.needs.as_ref().map(|needs| needs.at)))
        }
        Stage::Offered => wait(Step::Choose, at(matching.offer.as_ref().map(|offer| offer.at))),
        Stage::Chosen => wait(Step::Accept, at(matching.chosen.as_ref().map(|chosen| chosen.at))),
        Stage::Accepted => {
            records_wait(case, at(matching.accepted().and_then(|chosen| chosen.accepted)))
        }
        Stage::RecordsComplete => wait(Step::HandOver, at(case.records.complete)),
        Stage::WithTheSpecialist => wait(Step::Review, at(case.records.handed_over)),
        Stage::Reviewed => {
            wait(Step::Book, at(case.report.reviewed.as_ref().map(|reviewed| reviewed.at)))
        }
        Stage::ConsultationBooked => consultation_wait(case, at(None)),
        Stage::ConsultationHeld => wait(Step::ReportAfterRecords, at(case.records.complete)),
        Stage::Reported => {
            wait(Step::Release, at(case.report.versions.last().map(|version| version.at)))
        }
        Stage::Released => {
            released_wait(case, at(case.report.released.as_ref().map(|released| released.at)))
        }
        Stage::Closed
        | Stage::Declined
        | Stage::Lapsed
        | Stage::Withdrawn
        | Stage::Stopped
        | Stage::MemberDied
        | Stage::Erased => Waiting {
            party: WaitsFor::Nobody,
            since: at(case.ended.as_ref().map(|ended| ended.at)),
            due: None,
        },
    }
}

/// A referral is acknowledged the same working day if it came before six in the evening, else the next.
fn acknowledged_by(case: &Case, received: Timestamp) -> Timestamp {
    let local = london(received);
    let same_day = is_working_day(local.date(), case.nation()) && local.time() < DAY_ENDS;
    let day = add_working_days(local.date(), u32::from(!same_day), case.nation());
    at_london(day, DAY_ENDS)
}

/// Behind an accepted choice: a doctor who has not answered, else the nurse who must complete the records.
fn records_wait(case: &Case, since: Timestamp) -> Waiting {
    let records = &case.records;
    let unanswered = records.asked.iter().find(|asked| asked.answer.is_none());
    let wait = |step, since| Waiting::on(case, step, since);
    match unanswered {
        Some(asked) if !records.go_ahead() => wait(Step::Records, asked.at),
        _ if !records.every_item_answered() && !records.asked.is_empty() => {
            wait(Step::Records, since)
        }
        _ => wait(Step::CompleteRecords, since),
    }
}

fn consultation_wait(case: &Case, otherwise: Timestamp) -> Waiting {
    let booked = case.scheduling.appointment.as_ref();
    let ends = booked.map(|appointment| appointment.slot.ends());
    Waiting { party: WaitsFor::Specialist, since: ends.unwrap_or(otherwise), due: ends }
}

fn released_wait(case: &Case, since: Timestamp) -> Waiting {
    let party = if case.report.followed_up.is_some() { WaitsFor::Nurse } else { WaitsFor::Member };
    Waiting { party, since, due: Some(promised(case, Step::FollowUp, since)) }
}

/// Tracks that run beside the main one: records are asked for before the choice, to save days.
pub fn also_waiting_for(case: &Case) -> Vec<WaitsFor> {
    let mut parties = Vec::new();
    let before_acceptance = case.ended.is_none() && stage(case) < Stage::Accepted;
    if before_acceptance && case.records.asked.iter().any(|asked| asked.answer.is_none()) {
        parties.push(WaitsFor::PrimaryConsultant);
    }
    let concerned = case.ended.is_none() && !case.report.concerns.is_empty();
    if concerned || !super::tasks(case).is_empty() {
        parties.push(WaitsFor::Nurse);
    }
    parties
}
