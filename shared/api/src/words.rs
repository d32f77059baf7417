//! Words of the API that several operations share.

use domain::Party;
use serde::{Deserialize, Serialize};

/// A party of a case as people write it: `member`, `doctor-d-1`, `secretary-d-1`, `specialist-…`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PartyWord(pub Party);

/// What is said of a word that is no party.
pub const UNKNOWN_PARTY: &str = "unknown party: use `member` or `doctor-<id>`";

impl TryFrom<String> for PartyWord {
    type Error = &'static str;

    fn try_from(word: String) -> Result<Self, Self::Error> {
        word.parse().map(Self).map_err(|_| UNKNOWN_PARTY)
    }
}

impl From<PartyWord> for String {
    fn from(word: PartyWord) -> Self {
        word.0.to_string()
    }
}
