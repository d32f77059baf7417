//! What people type: names, addresses and longer words, normalised and bounded.

use crate::Private;
use crate::private::Secret;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// What is wrong with a typed text. Never holds the text itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::EnumIter)]
pub enum TextError {
    #[error("it must not be empty")]
    Empty,
    #[error("it is too long")]
    TooLong,
    #[error("it has a character that cannot be shown")]
    Unprintable,
    #[error("it must be on one line")]
    LineBreak,
    #[error("it must look like name@example.org")]
    NotAnEmail,
    #[error("it must be a phone number with its area code")]
    NotAPhone,
}

/// The longest one-line text: 300 letters as people count them, and 1,200 bytes.
pub const LINE_LETTERS_MAX: usize = 300;
/// The longest free text: 20,000 bytes, so that a sheet stays far under an item's 400 KB.
pub const PROSE_BYTES_MAX: usize = 20_000;

/// One line, checked and normalised: NFC, trimmed, no control or invisible characters.
fn line(typed: &str) -> Result<String, TextError> {
    if typed.contains(['\n', '\r', '\u{2028}', '\u{2029}']) {
        return Err(TextError::LineBreak);
    }
    let text = clean(typed)?;
    if text.contains('\t') {
        return Err(TextError::Unprintable);
    }
    if text.graphemes(true).count() > LINE_LETTERS_MAX || text.len() > 4 * LINE_LETTERS_MAX {
        return Err(TextError::TooLong);
    }
    Ok(text)
}

/// Several lines. Line ends become `\n`.
fn prose(typed: &str) -> Result<String, TextError> {
    let text = clean(&typed.replace("\r\n", "\n"))?;
    if text.len() > PROSE_BYTES_MAX { Err(TextError::TooLong) } else { Ok(text) }
}

fn clean(typed: &str) -> Result<String, TextError> {
    let text: String = typed.trim().nfc().collect();
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    if text.chars().any(is_unprintable) { Err(TextError::Unprintable) } else { Ok(text) }
}

/// What shows as nothing, or makes other letters show as something else: soft hyphens, fillers, blank
/// braille, bidirectional marks, zero-width characters, tags, and what stands for a byte that was lost.
/// The zero-width joiner and the variation selectors are not among them: names and emoji need them.
const INVISIBLE: &[std::ops::RangeInclusive<char>] = &[
    '\u{ad}'..='\u{ad}',
    '\u{34f}'..='\u{34f}',
    '\u{61c}'..='\u{61c}',
    '\u{115f}'..='\u{1160}',
    '\u{17b4}'..='\u{17b5}',
    '\u{180b}'..='\u{180f}',
    '\u{200b}'..='\u{200c}',
    '\u{200e}'..='\u{200f}',
    '\u{2028}'..='\u{202e}',
    '\u{2060}'..='\u{206f}',
    '\u{2800}'..='\u{2800}',
    '\u{3164}'..='\u{3164}',
    '\u{feff}'..='\u{feff}',
    '\u{ffa0}'..='\u{ffa0}',
    '\u{fff0}'..='\u{ffff}',
    '\u{1d173}'..='\u{1d17a}',
    '\u{e0000}'..='\u{e0fff}',
];

/// Controls, but for the line feed and the tab of longer texts, and what is [`INVISIBLE`].
fn is_unprintable(letter: char) -> bool {
    INVISIBLE.iter().any(|range| range.contains(&letter))
        || (u32::from(letter) & 0xfffe) == 0xfffe
        || (letter.is_control() && !matches!(letter, '\n' | '\t'))
}

/// A person's name as they gave it: one word or many, any script.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("minLength" = 1, "maxLength" = 300)))]
pub struct PersonName(Private<String>);

/// An email address: one `@`, a dotted domain, no spaces, at most 254 bytes (RFC 5321).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("format" = "email", "maxLength" = 254)))]
pub struct Email(Private<String>);

/// A phone number: digits with an optional leading `+`, seven to fifteen of them (E.164).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("pattern" = "^[+]?[0-9 ()-]{7,30}$")))]
pub struct Phone(Private<String>);

/// A phone number as a link dials it.
pub fn dialled(phone: &str) -> String {
    phone.chars().filter(|letter| letter.is_ascii_digit() || *letter == '+').collect()
}

/// A UK number in the groups in which people read it (Ofcom, National Telephone Numbering Plan); any other as it is.
pub fn grouped(phone: &str) -> String {
    let groups: [usize; 2] = match phone.as_bytes() {
        [b'0', b'2', ..] => [3, 4],
        [b'0', b'1', b'1', ..] | [b'0', b'1', _, b'1', ..] | [b'0', b'3' | b'8', ..] => [4, 3],
        [b'0', b'1' | b'7', ..] => [5, 6],
        _ => return phone.to_owned(),
    };
    let national = phone.len() == 11 && phone.bytes().all(|byte| byte.is_ascii_digit());
    let (area, rest) = phone.split_at_checked(groups[0]).unwrap_or((phone, ""));
    match rest.split_at_checked(groups[1]) {
        Some((first, "")) if national => format!("{area} {first}"),
        Some((first, last)) if national => format!("{area} {first} {last}"),
        _ => phone.to_owned(),
    }
}

/// One line of any kind: a hospital's name, a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("minLength" = 1, "maxLength" = 300)))]
pub struct Line(Private<String>);

/// Words of any kind, on as many lines as they need: a note, a reason, a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("minLength" = 1, "maxLength" = 20000)))]
pub struct Prose(Private<String>);

impl Line {
    pub fn parse(typed: &str) -> Result<Self, TextError> {
        line(typed).map(|text| Self(Private::new(text)))
    }
}

impl Prose {
    pub fn parse(typed: &str) -> Result<Self, TextError> {
        prose(typed).map(|text| Self(Private::new(text)))
    }
}

impl PersonName {
    pub fn parse(typed: &str) -> Result<Self, TextError> {
        line(typed).map(|name| Self(Private::new(name)))
    }
}

impl Email {
    /// Enough of it for its owner to know it: the first letter and the domain.
    pub fn masked(&self) -> String {
        let (local, domain) = self.0.reveal().split_once('@').unwrap_or_default();
        let first: String = local.chars().take(1).collect();
        format!("{first}\u{2022}\u{2022}\u{2022}@{domain}")
    }

    pub fn parse(typed: &str) -> Result<Self, TextError> {
        let address = line(typed)?;
        let (local, domain) = address.split_once('@').ok_or(TextError::NotAnEmail)?;
        let plain = |part: &str| {
            !part.is_empty()
                && part.chars().all(|c| c.is_ascii_graphic() && !"<>()[],;:\\\"@".contains(c))
        };
        let dotted = domain.contains('.') && domain.split('.').all(|label| !label.is_empty());
        if plain(local) && plain(domain) && dotted && address.len() <= 254 {
            Ok(Self(Private::new(address)))
        } else {
            Err(TextError::NotAnEmail)
        }
    }

    /// The part behind the `@`, in lower case: it is compared with a client's own mail domains.
    pub fn domain(&self) -> String {
        let domain = self.reveal().rsplit('@').next().unwrap_or_default();
        domain.to_ascii_lowercase()
    }

    /// Whether mail to both arrives in the same place, as far as the addresses tell.
    pub fn is_same_box(&self, other: &Self) -> bool {
        self.reveal().eq_ignore_ascii_case(other.reveal())
    }

    /// `m…@example.org`: enough for a person to know which address is meant.
    pub fn hint(&self) -> String {
        let first: String = self.reveal().chars().take(1).collect();
        format!("{first}…@{}", self.domain())
    }
}

impl Phone {
    pub fn parse(typed: &str) -> Result<Self, TextError> {
        let number: String =
            line(typed)?.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')')).collect();
        let digits = number.strip_prefix('+').unwrap_or(&number);
        let well_formed =
            (7..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        if well_formed { Ok(Self(Private::new(number))) } else { Err(TextError::NotAPhone) }
    }
}

macro_rules! typed_text {
    ($($name:ident),+) => {$(
        impl $name {
            pub fn reveal(&self) -> &str {
                self.0.reveal()
            }
        }

        impl Secret for $name {
            type Plain = str;

            fn plain(&self) -> &str {
                self.0.reveal()
            }
        }

        impl From<$name> for Private<String> {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = TextError;

            fn try_from(typed: String) -> Result<Self, TextError> {
                Self::parse(&typed)
            }
        }

        impl TryFrom<Private<String>> for $name {
            type Error = TextError;

            fn try_from(typed: Private<String>) -> Result<Self, TextError> {
                Self::parse(typed.reveal())
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> String {
                text.reveal().to_owned()
            }
        }
    )+};
}

typed_text!(PersonName, Email, Phone, Line, Prose);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_in_groups() {
        for (digits, read) in [
            ("02079460018", "020 7946 0018"),
            ("01134960000", "0113 496 0000"),
            ("01632960000", "01632 960000"),
            ("07700900123", "07700 900123"),
            ("08081570000", "0808 157 0000"),
            ("+442079460018", "+442079460018"),
            ("0800111", "0800111"),
            ("07700 900123", "07700 900123"),
        ] {
            assert_eq!(grouped(digits), read);
        }
    }

    #[test]
    fn real_names_are_names() {
        for name in ["O'Brien-Šmïd", "Sukarno", "李小龙", "Zoë 🌻", &"a".repeat(300)] {
            assert!(PersonName::parse(name).is_ok(), "{name}");
        }
        // A decomposed letter is kept as the composed one, so that two spellings compare equal.
        assert_eq!(PersonName::parse("Zoe\u{308}").unwrap().reveal(), "Zo\u{eb}");
    }

    #[test]
    fn what_could_deceive_is_not_a_name() {
        use TextError::{Empty, LineBreak, TooLong, Unprintable};
        let long = "a".repeat(301);
        let cases = [
            ("  ", Empty),
            ("Ann\r\nBcc: x@y.z", LineBreak),
            ("Ann\0", Unprintable),
            ("Ann\u{202e}nnA", Unprintable),
            ("An\u{200b}n", Unprintable),
            ("\u{feff}Ann", Unprintable),
            ("Ann\tSmith", Unprintable),
            ("An\u{ad}n", Unprintable),
            ("\u{3164}", Unprintable),
            ("\u{2800}", Unprintable),
            ("Ann\u{61c}", Unprintable),
            ("Ann\u{180e}", Unprintable),
            ("Ann\u{ffff}", Unprintable),
            ("Ann\u{1fffe}", Unprintable),
            ("Ann\u{fffd}", Unprintable),
            ("Ann\u{e0067}", Unprintable),
            (&long, TooLong),
        ];
        for (typed, why) in cases {
            assert_eq!(PersonName::parse(typed), Err(why), "{typed:?}");
        }
    }

    #[test]
    fn emails_and_phones_are_checked_in_shape_only() {
        assert_eq!(Email::parse("Ann.O@Home.Example").unwrap().domain(), "home.example");
        assert_eq!(Email::parse("ann@home.example").unwrap().hint(), "a…@home.example");
        for bad in ["ann", "ann@home", "a nn@home.example", "<ann@home.example>", "a@b@c.d", "@a.b"]
        {
            assert_eq!(Email::parse(bad), Err(TextError::NotAnEmail), "{bad}");
        }
        assert_eq!(Phone::parse("+44 (0)20 7946 0018").unwrap().reveal(), "+4402079460018");
        assert_eq!(Phone::parse("call me"), Err(TextError::NotAPhone));
    }

    #[test]
    fn a_line_is_as_long_as_people_count_and_not_beyond_its_bytes() {
        for (letter, letters_max) in [("a", 300), ("Š", 300), ("🌻", 300), ("👩‍⚕️", 92)]
        {
            assert!(Line::parse(&letter.repeat(letters_max)).is_ok(), "{letter}");
            let longer = Line::parse(&letter.repeat(letters_max + 1));
            assert_eq!(longer, Err(TextError::TooLong), "{letter}");
        }
    }

    #[test]
    fn longer_words_keep_their_lines_and_are_bounded() {
        let typed = Prose::parse("  Dear nurse,\r\n\tit hurts.\n").unwrap();
        assert_eq!(typed.reveal(), "Dear nurse,\n\tit hurts.");
        assert_eq!(Prose::parse(" \n "), Err(TextError::Empty));
        assert_eq!(Prose::parse("Ann\u{202e}nnA"), Err(TextError::Unprintable));
        assert!(Prose::parse(&"a".repeat(20_000)).is_ok());
        assert_eq!(Prose::parse(&"a".repeat(20_001)), Err(TextError::TooLong));
    }

    #[test]
    fn an_address_has_at_most_254_bytes_and_a_phone_seven_to_fifteen_digits() {
        let address = |bytes: usize| format!("{}@home.example", "a".repeat(bytes - 13));
        assert!(Email::parse(&address(254)).is_ok());
        assert_eq!(Email::parse(&address(255)), Err(TextError::NotAnEmail));
        for (digits, fits) in [(6, false), (7, true), (15, true), (16, false)] {
            assert_eq!(Phone::parse(&"2".repeat(digits)).is_ok(), fits, "{digits}");
        }
        for bad in ["ann@.example", "ann@home..example", "ann@home.example.", "ann@ho me.example"] {
            assert_eq!(Email::parse(bad), Err(TextError::NotAnEmail), "{bad}");
        }
    }

    #[test]
    fn the_same_mail_box_is_told_without_regard_to_capitals() {
        let ann = Email::parse("ann@home.example").unwrap();
        for (other, same) in [("Ann@HOME.example", true), ("anna@home.example", false)] {
            assert_eq!(ann.is_same_box(&Email::parse(other).unwrap()), same, "{other}");
        }
    }
}
