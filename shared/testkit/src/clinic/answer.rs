//! An answer of the API or a page, and what can be read in it.

use crate::SetupError;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// An answer, read whole.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }

    /// The answer as the API's own type.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, SetupError> {
        let read = serde_json::from_str(&self.body);
        read.map_err(|error| SetupError::new(format!("{error}: {}", self.body)))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The title of a page of ours.
    pub fn title(&self) -> Option<&str> {
        let (_, rest) = self.body.split_once("<title>")?;
        rest.split_once(" - Second Opinion</title>").map(|(title, _)| title)
    }

    /// The value of a hidden field of the page, by its name.
    pub fn hidden(&self, name: &str) -> Option<String> {
        let page = scraper::Html::parse_document(&self.body);
        let selector = format!("input[type='hidden'][name='{name}']");
        let selector = scraper::Selector::parse(&selector).ok()?;
        page.select(&selector).next()?.value().attr("value").map(str::to_owned)
    }

    /// The token of the form on the page that posts to that path.
    pub fn form_token(&self, path: &str) -> Option<String> {
        let page = scraper::Html::parse_document(&self.body);
        let selector = format!("form[action='{path}'] input[name='form-token']");
        let selector = scraper::Selector::parse(&selector).ok()?;
        page.select(&selector).next()?.value().attr("value").map(str::to_owned)
    }

    /// The stable code of a problem.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// Insists on a status; anything else is told with its body.
    pub fn expect(self, status: u16) -> Result<Self, SetupError> {
        if self.status == status {
            return Ok(self);
        }
        Err(SetupError::new(format!("expected {status}, got {}: {}", self.status, self.body)))
    }
}
