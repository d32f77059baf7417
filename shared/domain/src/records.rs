//! Records: the treating doctors' go-ahead, the checklist, the documents, and the hand-over.

pub(crate) mod apply;
mod arriving;
mod asking;
mod checklist;
mod command;
mod content;
pub(crate) mod decide;
mod document;
mod event;
mod facts;
mod sheets;
mod taking_back;

pub use checklist::{ChecklistItem, NotAnItem, Takes, checklist_for, every_item};
pub use command::{Command, Refusal};
pub use content::{
    Archive, Arrived, ByteMarks, FIRST_BYTES, LOCKED_MARK, MARKUP_MARKS, PdfContent, judge,
};
pub use document::{Content, Document, DocumentKind, DocumentRefused, DocumentState, Use};
pub use event::{ChasedFor, Event, GoAheadBy, ReopenedFor};
pub use facts::{
    ANNOUNCED_MAX, Asked, CHASES_MAX, CHECKLIST_MAX, COPYING_FEE_MAX, DOCUMENT_BYTES_MAX,
    DOCUMENTS_MAX, Decision, Facts, GoAheadAnswer, GoOn, IMAGING_BYTES_MAX, ItemState, PaperChases,
};
pub use sheets::{Descriptor, DocumentName};
