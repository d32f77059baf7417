//! What is sealed of a document.

use super::Content;
use crate::Private;
use crate::ids::DocumentId;
use crate::sheet::{Class, Sheet};
use serde::{Deserialize, Serialize};

/// The name that a sender gave a file. The bucket never sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DocumentName {
    pub file_name: Private<String>,
}

impl Sheet for DocumentName {
    const CLASS: Class = Class::Clinical;
}

/// What exactly a document was when it was found clean. A person who edits the case in its table cannot
/// make another one of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Descriptor {
    pub document: DocumentId,
    /// SHA-256 in hex.
    pub hash: String,
    pub bytes: u64,
    pub version: Option<String>,
}

impl Sheet for Descriptor {
    const CLASS: Class = Class::Clinical;
}

impl Descriptor {
    pub fn of(document: &DocumentId, content: &Content) -> Self {
        let Content { hash, bytes, version, .. } = content.clone();
        Self { document: document.clone(), hash, bytes, version }
    }
}
