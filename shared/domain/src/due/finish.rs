//! The expected finish: the promised working days of the steps left. Recomputed, never stored.

use super::{Stage, Step, stage};
use crate::Case;
use crate::calendar::{add_working_days, london};
use crate::casework::Outlook;
use crate::directory::Specialist;
use jiff::Timestamp;
use jiff::civil::Date;

/// The day on which the member should have the report, or nothing once it is released or the case has ended.
pub fn expected_finish(case: &Case, now: Timestamp) -> Option<Date> {
    let chosen = case.matching.chosen.as_ref();
    finish(case, chosen.map_or(0, |chosen| chosen.offered.report_days), now)
}

/// The expected finish if that specialist were chosen.
pub fn expected_finish_with(case: &Case, specialist: &Specialist, now: Timestamp) -> Option<Date> {
    finish(case, specialist.report_days, now)
}

/// The expected finish beside the latest safe date, as someone is shown them who is asked for a yes.
pub fn outlook(case: &Case, now: Timestamp) -> Option<Outlook> {
    Some(beside_safe_date(case, expected_finish(case, now)?))
}

/// The same if that specialist were chosen.
pub fn outlook_with(case: &Case, specialist: &Specialist, now: Timestamp) -> Option<Outlook> {
    Some(beside_safe_date(case, expected_finish_with(case, specialist, now)?))
}

/// Once the report is there nothing is expected any more, and a yes is to what was.
pub fn done_today(case: &Case, now: Timestamp) -> Outlook {
    beside_safe_date(case, london(now).date())
}

fn beside_safe_date(case: &Case, finish: Date) -> Outlook {
    Outlook { finish, latest_safe: case.casework.dates.map(|dates| dates.latest_safe) }
}

/// Later by what a specialist promises beyond the usual working days for a report.
fn finish(case: &Case, report_days: u32, now: Timestamp) -> Option<Date> {
    let stage = stage(case);
    if stage >= Stage::Released {
        return None;
    }
    let later = report_days.saturating_sub(Step::ReportAfterRecords.days());
    let days = before_tracks(stage)
        + matching_track(stage).max(records_track(case, stage))
        + after_tracks(stage)
        + later;
    Some(add_working_days(london(now).date(), days, case.nation()))
}

/// The steps whose stage has not been reached yet, added up.
fn left(stage: Stage, steps: &[(Stage, Step)]) -> u32 {
    steps.iter().filter(|(reached, _)| stage < *reached).map(|(_, step)| step.days()).sum()
}

fn before_tracks(stage: Stage) -> u32 {
    left(
        stage,
        &[
            (Stage::Introduced, Step::Introduce),
            (Stage::Consented, Step::Consent),
            (Stage::Understood, Step::Understand),
        ],
    )
}

fn matching_track(stage: Stage) -> u32 {
    left(
        stage,
        &[
            (Stage::Offered, Step::Offer),
            (Stage::Chosen, Step::Choose),
            (Stage::Accepted, Step::Accept),
        ],
    )
}

/// The records step counts once per doctor: those named, or one while nobody is.
fn records_track(case: &Case, stage: Stage) -> u32 {
    if stage >= Stage::RecordsComplete {
        return 0;
    }
    let answered = case.records.asked.iter().filter(|asked| asked.answer.is_some()).count();
    let left = case.casework.doctors.len().max(1).saturating_sub(answered).max(1);
    let doctors = u32::try_from(left).unwrap_or(u32::MAX);
    Step::Records.days().saturating_mul(doctors)
}

fn after_tracks(stage: Stage) -> u32 {
    left(
        stage,
        &[
            (Stage::WithTheSpecialist, Step::HandOver),
            (Stage::Reviewed, Step::Review),
            (Stage::ConsultationHeld, Step::Consult),
            (Stage::Reported, Step::Report),
            (Stage::Released, Step::Release),
        ],
    )
}
