//! A form that was filled in and not taken: its page shows again what was typed, and beside each field what is
//! wrong with it.

use crate::request::FORM_TOKEN;
use api::FieldError;

/// What a page puts into a form by itself.
const OF_THE_PAGE: [&str; 2] = [FORM_TOKEN, "step"];

/// One of several answers that may all be ticked.
#[derive(Debug, Clone)]
pub struct Tick {
    pub value: String,
    pub words: &'static str,
    /// It is so now: somebody said so before.
    pub stands: bool,
}

impl Tick {
    /// Nobody has said anything yet.
    pub fn open(value: String, words: &'static str) -> Self {
        Self { value, words, stands: false }
    }
}

/// What was typed into one form. It is shown to whoever typed it, and printed nowhere.
#[derive(Clone, Default)]
pub struct Filled {
    /// The route that the form posts to.
    route: String,
    typed: Vec<(String, String)>,
    errors: Vec<FieldError>,
}

impl Filled {
    /// From the body of a form that was posted.
    pub fn of(route: &str, body: &str, errors: &[FieldError]) -> Self {
        let typed: Vec<(String, String)> = serde_html_form::from_str(body).unwrap_or_default();
        let typed =
            typed.into_iter().filter(|(name, _)| !OF_THE_PAGE.contains(&name.as_str())).collect();
        Self { route: route.to_owned(), typed, errors: errors.to_vec() }
    }

    pub(crate) fn only_of_route(&self, route: &str) -> Self {
        if self.route == route { self.clone() } else { Self::default() }
    }

    /// What stands in a field: nothing on a page that is opened for the first time.
    pub fn value(&self, field: impl AsRef<str>) -> &str {
        self.value_or(field, "")
    }

    /// The same, or what the page would say by itself.
    pub fn value_or<'a, S: AsRef<str> + ?Sized>(
        &'a self,
        field: impl AsRef<str>,
        otherwise: &'a S,
    ) -> &'a str {
        let found = self.typed.iter().find(|(name, _)| name == field.as_ref());
        found.map_or(otherwise.as_ref(), |(_, value)| value)
    }

    /// Whether one of several answers was chosen.
    pub fn has(&self, field: impl AsRef<str>, value: impl AsRef<str>) -> bool {
        let (field, value) = (field.as_ref(), value.as_ref());
        self.typed.iter().any(|(name, typed)| name == field && typed == value)
    }

    /// The same, or how it stands by itself on a page that is opened for the first time.
    pub fn has_or(&self, field: impl AsRef<str>, choice: &Tick) -> bool {
        if self.typed.is_empty() { choice.stands } else { self.has(field, &choice.value) }
    }

    /// Whether a list stands at that value: chosen, or by itself.
    pub fn stands_at(
        &self,
        field: impl AsRef<str>,
        kept: impl AsRef<str>,
        value: impl AsRef<str>,
    ) -> bool {
        self.value_or(field, kept.as_ref()) == value.as_ref()
    }

    /// What is wrong with a field.
    pub fn error(&self, field: impl AsRef<str>) -> Option<&str> {
        let found = self.errors.iter().find(|error| error.field == field.as_ref());
        found.map(|error| error.why.as_str())
    }

    /// Everything that was typed, to be sent on by another form.
    pub fn typed(&self) -> &[(String, String)] {
        &self.typed
    }

    /// What somebody has written in sentences.
    pub(crate) fn longer(&self) -> Vec<String> {
        let words = self.typed.iter().map(|(_, value)| value.trim());
        words.filter(|value| value.contains(' ')).map(str::to_owned).collect()
    }

    /// This form if it is the one for that item, where a page has one for each.
    #[must_use]
    pub fn only_of(&self, field: &str, value: &str) -> Self {
        if self.has(field, value) { self.clone() } else { Self::default() }
    }
}

impl std::fmt::Debug for Filled {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("…")
    }
}
