//! The front door: the one place where a command is decided.

use super::{Case, Command, Event, Refusal};
use crate::refusal::Gate;
use crate::{
    Actor, access, casework, consent, keeping, matching, records, referral, report, scheduling,
};
use jiff::Timestamp;

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
            Command::Referral(command) => referral::decide::decide(self, by, *command, now),
            Command::Access(command) => access::decide::decide(self, by, command, now),
            Command::Consent(command) => consent::decide::decide(self, by, command, now),
            Command::Casework(command) => casework::decide::decide(self, by, command, now),
            Command::Matching(command) => matching::decide::decide(self, by, command, now),
            Command::Records(command) => records::decide::decide(self, by, command, now),
            Command::Scheduling(command) => scheduling::decide::decide(self, by, command, now),
            Command::Report(command) => report::decide::decide(self, by, command, now),
            Command::Keeping(command) => keeping::decide::decide(self, by, command, now),
        }
    }

    /// The gates before every capability's own: the case exists, is not erased, and has not ended
    /// (but for what closing, erasing and the member's own reading still need).
    fn is_open_to(&self, command: &Command) -> Result<(), Gate> {
        let receives = matches!(command, Command::Referral(_));
        if self.keeping.erased.is_some() {
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
        Command::Referral(_) | Command::Keeping(_) => true,
        Command::Consent(_)
        | Command::Matching(_)
        | Command::Records(_)
        | Command::Scheduling(_) => false,
    }
}
