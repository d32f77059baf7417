//! The parties of a case who come by links: the member, their doctors, and the specialist.

use super::ids::{DoctorId, NotAnId, SpecialistId};
use crate::Actor;
use serde::{Deserialize, Serialize};

/// For whom a link or a session is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Party {
    Member,
    PrimaryConsultant(DoctorId),
    Secretary(DoctorId),
    Specialist(SpecialistId),
}

impl Party {
    pub fn actor(&self) -> Actor {
        match self {
            Self::Member => Actor::Member,
            Self::PrimaryConsultant(doctor) => Actor::PrimaryConsultant(doctor.clone()),
            Self::Secretary(doctor) => Actor::Secretary(doctor.clone()),
            Self::Specialist(specialist) => Actor::Specialist(specialist.clone()),
        }
    }
}

/// A plain word for a party, such as `doctor-d-1`: in keys and in the tags of a mail.
impl std::fmt::Display for Party {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Member => formatter.write_str("member"),
            Self::PrimaryConsultant(doctor) => write!(formatter, "doctor-{doctor}"),
            Self::Secretary(doctor) => write!(formatter, "secretary-{doctor}"),
            Self::Specialist(specialist) => write!(formatter, "specialist-{specialist}"),
        }
    }
}

impl std::str::FromStr for Party {
    type Err = NotAnId;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        if word == "member" {
            return Ok(Self::Member);
        }
        match word.split_once('-').ok_or(NotAnId)? {
            ("doctor", id) => Ok(Self::PrimaryConsultant(id.parse()?)),
            ("secretary", id) => Ok(Self::Secretary(id.parse()?)),
            ("specialist", id) => Ok(Self::Specialist(id.parse()?)),
            _ => Err(NotAnId),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_party_is_known_again_by_its_word() {
        let doctor: DoctorId = "d-1".parse().expect("an id");
        let specialist = Party::Specialist("s-harrow".parse().expect("an id"));
        let doctors = [Party::PrimaryConsultant(doctor.clone()), Party::Secretary(doctor)];
        for party in doctors.into_iter().chain([Party::Member, specialist]) {
            assert_eq!(party.to_string().parse(), Ok(party));
        }
        assert!("nobody-1".parse::<Party>().is_err());
    }
}
