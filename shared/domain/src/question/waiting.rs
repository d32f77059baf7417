//! Whom a case waits for, since when, and by when they should have acted.

use super::{Stage, TaskKind, stage};
use crate::calendar::{DAY_ENDS, add_working_days, at_london, is_working_day, london};
use crate::due::{Step, WaitsFor, lapses_at, promised};
use crate::{Case, Party, matching};
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

/// Whether a case comes first on every list: marked urgent, with an urgent concern that nobody has answered
/// (whatever has become of the case), or with an objection that nobody has decided.
pub fn comes_first(case: &Case) -> bool {
    let concerned = !case.report.concerns.is_empty();
    let to_decide = case.ended.is_none() && case.records.needs_decision();
    case.casework.urgent.is_some() || concerned || to_decide
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
    let stands_in = tasks.iter().find(|task| stands_in(&task.kind, waiting.party));
    match stands_in {
        Some(task) => Waiting { party: WaitsFor::Nurse, since: task.since, due: Some(task.due) },
        // Nothing falls due while a case is paused.
        None if case.casework.pause.is_some() => Waiting { due: None, ..waiting },
        None => waiting,
    }
}

/// Whether the nurse has to do that before the party that is waited for can act.
fn stands_in(task: &TaskKind, waits: WaitsFor) -> bool {
    match task {
        TaskKind::Reach(party) | TaskKind::MailStopped(party) => is_party(waits, party),
        TaskKind::ConfirmPrivateContact => waits == WaitsFor::Member,
        TaskKind::MissingPapers => waits == WaitsFor::PrimaryConsultant,
        TaskKind::AnswerConcern | TaskKind::ConfirmSignature => true,
        TaskKind::AnswerComplaint(_) => false,
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
        Stage::Offered => wait(Step::Choose, at(choice_since(matching))),
        Stage::Chosen => {
            wait(Step::Accept, at(matching.chosen.as_ref().map(|chosen| chosen.brief_since)))
        }
        Stage::Accepted => {
            let accepted = matching.accepted().and_then(|chosen| chosen.accepted);
            records_wait(case, at(accepted.map(|accepted| accepted.at)))
        }
        Stage::RecordsComplete => wait(Step::HandOver, at(case.records.complete)),
        Stage::WithTheSpecialist => wait(Step::Review, at(case.records.handed_over)),
        Stage::Reviewed => {
            wait(Step::Book, at(case.report.reviewed.as_ref().map(|reviewed| reviewed.at)))
        }
        Stage::ConsultationBooked => consultation_wait(case, at(None)),
        Stage::ConsultationHeld => wait(Step::ReportAfterRecords, at(case.records.complete)),
        Stage::Reported => {
            wait(Step::Release, at(case.report.last_version().map(|version| version.at)))
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

/// Since the offer, or since the member is asked whether they keep their choice.
fn choice_since(matching: &matching::Facts) -> Option<Timestamp> {
    match &matching.chosen {
        Some(chosen) => chosen.asked_again,
        None => matching.offer.as_ref().map(|offer| offer.at),
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
    let unanswered = records.treating().find(|asked| asked.answer.is_none());
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
    if before_acceptance && case.records.treating().any(|asked| asked.answer.is_none()) {
        parties.push(WaitsFor::PrimaryConsultant);
    }
    let concerned = case.ended.is_none() && !case.report.concerns.is_empty();
    if concerned || !super::tasks(case).is_empty() {
        parties.push(WaitsFor::Nurse);
    }
    parties
}
