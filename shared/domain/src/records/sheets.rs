//! What is sealed of a document.

use super::Content;
use crate::ids::DocumentId;
use crate::sheet::{Class, Sheet};
use crate::text::Line;
use serde::{Deserialize, Serialize};

/// What a sender calls a document. The bucket never sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DocumentName {
    pub name: Line,
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
    /// Whether it is of this document, whose hash is salted in the log.
    pub fn is_of(&self, document: &DocumentId, content: &Content, salted: &str) -> bool {
        let Content { hash, bytes, version, .. } = content;
        self.document == *document
            && self.bytes == *bytes
            && self.version == *version
            && hash == salted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::DocumentKind;

    #[test]
    fn a_descriptor_is_of_one_document_with_these_very_bytes() {
        let document: DocumentId = "doc-1".parse().unwrap();
        let content = Content {
            hash: "salted".to_owned(),
            bytes: 10,
            kind: DocumentKind::Pdf,
            version: Some("v-1".to_owned()),
            descriptor: None,
        };
        let descriptor = Descriptor {
            document: document.clone(),
            hash: "plain".to_owned(),
            bytes: 10,
            version: Some("v-1".to_owned()),
        };
        assert!(descriptor.is_of(&document, &content, "salted"));
        let longer = Content { bytes: 11, ..content.clone() };
        let replaced = Content { version: Some("v-2".to_owned()), ..content.clone() };
        for (of, content, salted) in [
            ("doc-2", &content, "salted"),
            ("doc-1", &longer, "salted"),
            ("doc-1", &replaced, "salted"),
            ("doc-1", &content, "plain"),
        ] {
            let of = of.parse().unwrap();
            assert!(!descriptor.is_of(&of, content, salted), "{of} {content:?} {salted}");
        }
    }
}
