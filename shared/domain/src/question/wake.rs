//! What the clock asks of a case, and when it must look at it next.

use crate::due::{
    Slipped, closes_at, lapses_at, next_chase, next_reminder, next_slip, outdates_at, slipped,
};
use crate::{Case, Command, casework, consent, matching, records};
use jiff::Timestamp;

/// What the clock should ask of the case now. Empty on most visits.
pub fn due_commands(case: &Case, now: Timestamp) -> Vec<Command> {
    let is_due = |at: Option<Timestamp>| at.is_some_and(|at| at <= now);
    if case.ended.is_some() || case.keeping.erased.is_some() {
        return Vec::new();
    }
    if is_due(lapses_at(case)) {
        return vec![consent::Command::Lapse.into()];
    }
    if is_due(next_reminder(case)) {
        return vec![consent::Command::Remind.into()];
    }
    if is_due(closes_at(case)) {
        let code = if case.report.followed_up.is_some() {
            casework::CloseCode::OpinionGiven
        } else {
            casework::CloseCode::OpinionGivenNoFollowUp
        };
        return vec![casework::Command::Close { code }.into()];
    }
    if is_due(outdates_at(case)) {
        return vec![records::Command::Outdate.into()];
    }
    // What is asked again changes what else is due: the clock comes again at once.
    if is_due(next_slip(case))
        && let Some(slip) = slipped(case, now).into_iter().next()
    {
        return vec![ask_again(slip)];
    }
    let chased = case.records.asked.iter().filter(|asked| is_due(next_chase(case, asked)));
    chased.map(|asked| records::Command::Chase { doctor: asked.doctor.clone() }.into()).collect()
}

fn ask_again(slip: Slipped) -> Command {
    match slip {
        Slipped::Matching(yes) => matching::Command::AskAgain { yes }.into(),
        Slipped::GoAhead(of) => records::Command::AskAgain { of }.into(),
    }
}

/// The next moment at which the clock must look at the case, if any. An ended case is left alone:
/// when it may be erased is [`erasable_from`], which has an index of its own.
pub fn next_wake(case: &Case) -> Option<Timestamp> {
    if case.ended.is_some() || case.keeping.erased.is_some() {
        return None;
    }
    let chases = case.records.asked.iter().filter_map(|asked| next_chase(case, asked));
    [lapses_at(case), next_reminder(case), closes_at(case), outdates_at(case), next_slip(case)]
        .into_iter()
        .flatten()
        .chain(chases)
        .min()
}
