//! Checklists: what treating doctors are asked for, by specialty. The lists are data, in `checklists.txt`.

use super::{DOCUMENT_BYTES_MAX, IMAGING_BYTES_MAX, Refusal};
use crate::directory::Specialty;
use crate::refusal::ensure;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

const DATA: &str = include_str!("checklists.txt");
/// The list of every specialty that has none of its own.
const GENERAL: &str = "general";

/// One item of a checklist, by code: a short word of small letters and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("pattern" = "^[a-z-]{1,40}$")))]
pub struct ChecklistItem(pub String);

/// A word that no item of any checklist could have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("that is not an item of a checklist")]
pub struct NotAnItem;

impl TryFrom<String> for ChecklistItem {
    type Error = NotAnItem;

    fn try_from(code: String) -> Result<Self, NotAnItem> {
        let word = code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        if word && (1..=40).contains(&code.len()) { Ok(Self(code)) } else { Err(NotAnItem) }
    }
}

impl From<ChecklistItem> for String {
    fn from(item: ChecklistItem) -> String {
        item.0
    }
}

/// What may be sent for an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Letters and pictures of a size that a mail could carry.
    Papers,
    /// Those, and a ZIP of DICOM files.
    Imaging,
}

impl Takes {
    /// The largest upload in bytes.
    pub fn bytes_max(self) -> u64 {
        match self {
            Self::Papers => DOCUMENT_BYTES_MAX,
            Self::Imaging => IMAGING_BYTES_MAX,
        }
    }

    /// What may be sent, as its sender reads it.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Papers => {
                "PDF, JPEG, PNG, TIFF, DICOM or plain text, at most 50 MB, without a password"
            }
            Self::Imaging => {
                "PDF, JPEG, PNG, TIFF, DICOM or plain text, at most 50 MB, without a password; or a \
                 ZIP of DICOM images, at most 2 GB"
            }
        }
    }
}

/// A line of the data: an item with the months for which its paper counts.
struct ItemRow {
    code: &'static str,
    months_max: Option<i32>,
    takes: Takes,
    words: &'static str,
}

/// The fields of the data's lines that begin with that word.
fn lines(kind: &str) -> impl Iterator<Item = Vec<&'static str>> {
    let fields = DATA.lines().map(|line| line.split('|').map(str::trim).collect::<Vec<_>>());
    fields.filter(move |fields| fields.first() == Some(&kind))
}

fn items() -> impl Iterator<Item = ItemRow> {
    lines("item").filter_map(|fields| match fields[..] {
        [_, code, months, takes, words] => Some(ItemRow {
            code,
            months_max: months.parse().ok(),
            takes: if takes == "imaging" { Takes::Imaging } else { Takes::Papers },
            words,
        }),
        _ => None,
    })
}

/// What is asked for in a case of that specialty: its own list, or the general one.
pub fn checklist_for(specialty: Option<&Specialty>) -> Vec<ChecklistItem> {
    let specialty = specialty.map_or(GENERAL, Specialty::code);
    let list = |name: &str| lines("list").find(|fields| fields.get(1) == Some(&name));
    let fields = list(specialty).or_else(|| list(GENERAL)).unwrap_or_default();
    let codes = fields.get(2).copied().unwrap_or_default().split_whitespace();
    codes.map(|code| ChecklistItem(code.to_owned())).collect()
}

/// Every item that can be asked for, by code and words.
pub fn every_item() -> Vec<(&'static str, &'static str)> {
    items().map(|item| (item.code, item.words)).collect()
}

/// The item that may be written on the page instead of sent as a file.
const DESCRIPTION: &str = "description";

impl ChecklistItem {
    pub fn may_be_written(&self) -> bool {
        self.0 == DESCRIPTION
    }

    fn line(&self) -> Option<ItemRow> {
        items().find(|line| line.code == self.0)
    }

    /// The words for it; a code that is in no list any more is shown as it is.
    pub fn name(&self) -> &str {
        self.line().map_or(self.0.as_str(), |line| line.words)
    }

    pub fn takes(&self) -> Takes {
        self.line().map_or(Takes::Papers, |line| line.takes)
    }

    /// Months for which a paper counts, if it grows old at all.
    pub fn months_max(&self) -> Option<i32> {
        self.line().and_then(|line| line.months_max)
    }

    /// Whether a paper of that day still counts.
    pub fn is_in_date(&self, dated: Option<Date>, today: Date) -> bool {
        self.too_old_from(dated).is_none_or(|from| today < from)
    }

    /// The first day on which a paper of that day does not count any more. One from before days were asked
    /// for is taken as it was.
    pub fn too_old_from(&self, dated: Option<Date>) -> Option<Date> {
        let last = dated?.saturating_add(self.months_max()?.months());
        Some(last.saturating_add(1.day()))
    }

    /// Whether any list has it.
    pub fn is_listed(&self) -> bool {
        self.line().is_some()
    }

    pub(super) fn takes_dated(&self, dated: Option<Date>, today: Date) -> Result<(), Refusal> {
        ensure(dated.is_none_or(|day| day <= today), Refusal::DateToCome)?;
        ensure(dated.is_some() || self.months_max().is_none(), Refusal::DateNeeded)?;
        ensure(self.is_in_date(dated, today), Refusal::TooOld)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::Specialty;
    use jiff::civil::date;
    use std::collections::BTreeSet;

    #[test]
    fn the_data_is_whole() {
        let codes: BTreeSet<&str> = items().map(|line| line.code).collect();
        let mut lists = BTreeSet::new();
        for line in DATA.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('|').map(str::trim).collect();
            match fields[..] {
                ["item", _, months, takes, words] => {
                    assert!(months == "-" || months.parse::<u8>().is_ok(), "{line}");
                    assert!(takes == "papers" || takes == "imaging", "{line}");
                    assert!(!words.is_empty(), "{line}");
                }
                ["list", name, list] => {
                    let specialty = Specialty::try_from(name.to_owned());
                    assert!(name == GENERAL || specialty.is_ok(), "{line}");
                    assert!(lists.insert(name), "{line}: twice");
                    let known = list.split_whitespace().all(|code| codes.contains(code));
                    assert!(known && list.split_whitespace().count() <= 30, "{line}");
                }
                _ => panic!("{line}"),
            }
        }
        assert!(lists.contains(GENERAL));
    }

    #[test]
    fn a_paper_counts_to_the_last_day_of_its_months() {
        let letters = ChecklistItem("letters".to_owned());
        let today = date(2026, 11, 24);
        assert_eq!(letters.takes_dated(Some(date(2025, 11, 24)), today), Ok(()));
        assert_eq!(letters.takes_dated(Some(date(2025, 11, 23)), today), Err(Refusal::TooOld));
        assert_eq!(letters.takes_dated(Some(date(2026, 11, 25)), today), Err(Refusal::DateToCome));
        assert_eq!(letters.takes_dated(None, today), Err(Refusal::DateNeeded));
        assert_eq!(ChecklistItem("description".to_owned()).takes_dated(None, today), Ok(()));
    }

    #[test]
    fn an_item_is_a_short_word_of_small_letters() {
        for (code, fits) in [("mri-brain", true), ("", false), ("MRI", false), ("m r i", false)] {
            assert_eq!(ChecklistItem::try_from(code.to_owned()).is_ok(), fits, "{code}");
        }
        assert!(ChecklistItem::try_from("a".repeat(40)).is_ok());
        assert!(ChecklistItem::try_from("a".repeat(41)).is_err());
    }

    #[test]
    fn an_item_of_no_list_any_more_is_shown_as_it_is() {
        let item = |code: &str| ChecklistItem(code.to_owned());
        assert!(item("letters").is_listed() && item("letters").name() != "letters");
        assert!(!item("no-such-item").is_listed());
        assert_eq!(item("no-such-item").name(), "no-such-item");
        assert_eq!(item("imaging").takes(), Takes::Imaging);
        assert_eq!(item("no-such-item").takes(), Takes::Papers);
    }
}
