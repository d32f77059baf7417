//! Access: which address is the member's own, until when links and sessions count, and what came back.

pub(crate) mod apply;
mod command;
pub(crate) mod decide;
mod event;
mod facts;
mod links;
mod sheets;

pub use command::{Command, OwnAddress, Refusal};
pub use event::Event;
pub use facts::{
    AT_THE_DESK, CODE_DIGITS, CODE_MINUTES, CODE_TRIES_MAX, CODES_A_DAY_MAX,
    CODES_OF_A_LINK_A_DAY_MAX, Facts, LINKS_A_DAY_MAX, LinkAsked, MailBox, OWN_PAGES,
    PRIVATE_CONTACTS_MAX, PrivateContact, Purpose, SESSION_IDLE_MINUTES, SESSION_MINUTES_MAX,
    Unreached,
};
pub use links::{Standing, fresh_purpose, standing};
pub use sheets::TypedContact;
