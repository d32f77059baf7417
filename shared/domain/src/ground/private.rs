//! Values that must not reach a log, a message or a screen by accident.

use serde::{Deserialize, Serialize};

/// Wraps a private value. `Debug` prints `…` and there is no `Display`: to use the value one must
/// write [`Private::reveal`], which is easy to search for and to question in review.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Private<T>(T);

impl<T> Private<T> {
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself. Every call is a place where something private is shown or sent.
    pub fn reveal(&self) -> &T {
        &self.0
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
}
