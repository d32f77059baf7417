//! Clock: what falls due of itself. Each time is derived from the facts; none is stored.

use crate::calendar::{add_working_days, at_london, due, london};
use crate::case::{Ended, Ending};
use crate::records::{Asked, CHASES_MAX};
use crate::referral::AgeBand;
use crate::{Case, Command, casework, consent, records};
use jiff::civil::Time;
use jiff::{Timestamp, ToSpan};

/// Working days after the introduction at which the member is reminded.
pub const REMINDER_DAYS: [u32; 3] = [2, 5, 10];
/// Calendar days after the introduction at which an unanswered referral lapses.
pub const LAPSE_DAYS: u32 = 21;
/// Working days after the asking, and then after each chase, at which a doctor is chased.
pub const CHASE_DAYS: [u32; CHASES_MAX as usize] = [1, 3, 5];
/// The London time of day at which reminders leave.
pub const MORNING: Time = Time::constant(10, 0, 0, 0);

/// Years for which a consented case is kept after its end (NHS Records Management Code of Practice).
pub const RETENTION_YEARS: i32 = 8;
/// Years for which a child's case is kept: past the 25th birthday whatever the age was.
pub const RETENTION_YEARS_CHILD: i32 = 26;
/// Years by specialty, where they are longer: mental health, and cancer.
pub const RETENTION_YEARS_MENTAL_HEALTH: i32 = 20;
pub const RETENTION_YEARS_ONCOLOGY: i32 = 30;
/// Days for which a referral without consent is kept.
pub const RETENTION_DAYS_UNCONSENTED: i32 = 90;

/// What the clock should ask of the case now. Empty on most visits.
pub fn due_commands(case: &Case, now: Timestamp) -> Vec<Command> {
    let is_due = |at: Option<Timestamp>| at.is_some_and(|at| at <= now);
    if case.ended.is_some() || case.erased.is_some() {
        return Vec::new();
    }
    if is_due(lapses_at(case)) {
        return vec![consent::Command::Lapse.into()];
    }
    if is_due(next_reminder(case)) {
        return vec![consent::Command::Remind.into()];
    }
    if is_due(closes_at(case)) {
        let code = casework::CloseCode::OpinionGivenNoFollowUp;
        return vec![casework::Command::Close { code }.into()];
    }
    let chased = case.records.asked.iter().filter(|asked| is_due(next_chase(case, asked)));
    chased.map(|asked| records::Command::Chase { doctor: asked.doctor.clone() }.into()).collect()
}

/// The next moment at which the clock must look at the case, if any. An ended case is left alone:
/// when it may be erased is [`erasable_from`], which has an index of its own.
pub fn next_wake(case: &Case) -> Option<Timestamp> {
    if case.ended.is_some() || case.erased.is_some() {
        return None;
    }
    let chases = case.records.asked.iter().filter_map(|asked| next_chase(case, asked));
    [lapses_at(case), next_reminder(case), closes_at(case)]
        .into_iter()
        .flatten()
        .chain(chases)
        .min()
}

/// When the member is next reminded of the introduction.
pub fn next_reminder(case: &Case) -> Option<Timestamp> {
    let introduced = unanswered_since(case)?;
    let days = *REMINDER_DAYS.get(usize::try_from(case.consent.reminders).ok()?)?;
    let day = add_working_days(london(introduced).date(), days, case.nation());
    Some(at_london(day, MORNING))
}

/// When an unanswered referral lapses: at the end of its last day in London.
pub fn lapses_at(case: &Case) -> Option<Timestamp> {
    let introduced = unanswered_since(case)?;
    let day = london(introduced).date().saturating_add(i64::from(LAPSE_DAYS + 1).days());
    Some(at_london(day, Time::midnight()))
}

fn unanswered_since(case: &Case) -> Option<Timestamp> {
    // A private contact that waits for the nurse's call is an answer of a kind.
    let unanswered = case.consent.consent.is_none()
        && case.casework.hold.is_none()
        && case.access.offered.is_none();
    case.casework.introduced.filter(|_| unanswered)
}

/// When a doctor who has not answered is next chased. Nobody is chased while the case is on hold,
/// nor once another's confirmation has already carried the case past the hand-over.
pub fn next_chase(case: &Case, asked: &Asked) -> Option<Timestamp> {
    let waiting = asked.answer.is_none() && case.records.handed_over.is_none();
    if !waiting || case.standing_consent().is_err() || case.casework.hold.is_some() {
        return None;
    }
    let days = *CHASE_DAYS.get(usize::try_from(asked.chases).ok()?)?;
    let from = london(asked.last_chase.unwrap_or(asked.at)).date();
    Some(at_london(add_working_days(from, days, case.nation()), MORNING))
}

/// From when the nurse may chase a doctor by hand: the working day after they were written to last.
pub(crate) fn chase_allowed_from(case: &Case, asked: &Asked) -> Option<Timestamp> {
    next_chase(case, asked)?;
    let from = london(asked.last_chase.unwrap_or(asked.at)).date();
    Some(at_london(add_working_days(from, 1, case.nation()), Time::midnight()))
}

/// A released case closes of itself when the last follow-up has gone unanswered.
fn closes_at(case: &Case) -> Option<Timestamp> {
    let released = case.report.released.as_ref()?;
    let hours = i64::from(casework::FOLLOW_UP_DAYS + 14) * 24;
    released.at.checked_add(hours.hours()).ok()
}

/// The first moment at which an ended case is to be erased; nothing while it is open, held or gone.
pub fn erasable_from(case: &Case) -> Option<Timestamp> {
    let ended = case.ended.as_ref()?;
    let kept = case.erased.is_some() || case.legal_hold.is_some();
    (!kept).then(|| retained_until(case, ended))
}

/// Until when an ended case must be kept: the longest of the times that apply.
pub fn retained_until(case: &Case, ended: &Ended) -> Timestamp {
    let span = if case.consent.consent.is_some() || ended.how == Ending::MemberDied {
        years_kept(case).years()
    } else {
        RETENTION_DAYS_UNCONSENTED.days()
    };
    london(ended.at).checked_add(span).map_or(Timestamp::MAX, |until| until.timestamp())
}

fn years_kept(case: &Case) -> i32 {
    let age = case.received.as_ref().map(|received| received.age);
    let child = matches!(age, Some(AgeBand::Under16 | AgeBand::From16To17));
    let specialty = case.casework.needs.as_ref().map_or("", |needs| needs.specialty.code());
    // NHS main specialty codes: 700 to 727 are mental health, 370 and 800 medical and clinical oncology.
    let for_specialty = match specialty.parse() {
        Ok(700..=727) => RETENTION_YEARS_MENTAL_HEALTH,
        Ok(370 | 800) => RETENTION_YEARS_ONCOLOGY,
        _ => RETENTION_YEARS,
    };
    let for_age = if child { RETENTION_YEARS_CHILD } else { RETENTION_YEARS };
    for_specialty.max(for_age)
}

/// When a promise made at `from` falls due, in the case's own working days.
pub(crate) fn promised(case: &Case, from: Timestamp, days: u32) -> Timestamp {
    due(from, days, case.nation())
}
