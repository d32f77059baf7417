//! What is asked of the go-ahead, the checklist and the documents, and why it may be refused.

use super::{ChecklistItem, Content, DocumentRefused, GoAheadBy, GoOn, Use};
use crate::casework::Outlook;
use crate::directory::Specialist;
use crate::ids::{DoctorId, DocumentId, SheetId};
use crate::money::Pence;
use jiff::civil::Date;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    Ask {
        doctor: DoctorId,
        checklist: Vec<ChecklistItem>,
    },
    Chase {
        doctor: DoctorId,
    },
    /// By the doctor, to the finish that they were shown.
    Confirm {
        shown: Outlook,
    },
    Object {
        reason: SheetId,
    },
    Decide {
        go_on: GoOn,
        reason: SheetId,
    },
    Announce {
        document: DocumentId,
        used_for: Use,
        dated: Option<Date>,
        /// What its sender calls it.
        name: Option<SheetId>,
    },
    FindClean {
        document: DocumentId,
        content: Content,
    },
    Refuse {
        document: DocumentId,
        why: DocumentRefused,
    },
    /// What was said not to be available is to come after all.
    AvailableAfterAll {
        item: ChecklistItem,
    },
    NotAvailable {
        item: ChecklistItem,
        reason: SheetId,
    },
    /// A file that was sent by mistake.
    TakeBack {
        document: DocumentId,
    },
    /// By the doctor asked or their secretary; it is a cost of ours.
    ClaimCopyingFee {
        pence: Pence,
    },
    /// More than the checklist has, or the same again.
    AskItems {
        items: Vec<ChecklistItem>,
        doctor: Option<DoctorId>,
        reason: Option<SheetId>,
    },
    /// By the clock: papers that were received have become too old.
    Outdate,
    /// By the clock, once the finish has slipped.
    AskAgain {
        of: GoAheadBy,
    },
    Complete,
    Reopen {
        reason: SheetId,
    },
    /// With the directory's entry of the specialist who accepted, as it is now.
    HandOver {
        specialist: Option<Box<Specialist>>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Refusal {
    #[error("there is no such treating doctor")]
    NoSuchDoctor,
    #[error("the doctor's address has not been verified")]
    AddressNotVerified,
    #[error("that doctor has already been asked")]
    AlreadyAsked,
    #[error("a checklist has between one and thirty items")]
    BadChecklist,
    #[error("nothing has been asked of you")]
    NotAsked,
    #[error("that has already been answered")]
    AlreadyAnswered,
    #[error("it is not yet time")]
    NotDue,
    #[error("there is no open objection, and not every chase went unanswered")]
    NothingToDecide,
    #[error("that is not on the checklist")]
    NotOnChecklist,
    #[error("enter the date on the document")]
    DateNeeded,
    #[error("that day is still to come")]
    DateToCome,
    #[error("it is older than we can use; send a newer one, or say that there is none")]
    TooOld,
    #[error("something that was sent has become too old")]
    OutOfDate,
    #[error("a copying fee is between a penny and five hundred pounds")]
    BadFee,
    #[error("a copying fee has been claimed already")]
    FeeClaimed,
    #[error("you have not said that it is not available")]
    NotSaidMissing,
    #[error("there are too many documents already")]
    TooManyDocuments,
    #[error("that document is already here")]
    AlreadyAnnounced,
    #[error("there is no such document")]
    NoSuchDocument,
    #[error("that document is not here any more")]
    AlreadyTakenBack,
    #[error("something on the checklist is still missing")]
    StillMissing,
    #[error("the records are already complete")]
    AlreadyComplete,
    #[error("the records are not complete")]
    NotComplete,
    #[error("a treating doctor must confirm first, or the clinical lead decide")]
    NoGoAhead,
    #[error("no specialist has accepted yet")]
    NotAccepted,
    #[error("the expected finish has moved since you saw it; please look again")]
    FinishMoved,
    #[error("that is not asked for in any case")]
    NoSuchItem,
    #[error("that is being asked for already")]
    AlreadyMissing,
    #[error("somebody is being asked again whether the later finish is acceptable")]
    AskedAgain,
    #[error("the specialist cannot take this case any more; replace them")]
    NoLongerEligible,
    #[error("the case is already with the specialist")]
    AlreadyHandedOver,
    #[error("the report is released already")]
    AlreadyReported,
}
