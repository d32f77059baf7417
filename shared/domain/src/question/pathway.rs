//! How far a case is, as the member reads it: five steps, and what comes next.

use super::{Stage, WaitsFor, stage, waiting_for};
use crate::Case;
use jiff::Timestamp;

/// A step of the way that a member can see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumIter)]
pub enum Milestone {
    Agreed,
    Specialist,
    Records,
    Consultation,
    Report,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HowFar {
    Done,
    Now,
    Later,
}

impl Milestone {
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Agreed => "You agree",
            Self::Specialist => "We find specialists, and you choose one",
            Self::Records => "Your doctors send your records",
            Self::Consultation => "The specialist reads them, and talks with you if it is needed",
            Self::Report => "You get your report",
        }
    }

    fn is_done(self, case: &Case) -> bool {
        match self {
            Self::Agreed => case.consent.standing().is_some(),
            Self::Specialist => case.matching.accepted().is_some(),
            Self::Records => case.records.handed_over.is_some(),
            Self::Consultation => {
                case.scheduling.held.is_some() || case.scheduling.not_needed.is_some()
            }
            Self::Report => case.report.released.is_some(),
        }
    }
}

/// Each step with how far it is: the first that is not done is where the case is now.
pub fn pathway(case: &Case) -> Vec<(Milestone, HowFar)> {
    use strum::IntoEnumIterator;
    let mut now = false;
    let reached = |milestone: Milestone| {
        let reached = match (milestone.is_done(case), now) {
            (true, _) => HowFar::Done,
            (false, false) => HowFar::Now,
            (false, true) => HowFar::Later,
        };
        now |= reached == HowFar::Now;
        (milestone, reached)
    };
    Milestone::iter().map(reached).collect()
}

/// What happens next, as a sentence without its end. Where `{nurse}` stands, the nurse is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ComesNext {
    pub words: &'static str,
    /// Nothing where no promise runs.
    pub by: Option<Timestamp>,
}

/// Nothing once the case has ended.
pub fn comes_next(case: &Case, now: Timestamp) -> Option<ComesNext> {
    let waiting = waiting_for(case, now);
    // An appointment is not due by its day: it is on it.
    let by = waiting.due.filter(|_| stage(case) != Stage::ConsultationBooked);
    Some(ComesNext { words: words(case, waiting.party)?, by })
}

fn words(case: &Case, party: WaitsFor) -> Option<&'static str> {
    let stage = stage(case);
    Some(match (stage, party) {
        (_, WaitsFor::Nobody) => return None,
        (_, WaitsFor::ClinicalLead) => "our clinical lead will talk with you about how to go on",
        (Stage::Received | Stage::Introduced, _) => {
            "please tell us whether you want a second opinion"
        }
        (Stage::Consented, _) => "{nurse} will phone you to hear what you need",
        (Stage::Understood, _) => "{nurse} will look for specialists who fit",
        (Stage::Offered, WaitsFor::Member) => "please choose your specialist",
        (Stage::Offered, _) => "{nurse} will phone you about your choice",
        (Stage::Chosen, WaitsFor::Specialist) => {
            "the specialist will say whether they can help you"
        }
        (Stage::Chosen, _) => "{nurse} will ask the specialist whether they can help you",
        (Stage::Accepted, WaitsFor::PrimaryConsultant) => {
            "your own doctor will send us your records"
        }
        (Stage::Accepted, _) => "{nurse} will check that your records are complete",
        (Stage::RecordsComplete, _) => "{nurse} will send your records to the specialist",
        (Stage::WithTheSpecialist, WaitsFor::Specialist) => "the specialist will read your records",
        (Stage::WithTheSpecialist, _) => "{nurse} will ask the specialist how far they are",
        (Stage::Reviewed, _) => "{nurse} will find a time for you to talk with the specialist",
        (Stage::ConsultationBooked, WaitsFor::Specialist) => "you will talk with the specialist",
        (Stage::ConsultationBooked, _) => "{nurse} will phone you about your appointment",
        (Stage::ConsultationHeld, WaitsFor::Specialist) => "the specialist will write your report",
        (Stage::ConsultationHeld, _) => "{nurse} will ask the specialist for your report",
        (Stage::Reported, _) => "{nurse} will check the report, and tell you when you can read it",
        (Stage::Released, WaitsFor::Member) => "please read your report, and tell us how it went",
        (Stage::Released, _) => "{nurse} will close your case",
        (
            Stage::Closed
            | Stage::Declined
            | Stage::Lapsed
            | Stage::Withdrawn
            | Stage::Stopped
            | Stage::MemberDied
            | Stage::Erased,
            _,
        ) => return None,
    })
}
