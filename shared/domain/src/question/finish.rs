//! The expected finish: the promised working days of the steps left. Recomputed, never stored.

use super::{Stage, stage};
use crate::Case;
use crate::calendar::{add_working_days, london};
use crate::directory::Specialist;
use jiff::Timestamp;
use jiff::civil::Date;

/// Promised working days of each step.
const INTRODUCE: u32 = 1;
const CONSENT: u32 = 5;
const UNDERSTAND: u32 = 2;
const OFFER: u32 = 2;
const CHOOSE: u32 = 3;
const ACCEPT: u32 = 2;
/// For each doctor asked: they rarely work in step.
const RECORDS_OF_ONE_DOCTOR: u32 = 5;
const HAND_OVER: u32 = 1;
const REVIEW: u32 = 2;
const CONSULT: u32 = 3;
const REPORT: u32 = 5;
const RELEASE: u32 = 2;
/// Working days from complete records to report that are promised unless a specialist says otherwise.
const REPORT_AFTER_RECORDS: u32 = 10;

/// The day on which the member should have the report, or nothing once it is released or the case has ended.
pub fn expected_finish(case: &Case, now: Timestamp) -> Option<Date> {
    let stage = stage(case);
    if stage >= Stage::Released {
        return None;
    }
    let days = before_tracks(stage)
        + matching_track(stage).max(records_track(case, stage))
        + after_tracks(stage);
    Some(add_working_days(london(now).date(), days, case.nation()))
}

/// The expected finish if that specialist were chosen: later by what they promise beyond the usual.
pub fn expected_finish_with(case: &Case, specialist: &Specialist, now: Timestamp) -> Option<Date> {
    let later = specialist.report_days.saturating_sub(REPORT_AFTER_RECORDS);
    Some(add_working_days(expected_finish(case, now)?, later, case.nation()))
}

/// The steps whose stage has not been reached yet, added up.
fn left(stage: Stage, steps: &[(Stage, u32)]) -> u32 {
    steps.iter().filter(|(reached, _)| stage < *reached).map(|(_, days)| days).sum()
}

fn before_tracks(stage: Stage) -> u32 {
    left(
        stage,
        &[
            (Stage::Introduced, INTRODUCE),
            (Stage::Consented, CONSENT),
            (Stage::Understood, UNDERSTAND),
        ],
    )
}

fn matching_track(stage: Stage) -> u32 {
    left(stage, &[(Stage::Offered, OFFER), (Stage::Chosen, CHOOSE), (Stage::Accepted, ACCEPT)])
}

/// The records step counts once per doctor: those named, or one while nobody is.
fn records_track(case: &Case, stage: Stage) -> u32 {
    if stage >= Stage::RecordsComplete {
        return 0;
    }
    let answered = case.records.asked.iter().filter(|asked| asked.answer.is_some()).count();
    let left = case.casework.doctors.len().max(1).saturating_sub(answered).max(1);
    RECORDS_OF_ONE_DOCTOR * u32::try_from(left).unwrap_or(u32::MAX / RECORDS_OF_ONE_DOCTOR)
}

fn after_tracks(stage: Stage) -> u32 {
    left(
        stage,
        &[
            (Stage::WithTheSpecialist, HAND_OVER),
            (Stage::Reviewed, REVIEW),
            (Stage::ConsultationHeld, CONSULT),
            (Stage::Reported, REPORT),
            (Stage::Released, RELEASE),
        ],
    )
}
