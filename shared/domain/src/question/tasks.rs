//! What a case asks of its nurse beside the pathway: derived from the facts, done when the facts change.

use crate::calendar::{DAY_ENDS, at_london, london};
use crate::consent::Scope;
use crate::due::{Step, promised};
use crate::records::CHASES_MAX;
use crate::{Case, Party};
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// Something for the nurse to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Task {
    pub kind: TaskKind,
    pub since: Timestamp,
    pub due: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "party")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum TaskKind {
    /// A letter did not arrive: phone them. Done when a contact is logged or the address is another.
    Reach(Party),
    /// A letter was called spam, so mail to that address has stopped. Done when it is another.
    MailStopped(Party),
    /// A private contact was given: confirm it by phone.
    ConfirmPrivateContact,
    /// A complaint waits for its answer.
    AnswerComplaint(Party),
    /// An urgent concern: the member and a treating doctor are phoned today.
    AnswerConcern,
    /// Somebody signed with a name that is not the member's: confirm it by phone.
    ConfirmSignature,
    /// Papers are missing and every reminder was in vain: phone, or say that there are none.
    MissingPapers,
}

/// Hours that are left for phoning about an urgent concern that is raised late in the day, or at night.
const CONCERN_HOURS_MIN: i64 = 2;

/// By the end of the day, whether it is a working day or not.
fn phoned_by(raised: Timestamp) -> Timestamp {
    let today = at_london(london(raised).date(), DAY_ENDS);
    let soonest = raised.checked_add(CONCERN_HOURS_MIN.hours()).unwrap_or(Timestamp::MAX);
    today.max(soonest)
}

/// Whether somebody still has to reach them: the member always, everyone else while they have a part.
fn is_needed(case: &Case, party: &Party) -> bool {
    let live = case.ended.is_none() && case.standing_consent().is_ok();
    match party {
        Party::Member => true,
        Party::PrimaryConsultant(doctor) | Party::Secretary(doctor) => {
            live && case.casework.is_treating(doctor)
        }
        Party::Specialist(specialist) => {
            let chosen = case.matching.chosen.as_ref();
            live && chosen.is_some_and(|chosen| &chosen.specialist == specialist)
        }
    }
}

fn signature_since(case: &Case) -> Option<Timestamp> {
    case.consent.standing().and_then(|consent| consent.to_confirm)
}

/// Since the last reminder that was in vain, once there is no other doctor to remind.
fn papers_missed_since(case: &Case) -> Option<Timestamp> {
    case.consented_to(Scope::Collect).ok()?;
    let facts = &case.records;
    let mut confirmed = facts.treating().filter(|asked| asked.has_confirmed()).peekable();
    confirmed.peek().filter(|_| !facts.every_item_answered())?;
    let in_vain = |asked: &crate::records::Asked| asked.papers.chases >= CHASES_MAX;
    let since: Vec<_> =
        confirmed.map(|asked| asked.papers.since.filter(|_| in_vain(asked))).collect();
    since.into_iter().collect::<Option<Vec<_>>>()?.into_iter().max()
}

/// The open tasks, oldest first.
pub fn tasks(case: &Case) -> Vec<Task> {
    if case.keeping.erased.is_some() || case.casework.died.is_some() {
        return Vec::new();
    }
    let task = |kind, since| Task { kind, since, due: promised(case, Step::Task, since) };
    let stopped = &case.access.mail_stopped;
    let unreached = case.access.unreached.iter();
    let mut tasks: Vec<Task> = unreached
        .filter(|miss| !stopped.contains(&miss.party) && is_needed(case, &miss.party))
        .map(|miss| task(TaskKind::Reach(miss.party.clone()), miss.at))
        .collect();
    let received = case.received.as_ref().map(|received| received.at).unwrap_or_default();
    let stopped = stopped.iter().filter(|party| is_needed(case, party));
    tasks.extend(stopped.map(|party| {
        let noted = case.access.unreached.iter().find(|miss| &miss.party == party);
        task(TaskKind::MailStopped(party.clone()), noted.map_or(received, |miss| miss.at))
    }));
    let offered = case.access.offered.as_ref().filter(|_| case.ended.is_none());
    tasks.extend(offered.map(|it| task(TaskKind::ConfirmPrivateContact, it.at)));
    let complaints = case.casework.complaints.iter();
    tasks.extend(complaints.map(|it| task(TaskKind::AnswerComplaint(it.by.clone()), it.at)));
    let concerns = case.report.concerns.iter();
    tasks.extend(concerns.map(|raised| Task {
        kind: TaskKind::AnswerConcern,
        since: raised.at,
        due: phoned_by(raised.at),
    }));
    if case.ended.is_none() {
        tasks.extend(signature_since(case).map(|since| task(TaskKind::ConfirmSignature, since)));
        tasks.extend(papers_missed_since(case).map(|since| task(TaskKind::MissingPapers, since)));
    }
    tasks.sort_by_key(|task| task.since);
    tasks
}
