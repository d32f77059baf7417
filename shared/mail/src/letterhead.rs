//! What every letter carries of the customer, by settings.

use runtime::{MissingSetting, Settings};

/// Whose letter it is.
#[derive(Debug, Clone)]
pub struct Letterhead {
    /// The customer as people know them.
    pub name: String,
    /// Who answers for the service, as a register has them.
    pub legal_name: String,
    /// The number that answers for the service.
    pub phone: String,
    /// The customer's colour, such as `#0b5c57`. A test looks at every environment's contrast.
    pub accent: String,
}

impl Letterhead {
    pub(crate) fn from_settings(settings: Settings) -> Result<Self, MissingSetting> {
        Ok(Self {
            name: settings.required("BRAND_NAME")?,
            legal_name: settings.required("LEGAL_NAME")?,
            phone: settings.required("SERVICE_PHONE")?,
            accent: settings.required("BRAND_ACCENT")?,
        })
    }
}
