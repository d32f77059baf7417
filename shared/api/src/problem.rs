//! Problems (RFC 9457) as they are answered, and the one table that gives each refusal its status.

use crate::FieldError;
use domain::refusal::Gate;
use domain::{Refusal, access, casework, consent, records, referral, report, scheduling};
use serde::{Deserialize, Serialize};

/// Why a request was not done. It never echoes what was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Problem"))]
pub struct ProblemBody {
    #[serde(rename = "type")]
    pub kind: String,
    /// A sentence for the person, without a final full stop.
    pub title: String,
    pub status: u16,
    /// Kebab-case, stable: programs match on it.
    pub code: String,
    /// The field that was wrong, by its own name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Every field of a form that was wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

/// The field of a form that a refusal is about, so that a page shows it there.
pub fn field_of(code: &str) -> Option<&'static str> {
    Some(match code {
        "delay-not-acknowledged" | "delay-not-acceptable" => "delay",
        "nothing-allowed" => "scope",
        "capacity-needed" => "capacity",
        "parent-needed" | "not-a-child" => "signatory",
        "not-offered" | "no-longer-eligible" => "specialist",
        "conflict-not-answered" => "conflict",
        "reason-needed" => "reason",
        "date-needed" | "date-to-come" | "too-old" => "dated",
        "bad-fee" => "pounds",
        "doctors-address" | "address-at-client" => "contact",
        "findings-partial" => "diagnosis",
        _ => return None,
    })
}

/// The status of each refusal. What is not listed is a conflict with what has already happened.
pub fn status(refusal: &Refusal) -> u16 {
    use {access as a, casework as w, consent as c, records as r, referral as f, report as p};
    match refusal {
        Refusal::Gate(Gate::NoSuchCase | Gate::NotYours)
        | Refusal::Casework(
            w::Refusal::NoSuchTask | w::Refusal::NoSuchComplaint | w::Refusal::NoSuchDoctor,
        )
        | Refusal::Records(r::Refusal::NoSuchDocument)
        | Refusal::Report(p::Refusal::NoSuchConcern) => 404,
        Refusal::Gate(Gate::Erased) => 410,
        Refusal::Access(a::Refusal::TooManyLinks | a::Refusal::TooManyContacts) => 429,
        Refusal::Gate(Gate::NotAllowed | Gate::NoConsent | Gate::OutsideConsent)
        | Refusal::Referral(f::Refusal::ManagerNotAuthorised | f::Refusal::NotCovered)
        | Refusal::Access(a::Refusal::AddressAtClient) => 403,
        Refusal::Referral(f::Refusal::BirthDateNotPossible | f::Refusal::TestNumber) => 400,
        Refusal::Consent(
            c::Refusal::DelayNotAcknowledged
            | c::Refusal::NothingAllowed
            | c::Refusal::ParentNeeded
            | c::Refusal::CapacityNeeded,
        )
        | Refusal::Records(
            r::Refusal::BadChecklist
            | r::Refusal::NotOnChecklist
            | r::Refusal::DateNeeded
            | r::Refusal::DateToCome
            | r::Refusal::TooOld
            | r::Refusal::BadFee,
        )
        | Refusal::Scheduling(scheduling::Refusal::BadSlot)
        | Refusal::Report(p::Refusal::QuestionOpen | p::Refusal::FindingsPartial) => 422,
        _ => 409,
    }
}
