//! Referral: an authorised manager of a covered client asks for a second opinion for a member.

pub(crate) mod apply;
mod command;
pub(crate) mod decide;
mod event;
mod facts;
mod reopening;
mod sheets;

pub use command::{Command, Continues, Refusal};
pub use event::Event;
pub use facts::{
    AGE_MAX, Address, AddressRule, AgeBand, NotARule, NotATestRule, Received, TestNumbers, age_band,
};
pub use sheets::MemberDetails;
