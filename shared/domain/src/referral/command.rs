//! What is asked at the beginning of a case, and why it may be refused.

use super::{AddressRule, MemberDetails, TestNumbers};
use crate::Actor;
use crate::directory::{Client, Cover};
use crate::ids::{CaseId, ClientId, ManagerId, MemberMark, SheetId, StaffId};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Nothing but who the member is comes along from the ended case: consent is asked for again.
    Reopen {
        continues: Continues,
        client: Client,
        /// The days on which its contracts cover its members.
        covers: Vec<Cover>,
        details: MemberDetails,
        sheet: SheetId,
        marks: Vec<MemberMark>,
        rule: AddressRule,
    },
    /// `client` is the caller's own directory entry, `details` what `sheet` will hold.
    Receive {
        client: Client,
        /// The days on which its contracts cover its members.
        covers: Vec<Cover>,
        manager: ManagerId,
        details: MemberDetails,
        sheet: SheetId,
        marks: Vec<MemberMark>,
        rule: AddressRule,
        test_numbers: TestNumbers,
    },
}

/// That an ended case may go on as another, on whose word. Made only where the ended case was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Continues {
    pub(super) ended: CaseId,
    pub(super) client: ClientId,
    pub(super) manager: ManagerId,
    pub(super) nurse: Option<StaffId>,
    pub(super) by: Actor,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Refusal {
    #[error("that manager is not authorised to refer")]
    ManagerNotAuthorised,
    #[error("no contract covers this member today")]
    NotCovered,
    #[error("the birth date is in the future, or more than 130 years ago")]
    BirthDateNotPossible,
    #[error("NHS numbers beginning 999 are for tests only")]
    TestNumber,
    #[error("a referral of this member is already open")]
    LiveDuplicate,
    #[error("this case has already been received")]
    AlreadyReceived,
    #[error("only a case that has ended can go on as another")]
    NotEnded,
}
