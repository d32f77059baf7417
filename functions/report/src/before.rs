//! What the desk shows of what came before: the version that was returned, with its reason, and the
//! consultation.

use casefile::CaseFile;
use domain::Case;
use domain::calendar::moment_in_words;
use domain::ids::SheetId;
use domain::question::{Item, Look, Shown};
use domain::report::{Finding, Impact, ReportBody, Version};
use domain::sheet::Words;
use jiff::Timestamp;
use strum::IntoEnumIterator;
use web::Problem;

/// The version that the nurse returned, so that its form is as it was.
pub struct Before {
    pub reason: Option<Shown<String>>,
    body: Option<Shown<ReportBody>>,
}

impl Before {
    pub fn of(file: &CaseFile, look: &Look) -> Result<Self, Problem> {
        let last = file.loaded.case.report.last_version();
        let Some((version, reason)) = last.and_then(returned) else {
            return Ok(Self { reason: None, body: None });
        };
        let reason: Shown<Words> = file.show(look, Item::ReportDraft, reason)?;
        let body = file.show(look, Item::ReportDraft, &version.sheet)?;
        Ok(Self { reason: Some(reason.part(|reason| &reason.words)), body: Some(body) })
    }

    pub fn answer(&self, question: &str) -> Option<Shown<String>> {
        self.body.as_ref()?.part_if_any(|body| {
            let mut answers = body.answers.iter();
            answers.find(|(id, _)| id.as_str() == question).map(|(_, answer)| answer)
        })
    }

    pub fn summary(&self) -> Option<Shown<String>> {
        self.body.as_ref().map(|body| body.part(|body| &body.summary))
    }

    pub fn difference(&self) -> Option<Shown<String>> {
        self.body.as_ref().map(|body| body.part(|body| &body.difference))
    }

    /// Each finding with whether it was the answer before.
    pub fn diagnoses(&self) -> Vec<Choice> {
        findings(self.body.as_ref().and_then(|body| body.fact(|body| body.findings.diagnosis)))
    }

    pub fn treatments(&self) -> Vec<Choice> {
        findings(self.body.as_ref().and_then(|body| body.fact(|body| body.findings.treatment)))
    }

    pub fn impacts(&self) -> Vec<Choice> {
        let before = self.body.as_ref().map(|body| body.fact(|body| body.findings.impact));
        let choice = |impact: Impact| Choice {
            code: impact.code(),
            words: impact.in_words(),
            before: before == Some(impact),
        };
        Impact::iter().map(choice).collect()
    }
}

fn returned(version: &Version) -> Option<(&Version, &SheetId)> {
    Some((version, version.returned.as_ref()?))
}

fn findings(before: Option<Finding>) -> Vec<Choice> {
    let choice = |finding: Finding| Choice {
        code: finding.code(),
        words: finding.in_words(),
        before: before == Some(finding),
    };
    Finding::iter().map(choice).collect()
}

/// One answer of a choice, and whether it was given before.
pub struct Choice {
    pub code: &'static str,
    pub words: &'static str,
    pub before: bool,
}

/// How far the consultation is, as the specialist sees it.
pub enum Consultation {
    NotBooked,
    /// To come, at that time and in that way.
    Booked(String, &'static str),
    /// It has begun: the specialist says whether it was held.
    Begun(String),
    Done,
}

impl Consultation {
    pub fn of(case: &Case, now: Timestamp) -> Self {
        let facts = &case.scheduling;
        if facts.held.is_some() || facts.not_needed.is_some() {
            return Self::Done;
        }
        match &facts.appointment {
            None => Self::NotBooked,
            Some(booked) if booked.slot.starts <= now => {
                Self::Begun(moment_in_words(booked.slot.starts))
            }
            Some(booked) => {
                Self::Booked(moment_in_words(booked.slot.starts), booked.mode.in_words())
            }
        }
    }
}
