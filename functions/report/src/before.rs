//! What the desk shows of what came before: the version that was returned, with its reason, and the
//! consultation.

use casefile::CaseFile;
use domain::Case;
use domain::calendar::moment_in_words;
use domain::ids::SheetId;
use domain::question::{Item, Look, Shown};
use domain::report::{Finding, Impact, ReportBody, Version};
use domain::scheduling::QUANTUM_MINUTES;
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

    /// What was answered to a question, or nothing.
    pub fn answer(&self, question: &str) -> String {
        let answer = |body: &Shown<ReportBody>| {
            body.part_if_any(|body| {
                let mut answers = body.answers.iter();
                answers.find(|(id, _)| id.as_str() == question).map(|(_, answer)| answer)
            })
        };
        self.body.as_ref().and_then(answer).map(|words| words.to_string()).unwrap_or_default()
    }

    pub fn summary(&self) -> String {
        let summary = |body: &Shown<ReportBody>| body.part(|body| &body.summary).to_string();
        self.body.as_ref().map(summary).unwrap_or_default()
    }

    pub fn difference(&self) -> String {
        let difference = |body: &Shown<ReportBody>| body.part(|body| &body.difference).to_string();
        self.body.as_ref().map(difference).unwrap_or_default()
    }

    pub fn diagnosis(&self) -> &'static str {
        self.finding(|body| body.findings.diagnosis)
    }

    pub fn treatment(&self) -> &'static str {
        self.finding(|body| body.findings.treatment)
    }

    pub fn impact(&self) -> &'static str {
        let before = self.body.as_ref().map(|body| body.fact(|body| body.findings.impact));
        before.map(Impact::code).unwrap_or_default()
    }

    fn finding(&self, of: impl FnOnce(&ReportBody) -> Option<Finding>) -> &'static str {
        let before = self.body.as_ref().and_then(|body| body.fact(of));
        before.map(Finding::code).unwrap_or_default()
    }
}

/// What can be said of a diagnosis or a treatment, by code and words.
pub fn findings() -> Vec<(&'static str, &'static str)> {
    Finding::iter().map(|finding| (finding.code(), finding.in_words())).collect()
}

pub fn impacts() -> Vec<(&'static str, &'static str)> {
    Impact::iter().map(|impact| (impact.code(), impact.in_words())).collect()
}

fn returned(version: &Version) -> Option<(&Version, &SheetId)> {
    Some((version, version.returned.as_ref()?))
}

/// How far the consultation is, as the specialist sees it.
pub enum Consultation {
    NotBooked,
    /// To come: when, how, and how many minutes.
    Booked(String, &'static str, u32),
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
                let minutes = booked.slot.quanta * QUANTUM_MINUTES;
                Self::Booked(moment_in_words(booked.slot.starts), booked.mode.in_words(), minutes)
            }
        }
    }
}
