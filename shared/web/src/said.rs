//! What our own types say of a value that is wrong. Serde hands their sentences on among its own, which
//! quote what was sent: only a sentence that is known here is told to a caller.

use domain::day::FarAway;
use domain::directory::NotASpecialty;
use domain::ids::NotAnId;
use domain::nhs_number::NhsNumberError;
use domain::records::NotAnItem;
use domain::text::TextError;
use strum::IntoEnumIterator;

/// The sentence of ours that a message of serde begins with, if it is one.
pub(crate) fn by_our_types(message: &str) -> Option<String> {
    let texts = TextError::iter().map(|error| error.to_string());
    let numbers = NhsNumberError::iter().map(|error| error.to_string());
    let others = [
        FarAway.to_string(),
        NotASpecialty.to_string(),
        NotAnId.to_string(),
        NotAnItem.to_string(),
        domain::billing::NotAMonth.to_string(),
        api::UNKNOWN_PARTY.to_owned(),
    ];
    let mut sentences = texts.chain(numbers).chain(others);
    sentences.find(|sentence| {
        let rest = message.strip_prefix(sentence.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" at line "))
    })
}
