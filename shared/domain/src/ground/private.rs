//! Values that must not reach a log, a message or a screen by accident.

use serde::{Deserialize, Serialize};

/// Wraps a private value. `Debug` prints `…` and there is no `Display`: to use the value one must
/// write [`Private::reveal`], which is easy to search for and to question in review.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(inline))]
pub struct Private<T>(T);

impl<T> Private<T> {
    /// The same in another form, as private as before.
    pub fn map<U>(self, into: impl FnOnce(T) -> U) -> Private<U> {
        Private(into(self.0))
    }

    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself. Every call is a place where something private is shown or sent.
    pub fn reveal(&self) -> &T {
        &self.0
    }
}

impl Private<String> {
    /// Whether nothing but space was typed.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

/// Something that holds a private value, to be shown as a part of what a look allows.
pub trait Secret {
    type Plain: ToOwned + ?Sized;

    fn plain(&self) -> &Self::Plain;
}

impl<T: Clone> Secret for Private<T> {
    type Plain = T;

    fn plain(&self) -> &T {
        self.reveal()
    }
}

impl<T> std::fmt::Debug for Private<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("…")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_value_does_not_print() {
        let name = Private::new("Maria Planted".to_owned());
        assert_eq!(format!("{name:?} {:?}", Some(&name)), "… Some(…)");
    }

    #[test]
    fn nothing_but_space_is_blank() {
        for (typed, blank) in [("", true), (" \n\t", true), (" x ", false)] {
            assert_eq!(Private::new(typed.to_owned()).is_blank(), blank, "{typed:?}");
        }
    }
}
