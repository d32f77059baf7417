//! The way in: links, codes and sessions, and the member's contact.

mod operations;

pub(crate) use operations::OPERATIONS;

use crate::{FieldError, Fields, Form, PartyWord};
use domain::Private;
use domain::text::{Email, Line, PersonName, Phone};
use serde::{Deserialize, Serialize};

/// For how many seconds a session is open from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SessionKept {
    pub seconds: u64,
}

/// A correction of the member's contact. What is not named stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CorrectContact {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<PersonName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
}

/// The address that the member confirmed on the phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConfirmContact {
    pub email: Email,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
}

/// A fresh link, to the address on file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SendLink {
    /// For whom it is.
    pub party: PartyWord,
}

/// A private address or mobile, for the nurse to confirm.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PrivateContactForm {
    contact: Private<String>,
}

/// The code, as it was typed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CodeForm {
    code: String,
}

impl Form for PrivateContactForm {
    type Input = Line;

    fn parse(self) -> Result<Line, Vec<FieldError>> {
        let mut fields = Fields::default();
        let typed = self.contact;
        let reaches =
            Email::try_from(typed.clone()).is_ok() || Phone::try_from(typed.clone()).is_ok();
        let contact = if reaches || typed.is_blank() {
            fields.text("contact", "your own email address or mobile number", typed)
        } else {
            fields.wrong("contact", "enter an email address like name@example.com, or a phone number with its area code")
        };
        fields.done(contact)
    }
}

impl Form for CodeForm {
    /// The digits alone: people type spaces between them.
    type Input = String;

    fn parse(self) -> Result<String, Vec<FieldError>> {
        Ok(self.code.chars().filter(char::is_ascii_digit).collect())
    }
}
