//! Who was offered, who was chosen, and who is not offered again.

use crate::casework::Outlook;
use crate::directory::{Specialist, Specialty};
use crate::ids::{HospitalId, SpecialistId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An offer has two or three specialists: never one, never four.
pub const OFFERED: std::ops::RangeInclusive<usize> = 2..=3;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Facts {
    pub offer: Option<Offer>,
    pub chosen: Option<Chosen>,
    /// Who declined or was replaced; they are not offered again.
    pub set_aside: Vec<SpecialistId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Offer {
    pub specialists: Vec<Offered>,
    pub at: Timestamp,
}

/// A specialist with what their eligibility rests on, as the directory had it when they were offered:
/// so that the case itself knows what a new doctor or another need changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Offered {
    pub specialist: SpecialistId,
    pub specialty: Specialty,
    pub hospitals: Vec<HospitalId>,
    /// Working days from complete records to report, as they promise.
    pub report_days: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Chosen {
    pub specialist: SpecialistId,
    pub offered: Offered,
    pub at: Timestamp,
    /// What the member was shown when they chose.
    pub shown: Outlook,
    /// Since when the member is asked whether they keep their choice with a later finish.
    pub asked_again: Option<Timestamp>,
    /// Since when the specialist is asked to accept.
    pub brief_since: Timestamp,
    pub accepted: Option<Accepted>,
}

/// That the specialist takes the case on, and what they were shown then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Accepted {
    pub at: Timestamp,
    pub shown: Outlook,
}

impl Offered {
    pub fn of(entry: &Specialist) -> Self {
        Self {
            specialist: entry.id.clone(),
            specialty: entry.specialty.clone(),
            hospitals: entry.hospitals.clone(),
            report_days: entry.report_days,
        }
    }
}

impl Offer {
    pub fn of(&self, specialist: &SpecialistId) -> Option<&Offered> {
        self.specialists.iter().find(|offered| &offered.specialist == specialist)
    }
}

impl Facts {
    /// Whether the member has something to choose: specialists are offered and none is chosen yet, or
    /// they are asked whether they keep their choice.
    pub fn awaits_choice(&self) -> bool {
        match &self.chosen {
            Some(chosen) => chosen.asked_again.is_some(),
            None => self.offer.is_some(),
        }
    }

    pub fn accepted(&self) -> Option<&Chosen> {
        self.chosen.as_ref().filter(|chosen| chosen.accepted.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offer_knows_each_of_its_specialists_and_no_other() {
        let offered = |id: &str, report_days| Offered {
            specialist: id.parse().unwrap(),
            specialty: Specialty::try_from("320".to_owned()).unwrap(),
            hospitals: Vec::new(),
            report_days,
        };
        let specialists = vec![offered("sp-1", 5), offered("sp-2", 10)];
        let offer = Offer { specialists, at: Timestamp::UNIX_EPOCH };
        for (id, report_days) in [("sp-1", Some(5)), ("sp-2", Some(10)), ("sp-3", None)] {
            let found = offer.of(&id.parse().unwrap());
            assert_eq!(found.map(|offered| offered.report_days), report_days, "{id}");
        }
    }
}
