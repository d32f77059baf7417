//! The front door: what is asked of a case, and the one place where it is decided.

use crate::refusal::Gate;
use crate::{
    Actor, Case, Event, Refusal, access, casework, consent, matching, records, referral, report,
    scheduling,
};
use jiff::Timestamp;

/// What someone asks of a case, in the words of its capability.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    Referral(referral::Command),
    Access(access::Command),
    Consent(consent::Command),
    Casework(casework::Command),
    Matching(matching::Command),
    Records(records::Command),
    Scheduling(scheduling::Command),
    Report(report::Command),
}

impl Case {
    /// Says what would happen, or why not. Changes nothing.
    pub fn decide(
        &self,
        by: &Actor,
        command: impl Into<Command>,
        now: Timestamp,
    ) -> Result<Vec<Event>, Refusal> {
        let command = command.into();
        self.is_open_to(&command)?;
        match command {
            Command::Referral(command) => referral::decide(self, by, command, now),
            Command::Access(command) => access::decide(self, by, command, now),
            Command::Consent(command) => consent::decide(self, by, command, now),
            Command::Casework(command) => casework::decide(self, by, command, now),
            Command::Matching(command) => matching::decide(self, by, command, now),
            Command::Records(command) => records::decide(self, by, command, now),
            Command::Scheduling(command) => scheduling::decide(self, by, command, now),
            Command::Report(command) => report::decide(self, by, command, now),
        }
    }

    /// The gates before every capability's own: the case exists, is not erased, and has not ended
    /// (but for what closing, erasing and the member's own reading still need).
    fn is_open_to(&self, command: &Command) -> Result<(), Gate> {
        let receives = matches!(command, Command::Referral(_));
        if self.erased.is_some() {
            return Err(Gate::Erased);
        }
        if self.received.is_none() && !receives {
            return Err(Gate::NoSuchCase);
        }
        if self.casework.died.is_some() && matches!(command, Command::Access(_)) {
            return Err(Gate::Ended);
        }
        let withdraws = matches!(command, Command::Consent(consent::Command::Withdraw { .. }));
        let may_withdraw = withdraws && self.casework.died.is_none();
        if self.ended.is_some() && !may_withdraw && !outlives_the_end(command) {
            return Err(Gate::Ended);
        }
        Ok(())
    }
}

fn outlives_the_end(command: &Command) -> bool {
    match command {
        Command::Access(command) => command.outlives_the_end(),
        Command::Casework(command) => command.outlives_the_end(),
        Command::Report(command) => command.outlives_the_end(),
        Command::Referral(_) => true,
        _ => false,
    }
}

macro_rules! into_command {
    ($($variant:ident = $module:ident),+) => {$(
        impl From<$module::Command> for Command {
            fn from(command: $module::Command) -> Self {
                Self::$variant(command)
            }
        }
    )+};
}

into_command!(
    Referral = referral,
    Access = access,
    Consent = consent,
    Casework = casework,
    Matching = matching,
    Records = records,
    Scheduling = scheduling,
    Report = report
);
