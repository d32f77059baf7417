//! The sealed sheets: the private words of a case, each in one of two classes.
//!
//! An event names a sheet by id; only `vault` can open one. The class decides under which KMS key.

use super::ids::SheetId;
use super::text::Prose;
use crate::Private;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Which of the case's two keys seals a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Class {
    /// Names, addresses, phones, birth dates.
    Contact,
    /// Needs, notes, answers, findings, and reasons that may tell of a condition.
    Clinical,
}

impl Class {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Clinical => "clinical",
        }
    }
}

/// What can be sealed: a body that knows its class, so that none can be sealed under the wrong key.
pub trait Sheet: Serialize + DeserializeOwned {
    const CLASS: Class;
    /// Whether it lies aside and is not opened with the case: it is large, or there may be very many of it.
    const ASIDE: bool = false;
}

/// A sheet as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedSheet {
    pub id: SheetId,
    pub class: Class,
    /// Not opened with the case.
    pub aside: bool,
    pub sealed: Vec<u8>,
}

/// The case's two data keys, each wrapped by KMS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrappedKeys {
    pub contact: Vec<u8>,
    pub clinical: Vec<u8>,
}

impl WrappedKeys {
    pub fn of(&self, class: Class) -> &[u8] {
        match class {
            Class::Contact => &self.contact,
            Class::Clinical => &self.clinical,
        }
    }
}

/// A reason, an objection, a description: what a page shows with the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Words {
    pub words: Private<String>,
}

impl From<Prose> for Words {
    fn from(typed: Prose) -> Self {
        Self { words: typed.into() }
    }
}

impl Sheet for Words {
    const CLASS: Class = Class::Clinical;
}

/// A note, or what was said on the phone. There may be thousands in a case, so it lies aside and is read with
/// its page of the log. Its body is that of [`Words`], so that the log shows both alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Note(pub Words);

impl From<Prose> for Note {
    fn from(typed: Prose) -> Self {
        Self(typed.into())
    }
}

impl Sheet for Note {
    const CLASS: Class = Class::Clinical;
    const ASIDE: bool = true;
}
