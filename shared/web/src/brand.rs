//! Whose stack it is: what every page carries of the customer, by settings.

use aws_lc_rs::digest::{SHA256, digest};
use domain::text::dialled;
use runtime::{MissingSetting, Settings};

/// The one script: it lets several files be sent from a form that sends one without it. `access`
/// serves it at `/page.js`.
pub const SCRIPT: &str = include_str!("../templates/page.js");

/// The one stylesheet, without the customer's colour.
const STYLE: &str = include_str!("../templates/style.css");

/// A customer as people know them.
#[derive(Debug, Clone)]
pub struct Brand {
    /// As the header and the titles say it.
    pub name: String,
    /// Who answers for the service, as a register has them.
    pub legal_name: String,
    /// The number that answers while no nurse is assigned.
    pub phone: String,
    /// The number as a link dials it.
    pub tel: String,
    /// Addresses of the customer's own pages; nothing where they gave none.
    pub privacy: Option<String>,
    pub accessibility: Option<String>,
    /// `access` serves it at `/style.css`.
    pub style: String,
    /// Changes with the stylesheet and the script: it is in their addresses, so that a browser may keep both.
    pub files_version: String,
}

impl Brand {
    pub fn from_settings(settings: Settings) -> Result<Self, MissingSetting> {
        let phone = settings.required("SERVICE_PHONE")?;
        let accent = Accent::from(&settings.required("BRAND_ACCENT")?);
        let style = format!("{}{STYLE}", accent.as_css());
        Ok(Self {
            name: settings.required("BRAND_NAME")?,
            legal_name: settings.required("LEGAL_NAME")?,
            tel: dialled(&phone),
            phone,
            privacy: settings.optional("PRIVACY_URL"),
            accessibility: settings.optional("ACCESSIBILITY_URL"),
            files_version: version(&style),
            style,
        })
    }
}

fn version(style: &str) -> String {
    let files = digest(&SHA256, format!("{style}{SCRIPT}").as_bytes());
    hex::encode(&files.as_ref()[..4])
}

/// The customer's colour, as six digits in hex. On a dark page it is mixed with white until it can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accent([u8; 3]);

/// What the stylesheet has behind words, by day and by night.
pub const PAPER: Accent = Accent([255, 255, 255]);
pub const DARK_PAPER: Accent = Accent([20, 32, 31]);
/// The least contrast of words that WCAG 2.2 AA asks for.
pub const CONTRAST_MIN: f64 = 4.5;
/// Between a dark page and the customer's colour: more than the least, for eyes that are tired.
const CONTRAST_BY_NIGHT: f64 = 7.0;
const WHITE_STEPS: u16 = 20;

impl From<&String> for Accent {
    /// What is no colour becomes black, which can be read. (A test looks at every environment's colour.)
    fn from(text: &String) -> Self {
        let mut colour = [0; 3];
        let decoded = hex::decode_to_slice(text.trim_start_matches('#'), &mut colour);
        Self(if decoded.is_ok() { colour } else { [0; 3] })
    }
}

impl Accent {
    /// Contrast of two colours by WCAG 2.2: from 1, none, to 21, black on white.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The same colour, light enough to be read on a dark page.
    #[must_use]
    pub fn by_night(self) -> Self {
        let mixed = |step: u16| {
            let part = |part: u8| {
                let mixed = (u16::from(part) * (WHITE_STEPS - step) + 255 * step) / WHITE_STEPS;
                u8::try_from(mixed).unwrap_or(u8::MAX)
            };
            Self(self.0.map(part))
        };
        let mut steps = (0..=WHITE_STEPS).map(mixed);
        steps.find(|colour| colour.contrast(DARK_PAPER) >= CONTRAST_BY_NIGHT).unwrap_or(PAPER)
    }

    fn as_css(self) -> String {
        let [day, night] = [self, self.by_night()].map(|colour| hex::encode(colour.0));
        format!(
            ":root{{--accent:#{day}}}@media(prefers-color-scheme:dark){{:root{{--accent:#{night}}}}}\n"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accent(text: &str) -> Accent {
        Accent::from(&text.to_owned())
    }

    #[test]
    fn contrast_is_as_wcag_has_it() {
        assert!((accent("#000000").contrast(PAPER) - 21.0).abs() < 0.01);
        assert!((accent("#777777").contrast(PAPER) - 4.48).abs() < 0.01);
        assert!((PAPER.contrast(PAPER) - 1.0).abs() < 0.01);
    }

    #[test]
    fn by_night_every_colour_can_be_read() {
        for colour in ["#0b5c57", "#000000", "#7a1f1f", "#1d3fbb", "#ffffff"] {
            let night = accent(colour).by_night();
            assert!(night.contrast(DARK_PAPER) >= CONTRAST_BY_NIGHT, "{colour}");
        }
        assert_eq!(accent("#ffffff").by_night(), PAPER);
    }
}
