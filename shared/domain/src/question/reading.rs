//! Who has looked at what: the access log, and what a withdrawal's receipt is made of.

use super::Item;
use crate::ids::DocumentId;
use crate::{Actor, Case};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One look at private data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reading {
    pub who: Actor,
    pub items: Vec<Item>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
    pub purpose: ReadFor,
    pub at: Timestamp,
}

impl Reading {
    pub fn new(who: &Actor, items: &[Item], purpose: ReadFor, at: Timestamp) -> Self {
        Self { who: who.clone(), items: items.to_vec(), document: None, purpose, at }
    }

    #[must_use]
    pub fn of(self, document: &DocumentId) -> Self {
        Self { document: Some(document.clone()), ..self }
    }
}

/// Why someone looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ReadFor {
    /// The member, at their own.
    Own,
    Casework,
    /// Before accepting a case.
    Acceptance,
    GoAhead,
    Opinion,
    /// Checking a report before its release.
    Release,
    /// A nurse without a part in the case, who gave a reason.
    BreakGlass,
    /// Finding the case of a person who is on the phone.
    Search,
    /// Putting together what is held about the member.
    SubjectAccess,
    /// Whether it must be kept.
    Retention,
}

impl ReadFor {
    /// Why one of our own people looks at a case.
    pub fn of_staff(case: &Case, by: &Actor, now: Timestamp) -> Self {
        if matches!(by, Actor::Operator(_)) {
            return Self::Retention;
        }
        let stranger =
            matches!(by, Actor::Nurse(nurse) if !case.casework.is_nurse_of_case(nurse, now));
        if stranger { Self::BreakGlass } else { Self::Casework }
    }

    pub fn in_words(self) -> &'static str {
        match self {
            Self::Own => "their own",
            Self::Casework => "to look after the case",
            Self::Acceptance => "to decide whether to take the case on",
            Self::GoAhead => "to answer our request for records",
            Self::Opinion => "to give the opinion",
            Self::Release => "to check the report before you read it",
            Self::BreakGlass => "in an emergency, while your nurse was not there",
            Self::Search => "to find your case",
            Self::SubjectAccess => "to put your records together for you",
            Self::Retention => "to see how long your case must be kept",
        }
    }
}

/// One reader's looks at the same things for the same reason, from the first to the last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disclosure {
    pub to: Actor,
    pub items: Vec<Item>,
    pub purpose: ReadFor,
    pub first: Timestamp,
    pub last: Timestamp,
    pub times: usize,
}

/// What was disclosed, to whom and when: every reader but the member, in the order of the first look.
pub fn disclosures(readings: &[Reading]) -> Vec<Disclosure> {
    let mut found: Vec<Disclosure> = Vec::new();
    let mut sorted: Vec<&Reading> = readings.iter().filter(|it| it.who != Actor::Member).collect();
    sorted.sort_by_key(|reading| reading.at);
    for reading in sorted {
        let same = |it: &&mut Disclosure| {
            it.to == reading.who && it.items == reading.items && it.purpose == reading.purpose
        };
        if let Some(known) = found.iter_mut().find(same) {
            known.last = reading.at;
            known.times += 1;
        } else {
            found.push(Disclosure {
                to: reading.who.clone(),
                items: reading.items.clone(),
                purpose: reading.purpose,
                first: reading.at,
                last: reading.at,
                times: 1,
            });
        }
    }
    found
}

impl Item {
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Contact => "name, birth date and contact details",
            Self::Brief => "an anonymous brief",
            Self::ConflictCheck => "name, birth date, employer and treating doctors",
            Self::Consent => "the signed consent",
            Self::Condition => "what it is about",
            Self::Needs => "needs and questions",
            Self::Records => "medical records",
            Self::ReportDraft => "the report before its release",
            Self::Report => "the report",
            Self::AccessLog => "what happened in the case",
            Self::Retention => "how long the case is kept",
            Self::Copy => "everything that we hold",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_reader_of_the_same_things_is_one_line_and_the_member_none() {
        let reading = |who: &Actor, items: &[Item], at: &str| {
            Reading::new(who, items, ReadFor::Opinion, at.parse().expect("a moment"))
        };
        let specialist = Actor::Specialist("sp-1".parse().expect("an id"));
        let told = disclosures(&[
            reading(&specialist, &[Item::Records], "2026-11-03T09:00:00Z"),
            reading(&Actor::Member, &[Item::Contact], "2026-11-02T09:00:00Z"),
            reading(&specialist, &[Item::Contact], "2026-11-02T10:00:00Z"),
            reading(&specialist, &[Item::Records], "2026-11-02T12:00:00Z"),
        ]);
        let lines: Vec<(&[Item], usize)> =
            told.iter().map(|it| (it.items.as_slice(), it.times)).collect();
        assert_eq!(lines, [(&[Item::Contact][..], 1), (&[Item::Records][..], 2)]);
        assert!(told[1].first < told[1].last);
    }
}
