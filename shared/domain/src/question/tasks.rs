//! What a case asks of its nurse beside the pathway: derived from the facts, done when the facts change.

use crate::due::{Step, promised};
use crate::{Case, Party};
use jiff::Timestamp;
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
}

/// The open tasks, oldest first.
pub fn tasks(case: &Case) -> Vec<Task> {
    if case.keeping.erased.is_some() || case.casework.died.is_some() {
        return Vec::new();
    }
    let task = |kind, since| Task { kind, since, due: promised(case, Step::Task, since) };
    let stopped = &case.access.mail_stopped;
    let mut tasks: Vec<Task> = case
        .access
        .unreached
        .iter()
        .filter(|it| !stopped.contains(&it.party))
        .map(|it| task(TaskKind::Reach(it.party.clone()), it.at))
        .collect();
    let received = case.received.as_ref().map(|received| received.at).unwrap_or_default();
    tasks.extend(stopped.iter().map(|party| {
        let noted = case.access.unreached.iter().find(|it| &it.party == party);
        task(TaskKind::MailStopped(party.clone()), noted.map_or(received, |it| it.at))
    }));
    let offered = case.access.offered.as_ref().filter(|_| case.ended.is_none());
    tasks.extend(offered.map(|it| task(TaskKind::ConfirmPrivateContact, it.at)));
    let complaints = case.casework.complaints.iter();
    tasks.extend(complaints.map(|it| task(TaskKind::AnswerComplaint(it.by.clone()), it.at)));
    tasks.sort_by_key(|task| task.since);
    tasks
}
