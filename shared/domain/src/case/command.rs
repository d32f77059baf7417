//! What is asked of a case, in the words of the capability that it belongs to.

use crate::{access, casework, consent, keeping, matching, records, referral, report, scheduling};

/// What someone asks of a case, in the words of its capability.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Apart, because it holds the entries of the member and of their client.
    Referral(Box<referral::Command>),
    Access(access::Command),
    Consent(consent::Command),
    Casework(casework::Command),
    Matching(matching::Command),
    Records(records::Command),
    Scheduling(scheduling::Command),
    Report(report::Command),
    Keeping(keeping::Command),
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
    Access = access,
    Consent = consent,
    Casework = casework,
    Matching = matching,
    Records = records,
    Scheduling = scheduling,
    Report = report,
    Keeping = keeping
);

impl From<referral::Command> for Command {
    fn from(command: referral::Command) -> Self {
        Self::Referral(Box::new(command))
    }
}
