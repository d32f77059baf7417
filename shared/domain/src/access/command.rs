//! What is asked of the ways in, and why it may be refused.

use super::{MailBox, Purpose};
use crate::Party;
use crate::ids::{MemberMark, SheetId};
use crate::referral::Address;

/// The address is not that of a treating doctor or their secretary: whoever reads their letters could speak for
/// them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnAddress;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    CorrectContact {
        details: SheetId,
        address: Address,
        mail: MailBox,
        own: Option<OwnAddress>,
        /// Of who they are now.
        marks: Vec<MemberMark>,
    },
    /// The holder of a link to the employer's own mail domain gives a private address or mobile.
    OfferPrivateContact { contact: SheetId },
    /// The nurse confirmed a private address by phone.
    ConfirmPrivateContact { details: SheetId, address: Address, own: Option<OwnAddress> },
    /// A fresh link, to the address on file and nowhere else.
    AskLink { party: Party, purpose: Purpose },
    /// A letter that followed that event came back.
    ReportNotDelivered { letter: u64, to: Option<Party> },
    /// Its reader's mail box called it spam.
    ReportSpam { letter: u64, to: Party },
}

impl Command {
    /// After an end the member still reads their own, at an address that may have to be corrected.
    pub(crate) fn outlives_the_end(&self) -> bool {
        matches!(
            self,
            Self::CorrectContact { .. }
                | Self::ConfirmPrivateContact { .. }
                | Self::AskLink { .. }
                | Self::ReportNotDelivered { .. }
                | Self::ReportSpam { .. }
        )
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Refusal {
    #[error("this address is at the member's employer; a private one is needed")]
    AddressAtClient,
    #[error("this is the address of one of the member's doctors")]
    DoctorsAddress,
    #[error("the address we have is a private one already")]
    AlreadyPrivate,
    #[error("too many were given already; please phone our nurse")]
    TooManyContacts,
    #[error("too many links were sent today; please phone our nurse")]
    TooManyLinks,
    #[error("they have no part in this case now")]
    NoLinkForThem,
    #[error("no letter followed that event")]
    NoSuchLetter,
}
