//! A case told as a story: each stage is reached by the commands that lead to it, through `decide`.

mod commands;
mod doing;
mod parts;

use domain::casework::Question;
use domain::question::Stage;
use domain::records::Use;
use domain::{Actor, Case, Command, Event, Recorded, Refusal, casework, records};
use jiff::{Timestamp, ToSpan};

pub use commands::{commands, named};
pub use doing::doing;
pub use parts::*;

/// A case with its log, and the time of its story.
#[derive(Debug, Clone)]
pub struct Story {
    pub case: Case,
    pub log: Vec<Recorded>,
    pub now: Timestamp,
}

impl Default for Story {
    fn default() -> Self {
        let case = Case::new(id("7b0c2d1e-aaaa-4bbb-8ccc-1234567890ab"));
        Self { case, log: Vec::new(), now: monday() }
    }
}

impl Story {
    /// Carries out a command or says why not; the log and the case only grow on success.
    pub fn try_to(
        &mut self,
        by: &Actor,
        command: impl Into<Command>,
    ) -> Result<Vec<Event>, Refusal> {
        let events = self.case.decide(by, command, self.now)?;
        let recorded = self.case.record(events.clone(), by, self.now);
        self.case = recorded.iter().fold(self.case.clone(), Case::apply);
        self.log.extend(recorded);
        Ok(events)
    }

    /// The code with which a command would be refused. The story goes on as if it had not been given.
    pub fn refused(&self, by: &Actor, command: impl Into<Command>) -> &'static str {
        self.clone().try_to(by, command).unwrap_err().code()
    }

    #[must_use]
    pub fn then(mut self, by: &Actor, command: impl Into<Command>) -> Self {
        self.try_to(by, command).unwrap();
        self
    }

    /// The named command of the table, by its natural actor.
    #[must_use]
    pub fn does(self, name: &str) -> Self {
        let (_, by, command) = commands().into_iter().find(|it| it.0 == name).unwrap();
        self.then(&by, command)
    }

    #[must_use]
    pub fn at(mut self, now: &str) -> Self {
        self.now = now.parse().unwrap();
        self
    }

    #[must_use]
    pub fn days_later(mut self, days: i64) -> Self {
        self.now = self.now.checked_add((24 * days).hours()).unwrap();
        self
    }

    pub fn at_stage(stage: Stage) -> Self {
        let assign = casework::Command::Assign { nurse: id("asha") };
        let asked = || {
            let question = Question { question: id("q-1"), sheet: id("question-1") };
            Self::at_stage(Stage::Consented)
                .does("record needs")
                .then(&nurse(), casework::Command::AddQuestion(question))
                .does("set dates")
                .then(&nurse(), name_doctor("d-1"))
                .does("ask for records")
        };
        match stage {
            Stage::Received => Self::default().does("receive a referral").then(&nurse(), assign),
            Stage::Introduced => Self::at_stage(Stage::Received).does("introduce"),
            Stage::Consented => Self::at_stage(Stage::Introduced).does("give consent"),
            Stage::Understood => asked(),
            Stage::Offered => Self::at_stage(Stage::Understood).does("offer specialists"),
            Stage::Chosen => Self::at_stage(Stage::Offered).does("choose a specialist"),
            Stage::Accepted => Self::at_stage(Stage::Chosen).does("accept the case").announced(),
            Stage::RecordsComplete => Self::at_stage(Stage::Accepted)
                .does("confirm the go-ahead")
                .does("find a document clean")
                .does("complete the records"),
            Stage::WithTheSpecialist => Self::at_stage(Stage::RecordsComplete).does("hand over"),
            Stage::Reviewed => Self::at_stage(Stage::WithTheSpecialist).does("review"),
            Stage::ConsultationBooked => {
                Self::at_stage(Stage::Reviewed).does("book an appointment")
            }
            Stage::ConsultationHeld => Self::at_stage(Stage::ConsultationBooked)
                .at("2026-11-12T14:30:00Z")
                .does("note a consultation held"),
            Stage::Reported => Self::at_stage(Stage::ConsultationHeld).does("hand in a report"),
            Stage::Released => Self::at_stage(Stage::Reported).does("release a report"),
            Stage::Closed => {
                Self::at_stage(Stage::Released).does("answer the follow-up").does("close")
            }
            Stage::Declined => Self::at_stage(Stage::Introduced).does("decline"),
            Stage::Lapsed => Self::at_stage(Stage::Introduced).days_later(22).does("lapse"),
            Stage::Withdrawn => Self::at_stage(Stage::Offered).does("withdraw consent"),
            Stage::Stopped => Self::at_stage(Stage::Offered).does("stop"),
            Stage::MemberDied => Self::at_stage(Stage::Offered).does("record a death"),
            Stage::Erased => Self::at_stage(Stage::Closed).does("erase"),
        }
    }

    /// A document that is being checked.
    fn announced(self) -> Self {
        let used_for = Use::Record { item: item() };
        let announce =
            records::Command::Announce { document: id("doc-1"), used_for, dated: None, name: None };
        self.then(&doctor(), announce)
    }
}
