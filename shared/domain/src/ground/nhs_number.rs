//! The NHS number: ten digits, the last a check digit (NHS Data Dictionary, "NHS number").

use crate::Private;
use crate::private::Secret;
use serde::{Deserialize, Serialize};

/// A checked NHS number. Private: `Debug` prints `…`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("pattern" = "^[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}$")))]
pub struct NhsNumber(Private<String>);

/// Why a text is not an NHS number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::EnumIter)]
pub enum NhsNumberError {
    #[error("an NHS number has ten digits")]
    NotTenDigits,
    #[error("the digits do not add up to an NHS number; one may be mistyped")]
    CheckDigit,
    #[error("one digit ten times over is not an NHS number")]
    Repeated,
}

impl NhsNumber {
    /// Reads ten ASCII digits; single spaces or hyphens between them are allowed, as people write
    /// `943 476 5919`. Full-width and other digits are refused.
    pub fn parse(text: &str) -> Result<Self, NhsNumberError> {
        let digits: String = text.trim().chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        if digits.len() != 10 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NhsNumberError::NotTenDigits);
        }
        if digits.bytes().all(|byte| byte == digits.as_bytes()[0]) {
            return Err(NhsNumberError::Repeated);
        }
        let values: Vec<u32> = digits.bytes().map(|byte| u32::from(byte - b'0')).collect();
        if check_digit(&values[..9]) != Some(values[9]) {
            return Err(NhsNumberError::CheckDigit);
        }
        Ok(Self(Private::new(digits)))
    }

    /// The ten digits without spaces.
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }

    /// The range 999… is kept by the NHS for tests; it is let in only where configured.
    pub fn is_test_range(&self) -> bool {
        self.reveal().starts_with("999")
    }
}

/// 11 − (sum of digit × weight mod 11), weights 10 to 2; 11 becomes 0, and 10 has no digit.
/// `943 476 5919`: ten digits as they are shown to people.
pub fn spaced(digits: String) -> String {
    match (digits.get(..3), digits.get(3..6), digits.get(6..)) {
        (Some(first), Some(second), Some(third)) => format!("{first} {second} {third}"),
        _ => digits,
    }
}

impl Secret for NhsNumber {
    type Plain = str;

    fn plain(&self) -> &str {
        self.reveal()
    }
}

fn check_digit(first_nine: &[u32]) -> Option<u32> {
    let sum: u32 =
        first_nine.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    match 11 - sum % 11 {
        11 => Some(0),
        10 => None,
        digit => Some(digit),
    }
}

impl TryFrom<String> for NhsNumber {
    type Error = NhsNumberError;

    fn try_from(text: String) -> Result<Self, NhsNumberError> {
        Self::parse(&text)
    }
}

impl From<NhsNumber> for String {
    fn from(number: NhsNumber) -> String {
        number.reveal().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_numbers_are_read_as_people_write_them() {
        for text in ["9434765919", "943 476 5919", "943-476-5919", " 9434765919 "] {
            let number = NhsNumber::parse(text).unwrap();
            assert_eq!(spaced(number.reveal().to_owned()), "943 476 5919", "{text}");
        }
    }

    #[test]
    fn bad_numbers_are_refused() {
        use NhsNumberError::{CheckDigit, NotTenDigits, Repeated};
        let cases = [
            ("943476591", NotTenDigits),
            ("94347659190", NotTenDigits),
            ("", NotTenDigits),
            ("９４３４７６５９１９", NotTenDigits),
            ("943476591O", NotTenDigits),
            ("9434765918", CheckDigit),
            ("1111111111", Repeated),
            // 987 654 321 gives a check value of 10, which no digit can be.
            ("1000000010", CheckDigit),
        ];
        for (text, why) in cases {
            assert_eq!(NhsNumber::parse(text), Err(why), "{text}");
        }
    }

    #[test]
    fn the_range_999_is_for_tests() {
        for (text, for_tests) in [("9990000018", true), ("9434765919", false)] {
            let number = NhsNumber::parse(text).unwrap();
            assert_eq!(number.is_test_range(), for_tests, "{text}");
            assert_eq!(String::from(number), text);
        }
    }

    #[test]
    fn a_number_does_not_print() {
        assert_eq!(format!("{:?}", NhsNumber::parse("9434765919").unwrap()), "NhsNumber(…)");
    }
}
