//! Who will see what, in the words of the form, before anything is signed.

use crate::statement::field;
use domain::Case;
use domain::consent::Scope;
use domain::question::{Audience, Item, Rehearsed, rehearse};
use jiff::Timestamp;
use std::collections::BTreeSet;

pub struct RehearsedLine {
    pub who: &'static str,
    pub what: String,
    /// The scope without which they would not see it, as the form has it.
    pub scope: Option<String>,
    /// The same in words; nothing where any consent is enough.
    pub lets: &'static str,
}

/// The page itself has a line for the employer, to whom nothing is ever disclosed.
pub fn rehearsed(case: &Case, scopes: &BTreeSet<Scope>, now: Timestamp) -> Vec<RehearsedLine> {
    let rows = rehearse(case, scopes, now).into_iter();
    rows.filter(|row| row.audience != Audience::Employer).map(|row| line(&row)).collect()
}

/// As they are called before anything is signed.
fn in_words(item: Item) -> &'static str {
    match item {
        Item::Contact => "your name, birth date and contact details",
        Item::Consent => "what you signed",
        Item::ConflictCheck => "who your employer and your doctors are",
        Item::Condition => "what your case is about",
        Item::Needs => "what you need and what you ask",
        Item::Records => "your medical records",
        Item::Report => "your report",
        other => other.in_words(),
    }
}

fn line(row: &Rehearsed) -> RehearsedLine {
    let items: Vec<&str> = row.items.iter().map(|item| in_words(*item)).collect();
    RehearsedLine {
        who: row.audience.in_words(),
        what: items.join(", "),
        scope: row.scope.map(|scope| field(&scope)),
        lets: row.scope.map(Scope::in_words).unwrap_or_default(),
    }
}
