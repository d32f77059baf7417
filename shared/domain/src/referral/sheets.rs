//! What is sealed of who the member is.

use crate::Private;
use crate::nhs_number::NhsNumber;
use crate::sheet::{Class, Sheet};
use crate::text::{Email, PersonName, Phone};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Who the member is and how they are reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MemberDetails {
    pub name: PersonName,
    pub email: Email,
    pub phone: Option<Phone>,
    pub birth_date: Private<Date>,
    pub nhs_number: Option<NhsNumber>,
}

impl Sheet for MemberDetails {
    const CLASS: Class = Class::Contact;
}
