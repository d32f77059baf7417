//! The expected finish, as a page shows it and as its form sends it back.

use domain::calendar::date_in_words;
use domain::casework::Outlook;

/// Empty words where nothing is expected any more.
#[derive(Debug, Default)]
pub struct Expected {
    pub finish: String,
    pub latest_safe: String,
    /// The finish is after the latest safe date.
    pub late: bool,
    /// What the form sends back: to what somebody says yes.
    pub shown: String,
}

impl Expected {
    pub fn of(outlook: Outlook) -> Self {
        Self {
            finish: date_in_words(outlook.finish),
            latest_safe: outlook.latest_safe.map(date_in_words).unwrap_or_default(),
            late: outlook.is_late(),
            shown: outlook.to_string(),
        }
    }
}
