//! A paper in words: what it says from top to bottom, before anything is set on a page.

use serde::{Deserialize, Serialize};

/// A part of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    Title(String),
    Heading(String),
    Text(String),
    /// A line of a list.
    Item(String),
}

impl Part {
    pub fn words(&self) -> &str {
        match self {
            Self::Title(words) | Self::Heading(words) | Self::Text(words) | Self::Item(words) => {
                words
            }
        }
    }
}
