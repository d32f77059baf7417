//! Who was offered, who was chosen, and who declined.

use crate::ids::SpecialistId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An offer has two or three specialists: never one, never four.
pub const OFFERED: std::ops::RangeInclusive<usize> = 2..=3;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Facts {
    pub offer: Option<Offer>,
    pub chosen: Option<Chosen>,
    /// Who declined; they are not offered again.
    pub declined: Vec<SpecialistId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Offer {
    pub specialists: Vec<SpecialistId>,
    pub at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Chosen {
    pub specialist: SpecialistId,
    pub at: Timestamp,
    pub accepted: Option<Timestamp>,
}

impl Facts {
    /// Whether specialists are offered and none is chosen yet.
    pub fn awaits_choice(&self) -> bool {
        self.offer.is_some() && self.chosen.is_none()
    }

    pub fn accepted(&self) -> Option<&Chosen> {
        self.chosen.as_ref().filter(|chosen| chosen.accepted.is_some())
    }
}
