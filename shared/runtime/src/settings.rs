//! Settings from the environment. Read in `main` only, so that a missing one fails the start.

/// A setting that the template should have given.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the setting {0} is missing or empty")]
pub struct MissingSetting(pub &'static str);

/// The environment of the function.
#[derive(Debug, Clone, Copy, Default)]
pub struct Settings;

impl Settings {
    pub fn required(self, name: &'static str) -> Result<String, MissingSetting> {
        self.optional(name).ok_or(MissingSetting(name))
    }

    pub fn optional(self, name: &'static str) -> Option<String> {
        std::env::var(name).ok().filter(|value| !value.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_setting_is_named() {
        let missing = Settings.required("NO_SUCH_SETTING").unwrap_err();
        assert_eq!(missing.to_string(), "the setting NO_SUCH_SETTING is missing or empty");
    }
}
