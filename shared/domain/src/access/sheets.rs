//! What is sealed of a contact that nobody has confirmed yet.

use crate::Private;
use crate::sheet::{Class, Sheet};
use serde::{Deserialize, Serialize};

/// A private address or mobile as the holder of the link typed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TypedContact {
    pub contact: Private<String>,
}

impl Sheet for TypedContact {
    const CLASS: Class = Class::Contact;
}
