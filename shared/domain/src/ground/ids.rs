//! Ids: opaque words that come from outside, each of its own type so that none can be mistaken.

use serde::{Deserialize, Serialize};

/// The longest id that is read; a v4 UUID with hyphens has 36 characters.
pub const ID_LENGTH_MAX: usize = 64;

/// A word that is not an id: empty, too long, or with a character outside `A-Z a-z 0-9 - _ .`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("that is not an id")]
pub struct NotAnId;

fn is_id(word: &str) -> bool {
    !word.is_empty()
        && word.len() <= ID_LENGTH_MAX
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "schema", schemars(extend("pattern" = "^[A-Za-z0-9_.-]{1,64}$")))]
        pub struct $name(String);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;

            fn try_from(word: String) -> Result<Self, NotAnId> {
                if is_id(&word) { Ok(Self(word)) } else { Err(NotAnId) }
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAnId;

            fn from_str(word: &str) -> Result<Self, NotAnId> {
                Self::try_from(word.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    )+};
}

ids! {
    /// A case: a random v4 UUID (122 random bits plus the key it is checked with), never in sequence.
    CaseId,
    /// A sealed sheet of a case.
    SheetId,
    /// A document of a case in the bucket.
    DocumentId,
    /// An employer or scheme.
    ClientId,
    /// An authorised manager on a client's list.
    ManagerId,
    /// A nurse, clinical lead, finance person or operator.
    StaffId,
    /// The subject of a token of the user pool.
    SubjectId,
    /// A specialist in the directory.
    SpecialistId,
    /// A treating doctor, numbered within one case.
    DoctorId,
    /// A hospital or practice.
    HospitalId,
    /// A question the opinion must answer, within one case.
    QuestionId,
    /// An appointment, within one case.
    AppointmentId,
    /// A contract of a client.
    ContractId,
    /// A task for the nurse, within one case.
    TaskId,
    /// An urgent concern, within one case.
    ConcernId,
    /// A keyed hash of who a member is, without their client: the same person has the same mark in every case.
    MemberMark,
}

/// The alphabet of references: no vowels, so that none spells a word, and no look-alikes.
const REFERENCE_ALPHABET: &[u8; 24] = b"23456789BCDFGHJKMNPQRSTV";

impl CaseId {
    /// What people read out on the phone, such as `SO-7F3K-Q2M8`: derived from the id, never a key.
    pub fn reference(&self) -> String {
        let mut number = self.0.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut letter = || {
            let index = usize::try_from(number % 24).unwrap_or_default();
            number /= 24;
            char::from(REFERENCE_ALPHABET[index])
        };
        let (first, second): (String, String) =
            ((0..4).map(|_| letter()).collect(), (0..4).map(|_| letter()).collect());
        format!("SO-{first}-{second}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_short_plain_word() {
        assert!("7b0c2d1e-aaaa-4bbb-8ccc-1234567890ab".parse::<CaseId>().is_ok());
        assert!("x".repeat(64).parse::<CaseId>().is_ok());
        for bad in ["", "a b", "a/b", "a#b", "é", &"x".repeat(65)] {
            assert_eq!(bad.parse::<CaseId>(), Err(NotAnId), "{bad}");
        }
    }

    #[test]
    fn a_reference_is_stable_and_has_no_vowel() {
        let id: CaseId = "7b0c2d1e-aaaa-4bbb-8ccc-1234567890ab".parse().unwrap();
        assert_eq!(id.reference(), id.reference());
        assert_eq!(id.reference().len(), 12);
        assert!(!id.reference()[2..].contains(['A', 'E', 'I', 'O', 'U']));
    }

    /// Worked out apart from this code, by FNV-1a of 64 bits: what was read out on the phone must be found again.
    #[test]
    fn a_reference_never_changes() {
        for (id, reference) in [
            ("7b0c2d1e-aaaa-4bbb-8ccc-1234567890ab", "SO-GJR2-CJCQ"),
            ("7b0c2d1e-aaaa-4bbb-8ccc-1234567890ac", "SO-9592-F45Q"),
        ] {
            assert_eq!(id.parse::<CaseId>().unwrap().reference(), reference);
        }
    }
}
