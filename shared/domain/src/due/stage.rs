//! The stage: the first gate not yet passed.

use crate::Case;
use crate::case::Ending;
use serde::{Deserialize, Serialize};

/// How far a case has come. In the order of the pathway, so that stages compare.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::EnumIter,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Stage {
    Received,
    Introduced,
    Consented,
    Understood,
    Offered,
    Chosen,
    Accepted,
    RecordsComplete,
    WithTheSpecialist,
    Reviewed,
    ConsultationBooked,
    ConsultationHeld,
    Reported,
    Released,
    Closed,
    Declined,
    Lapsed,
    Withdrawn,
    Stopped,
    MemberDied,
    Erased,
}

impl Stage {
    /// As the member reads it.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Received => "We have your name and will write to you",
            Self::Introduced => "We have asked you whether you want a second opinion",
            Self::Consented => "You agreed; your nurse talks with you about what you need",
            Self::Understood => "We look for specialists for you",
            Self::Offered => "You can choose a specialist",
            Self::Chosen => "We have asked the specialist whom you chose",
            Self::Accepted => "The specialist has said yes; we collect your records",
            Self::RecordsComplete => "Your records are complete",
            Self::WithTheSpecialist => "Your records are with the specialist",
            Self::Reviewed => "The specialist has read your records",
            Self::ConsultationBooked => "Your appointment with the specialist is booked",
            Self::ConsultationHeld => "You have talked with the specialist, who writes the report",
            Self::Reported => "The report is here; your nurse checks it",
            Self::Released => "Your report is ready for you",
            Self::Closed => "Your case is closed",
            Self::Declined => "You said no, so your case is closed",
            Self::Lapsed => "We did not hear from you, so your case is closed",
            Self::Withdrawn => "You took your consent back, so we have stopped",
            Self::Stopped => "We had to stop; your nurse can tell you why",
            Self::MemberDied | Self::Erased => "Closed",
        }
    }
}

pub fn stage(case: &Case) -> Stage {
    if case.keeping.erased.is_some() {
        return Stage::Erased;
    }
    if let Some(ended) = &case.ended {
        return ended_stage(ended.how);
    }
    // Each gate with the stage that is reached by passing it.
    let gates = [
        (case.casework.introduced.is_some(), Stage::Introduced),
        (case.consent.standing().is_some(), Stage::Consented),
        (is_understood(case), Stage::Understood),
        (case.matching.offer.is_some() || case.matching.chosen.is_some(), Stage::Offered),
        (has_choice(case), Stage::Chosen),
        (case.matching.accepted().is_some(), Stage::Accepted),
        (has_records(case), Stage::RecordsComplete),
        (case.records.handed_over.is_some(), Stage::WithTheSpecialist),
        (case.report.reviewed.is_some(), Stage::Reviewed),
        (has_consultation(case), Stage::ConsultationBooked),
        (is_consulted(case), Stage::ConsultationHeld),
        (has_report(case), Stage::Reported),
        (case.report.released.is_some(), Stage::Released),
    ];
    let passed = gates.iter().take_while(|(passed, _)| *passed);
    passed.last().map_or(Stage::Received, |(_, stage)| *stage)
}

fn ended_stage(how: Ending) -> Stage {
    match how {
        Ending::Declined => Stage::Declined,
        Ending::Lapsed => Stage::Lapsed,
        Ending::Withdrawn => Stage::Withdrawn,
        Ending::Stopped => Stage::Stopped,
        Ending::Closed => Stage::Closed,
        Ending::MemberDied => Stage::MemberDied,
    }
}

/// The needs, at least one question, the doctors and the latest safe date are all known.
fn is_understood(case: &Case) -> bool {
    let facts = &case.casework;
    facts.needs.is_some()
        && !facts.questions.is_empty()
        && !facts.doctors.is_empty()
        && facts.dates.is_some()
}

/// Once the case was handed over, a go-ahead that falls away later does not lead back.
fn has_records(case: &Case) -> bool {
    let facts = &case.records;
    facts.complete.is_some() && (facts.go_ahead() || facts.handed_over.is_some())
}

/// A choice that is asked for again does not count until the member keeps it.
fn has_choice(case: &Case) -> bool {
    case.matching.chosen.as_ref().is_some_and(|chosen| chosen.asked_again.is_none())
}

fn has_consultation(case: &Case) -> bool {
    case.scheduling.appointment.is_some() || is_consulted(case)
}

fn is_consulted(case: &Case) -> bool {
    case.scheduling.held.is_some() || case.scheduling.not_needed.is_some()
}

fn has_report(case: &Case) -> bool {
    case.report.last_version().is_some_and(|version| version.returned.is_none())
}
