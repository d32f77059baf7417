//! A specialist who is replaced, or whom the member does not want after all.

use crate::story::{Story, id, nurse};
use domain::matching::{Command, DelayAcceptable, NoConflict, ReplacedFor};
use domain::question::{Item, Reader, Stage, may_disclose, stage};
use domain::{Actor, Event, Party};
use domain::{records, report, scheduling};

fn names(events: &[Event]) -> Vec<String> {
    events.iter().map(Event::name).collect()
}

#[test]
fn a_replaced_specialist_loses_case_link_and_appointment_at_once() {
    let mut story = Story::at_stage(Stage::ConsultationBooked);
    let specialist = Party::Specialist(id("sp-1"));
    let epoch = story.case.access.epoch_of(&specialist);
    let replace = Command::Replace { why: ReplacedFor::Silence };
    let events = story.try_to(&nurse(), replace.clone()).unwrap();
    let expected = ["matching-specialist-replaced", "scheduling-appointment-cancelled"];
    assert_eq!(names(&events), expected);
    assert_eq!(story.case.access.epoch_of(&specialist), epoch + 1);
    let reader = Reader::Specialist(id("sp-1"));
    assert!(may_disclose(&story.case, Item::Records, &reader, story.now).is_err());
    assert_eq!(story.refused(&nurse(), replace), "not-chosen");
    assert!(story.case.records.complete.is_some(), "the records stay complete");
    let again =
        Command::Offer { specialists: ["sp-1", "sp-2"].map(crate::story::specialist).to_vec() };
    assert_eq!(story.refused(&nurse(), again), "not-eligible");
    let others = ["sp-2", "sp-3"].map(crate::story::specialist).to_vec();
    assert!(story.try_to(&nurse(), Command::Offer { specialists: others }).is_ok());
}

#[test]
fn a_member_may_think_again_until_the_hand_over() {
    let more = || Command::AskForMore { reason: None };
    for at in [Stage::Chosen, Stage::Accepted, Stage::RecordsComplete] {
        let mut story = Story::at_stage(at);
        let events = story.try_to(&Actor::Member, more()).unwrap();
        let expected = ["matching-more-asked-for", "matching-specialist-replaced"];
        assert_eq!(names(&events), expected, "{at:?}");
    }
    let in_hand = Story::at_stage(Stage::WithTheSpecialist);
    assert_eq!(in_hand.refused(&Actor::Member, more()), "already-handed-over");
}

#[test]
fn what_a_replaced_specialist_did_never_counts_for_the_next() {
    let replace = Command::Replace { why: ReplacedFor::Conflict };
    let story = Story::at_stage(Stage::Reported).then(&nurse(), replace);
    let release = report::Command::Release { call: None };
    assert_eq!(story.refused(&nurse(), release.clone()), "no-report");
    assert_eq!(story.refused(&nurse(), scheduling::Command::NoteHeld), "not-booked");

    let others = ["sp-2", "sp-3"].map(crate::story::specialist).to_vec();
    let next = Box::new(crate::story::specialist("sp-2"));
    let by = Actor::Specialist(id("sp-2"));
    let outlook = |story: &Story| domain::question::outlook(&story.case, story.now).unwrap();
    let story = story.then(&nurse(), Command::Offer { specialists: others });
    let shown = outlook(&story);
    let choose = Command::Choose { specialist: next.clone(), shown, reason: None };
    let story = story.then(&Actor::Member, choose);
    let (shown, delay, conflict) = (outlook(&story), Some(DelayAcceptable), Some(NoConflict));
    let accept = Command::Accept { specialist: next.clone(), shown, delay, conflict };
    let in_hand = story
        .then(&by, accept)
        .then(&nurse(), records::Command::HandOver { specialist: Some(next) })
        .then(&by, report::Command::Review { mode: None, sheet: None });
    assert_eq!(in_hand.refused(&nurse(), release), "no-report");
    // Neither that version nor a file that was announced for the one after it is theirs.
    let version = in_hand.case.report.next_version();
    assert_eq!(version, 3);
    let upload = report::Upload { version, ..crate::story::upload() };
    assert_eq!(stage(&in_hand.then(&by, report::Command::Upload(upload)).case), Stage::Reviewed);
}

#[test]
fn no_link_of_anyone_comes_back_with_an_erasure() {
    let replace = Command::Replace { why: ReplacedFor::Silence };
    let story = Story::at_stage(Stage::WithTheSpecialist).then(&nurse(), replace);
    let story = story.does("correct a doctor").does("correct a doctor").does("stop");
    let parties = [Party::Specialist(id("sp-1")), Party::PrimaryConsultant(id("d-1"))];
    let before = parties.clone().map(|party| story.case.access.epoch_of(&party));
    let erased = story.days_later(365 * 9).does("erase");
    let after = parties.map(|party| erased.case.access.epoch_of(&party));
    assert!(
        before.iter().zip(&after).all(|(before, after)| before < after),
        "{before:?} {after:?}"
    );
}
