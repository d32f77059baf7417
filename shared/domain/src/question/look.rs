//! A look at what is private: asked for, noted, and only then shown.
//!
//! [`Looking`] says what someone wants to see and why. Once the case allows it and the look has been
//! noted, [`Look`] turns words into [`Shown`] ones: an answer or a page can hold no others.

use super::{Item, ReadFor, Reader, Reading, Withheld, may_disclose};
use crate::ids::DocumentId;
use crate::private::Secret;
use crate::{Actor, Case};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What someone wants to see, and why.
#[derive(Debug, Clone, Copy)]
pub struct Looking<'a> {
    items: &'a [Item],
    if_allowed: &'a [Item],
    document: Option<&'a DocumentId>,
    purpose: ReadFor,
}

impl<'a> Looking<'a> {
    /// At all of these items, or at nothing.
    pub fn at(items: &'a [Item], purpose: ReadFor) -> Self {
        Self { items, if_allowed: &[], document: None, purpose }
    }

    /// And at each of these that is allowed.
    #[must_use]
    pub fn and_if_allowed(self, items: &'a [Item]) -> Self {
        Self { if_allowed: items, ..self }
    }

    /// At one document.
    #[must_use]
    pub fn of(self, document: &'a DocumentId) -> Self {
        Self { document: Some(document), ..self }
    }

    /// The look, if the case allows it. It shows nothing before it has been noted.
    pub fn allowed(self, case: &Case, by: &Actor, now: Timestamp) -> Result<Look, Withheld> {
        let reader = Reader::of(by).ok_or(Withheld::Never)?;
        for item in self.items {
            may_disclose(case, *item, &reader, now)?;
        }
        let allowed = |item: &&Item| may_disclose(case, **item, &reader, now).is_ok();
        let more = self.if_allowed.iter().filter(allowed);
        let items: Vec<Item> = self.items.iter().chain(more).copied().collect();
        let reading = Reading::new(by, &items, self.purpose, now);
        Ok(Look { reading: Reading { document: self.document.cloned(), ..reading } })
    }
}

/// A look that the case allows.
#[derive(Debug)]
pub struct Look {
    reading: Reading,
}

impl Look {
    /// The record of it, to be written before anything is shown.
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    pub fn shows(&self, item: Item) -> bool {
        self.reading.items.contains(&item)
    }

    /// The words of an item, to be shown; nothing where the look does not show that item.
    pub fn show<T>(&self, item: Item, words: T) -> Option<Shown<T>> {
        self.shows(item).then_some(Shown(words))
    }
}

/// Private words that may be shown, because a look at them was allowed and noted. `Debug` prints `…`.
///
/// Whoever reads an answer of ours has it shown already, so it can be deserialised.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transparent, inline))]
pub struct Shown<T>(T);

impl<T> Shown<T> {
    /// One private part of it.
    pub fn part<S: Secret>(
        &self,
        of: impl FnOnce(&T) -> &S,
    ) -> Shown<<S::Plain as ToOwned>::Owned> {
        Shown(of(&self.0).plain().to_owned())
    }

    /// The same of a part that may not be there.
    pub fn part_if_any<S: Secret>(
        &self,
        of: impl FnOnce(&T) -> Option<&S>,
    ) -> Option<Shown<<S::Plain as ToOwned>::Owned>> {
        of(&self.0).map(|part| Shown(part.plain().to_owned()))
    }

    /// What of it is no private word: a code, a number.
    pub fn fact<U: Copy>(&self, of: impl FnOnce(&T) -> U) -> U {
        of(&self.0)
    }

    /// The same in other words.
    pub fn map<U>(self, into: impl FnOnce(T) -> U) -> Shown<U> {
        Shown(into(self.0))
    }

    /// The same in another form, where one can be made of it.
    pub fn map_if_any<U>(self, into: impl FnOnce(T) -> Option<U>) -> Option<Shown<U>> {
        into(self.0).map(Shown)
    }
}

impl<T> std::fmt::Debug for Shown<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("…")
    }
}

impl<T: std::fmt::Display> std::fmt::Display for Shown<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}
