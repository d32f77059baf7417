//! An objection of a treating doctor: whenever it comes, somebody decides, and until then nothing goes on.

use crate::story::{Story, doctor, hand_over, id, item, lead, name_doctor, nurse};
use domain::question::{Stage, WaitsFor, comes_first, stage, waiting_for};
use domain::{Actor, records};
use strum::IntoEnumIterator;

fn object() -> records::Command {
    records::Command::Object { reason: id("why") }
}

#[test]
fn no_doctor_has_a_veto_and_none_is_ignored() {
    let mut objected = Story::at_stage(Stage::Accepted).does("object to going ahead");
    assert!(!objected.case.records.go_ahead());
    objected = objected.does("decide the go-ahead");
    assert!(objected.case.records.go_ahead());
    let unasked = Story::at_stage(Stage::Accepted);
    let decide = records::Command::Decide { go_on: records::GoOn::GoOn, reason: id("why") };
    assert_eq!(unasked.refused(&lead(), decide), "nothing-to-decide");
}

#[test]
fn an_objection_is_never_lost_whenever_it_comes() {
    // By another doctor, asked after the clinical lead decided about the first.
    let decided =
        Story::at_stage(Stage::Accepted).does("object to going ahead").does("decide the go-ahead");
    assert!(decided.case.records.go_ahead());
    let ask = records::Command::Ask { doctor: id("d-2"), checklist: vec![item()] };
    let mut later = decided
        .then(&nurse(), name_doctor("d-2"))
        .then(&nurse(), ask)
        .then(&Actor::PrimaryConsultant(id("d-2")), object());
    assert!(!later.case.records.go_ahead());
    assert!(later.case.records.needs_decision());
    assert_eq!(later.refused(&nurse(), hand_over()), "no-go-ahead");
    later = later.does("decide the go-ahead");
    assert!(later.case.records.go_ahead());

    // By a doctor who confirmed before, however far the case has come; once is enough.
    for stage in Stage::iter().filter(|at| (Stage::Accepted..=Stage::Released).contains(at)) {
        let story = Story::at_stage(stage);
        let story =
            if story.case.records.go_ahead() { story } else { story.does("confirm the go-ahead") };
        let objected = story.then(&doctor(), object());
        assert!(objected.case.records.needs_decision(), "{stage:?}");
        assert_eq!(objected.refused(&doctor(), object()), "already-answered", "{stage:?}");
        let waiting = waiting_for(&objected.case, objected.now);
        assert_eq!((waiting.party, waiting.since), (WaitsFor::ClinicalLead, objected.now));
        assert!(waiting.due.is_some() && comes_first(&objected.case), "{stage:?}");
        let decided = objected.does("decide the go-ahead");
        assert_ne!(waiting_for(&decided.case, decided.now).party, WaitsFor::ClinicalLead);
        assert!(!comes_first(&decided.case), "{stage:?}");
    }
}

#[test]
fn a_decision_to_stop_ends_the_case_and_the_appointment() {
    let stop = records::Command::Decide { go_on: records::GoOn::Stop, reason: id("why") };
    let mut story = Story::at_stage(Stage::ConsultationBooked).then(&doctor(), object());
    let events = story.try_to(&lead(), stop).unwrap();
    let names: Vec<String> = events.iter().map(domain::Event::name).collect();
    let expected =
        ["records-go-ahead-decided", "casework-stopped", "scheduling-appointment-cancelled"];
    assert_eq!(names, expected);
    assert_eq!(stage(&story.case), Stage::Stopped);
    assert!(story.case.scheduling.appointment.is_none());
    assert_eq!(waiting_for(&story.case, story.now).party, WaitsFor::Nobody);
}
