//! Forms of pages: what a browser posts is raw text. One parse tells of every field that is wrong, and
//! yields what the command needs.

use domain::Private;
use domain::day::Day;
use jiff::civil::Date;
use serde::de::value::{Error, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde::{Deserialize, Serialize};

/// A form of a page.
pub trait Form: DeserializeOwned {
    /// What the form says, once every field of it is right.
    type Input;

    fn parse(self) -> Result<Self::Input, Vec<FieldError>>;
}

/// A field that is wrong, and what to do about it. It never holds what was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FieldError {
    pub field: String,
    pub why: String,
}

/// A form with a button and no field.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NoFields {}

impl Form for NoFields {
    type Input = Self;

    fn parse(self) -> Result<Self, Vec<FieldError>> {
        Ok(self)
    }
}

/// Collects what is wrong while the fields are read one after another.
#[derive(Debug, Default)]
pub struct Fields {
    errors: Vec<FieldError>,
}

impl Fields {
    /// A text of some kind. `what` names the field as a person would, such as `your full name`.
    pub fn text<T>(&mut self, field: &str, what: &str, typed: Private<String>) -> Option<T>
    where
        T: TryFrom<Private<String>, Error: std::fmt::Display>,
    {
        if typed.is_blank() {
            return self.wrong(field, format!("enter {what}"));
        }
        match T::try_from(typed) {
            Ok(text) => Some(text),
            Err(error) => self.wrong(field, format!("{what}: {error}")),
        }
    }

    /// A text that may be left out.
    pub fn text_or_none<T>(
        &mut self,
        field: &str,
        what: &str,
        typed: Private<String>,
    ) -> Option<Option<T>>
    where
        T: TryFrom<Private<String>, Error: std::fmt::Display>,
    {
        if typed.is_blank() { Some(None) } else { self.text(field, what, typed).map(Some) }
    }

    /// One of several answers.
    pub fn code<T: DeserializeOwned>(
        &mut self,
        field: &str,
        what: &str,
        chosen: &str,
    ) -> Option<T> {
        let code: StrDeserializer<'_, Error> = chosen.into_deserializer();
        match T::deserialize(code) {
            Ok(code) => Some(code),
            Err(_) => self.wrong(field, format!("choose {what}")),
        }
    }

    /// One of several answers, or none.
    pub fn code_or_none<T: DeserializeOwned>(
        &mut self,
        field: &str,
        what: &str,
        chosen: &str,
    ) -> Option<Option<T>> {
        if chosen.is_empty() { Some(None) } else { self.code(field, what, chosen).map(Some) }
    }

    /// A day typed into three boxes, which may all be left empty.
    pub fn date_or_none(
        &mut self,
        field: &str,
        what: &str,
        typed: [&str; 3],
    ) -> Option<Option<Day>> {
        let typed = typed.map(str::trim);
        if typed.iter().all(|part| part.is_empty()) {
            return Some(None);
        }
        let [day, month, year] = typed;
        let date = || {
            let (day, month, year) = (day.parse().ok()?, month.parse().ok()?, year.parse().ok()?);
            Date::new(year, month, day).ok()?.try_into().ok()
        };
        self.read(field, date(), &format!("{what}: it must be a real day, such as 27 3 2026"))
            .map(Some)
    }

    /// What is read by a rule of its own.
    pub fn read<T>(&mut self, field: &str, read: Option<T>, why: &str) -> Option<T> {
        if read.is_none() {
            self.wrong::<T>(field, why);
        }
        read
    }

    pub fn wrong<T>(&mut self, field: &str, why: impl Into<String>) -> Option<T> {
        self.errors.push(FieldError { field: field.to_owned(), why: why.into() });
        None
    }

    /// What the form says, or everything that is wrong with it.
    pub fn done<T>(self, input: Option<T>) -> Result<T, Vec<FieldError>> {
        match input {
            Some(input) if self.errors.is_empty() => Ok(input),
            _ => Err(self.errors),
        }
    }
}
