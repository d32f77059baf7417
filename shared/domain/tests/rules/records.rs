//! Records: what is asked for, what is in date, who may send what, chases by hand, and the fee.

use crate::story::{Story, chosen, doctor, hand_over, id, name_doctor, nurse};
use domain::directory::Specialty;
use domain::money::Pence;
use domain::question::{Stage, due_commands};
use domain::records::{ChecklistItem, Command, ItemState, Use, checklist_for};
use domain::{Actor, Refusal, casework};
use jiff::civil::{Date, date};

fn code(outcome: Result<Vec<domain::Event>, Refusal>) -> &'static str {
    outcome.map_or_else(|refusal| refusal.code(), |_| "accepted")
}

fn item(code: &str) -> ChecklistItem {
    ChecklistItem(code.to_owned())
}

pub fn send(document: &str, used_for: Use, dated: Option<Date>) -> Command {
    Command::Announce { document: id(document), used_for, dated, name: None }
}

pub fn found(document: &str) -> Command {
    Command::FindClean { document: id(document), content: clean() }
}

#[test]
fn each_specialty_asks_for_its_own_list_and_every_other_for_the_general_one() {
    let asked = |specialty: &str| {
        let specialty = Specialty::try_from(specialty.to_owned()).unwrap();
        let needs = casework::Command::RecordNeeds { sheet: id("needs"), specialty };
        let story = Story::at_stage(Stage::Consented).then(&nurse(), needs);
        checklist_for(story.case.casework.specialty())
            .into_iter()
            .map(|item| item.0)
            .collect::<Vec<_>>()
    };
    assert!(asked("320").contains(&"ecg".to_owned()));
    assert!(!asked("110").contains(&"ecg".to_owned()));
    assert_eq!(asked("999"), ["description", "letters", "imaging", "results"]);
}

#[test]
fn records_that_grew_old_meanwhile_are_not_complete() {
    let letters = || Use::Record { item: item("letters") };
    let ask = Command::Ask { doctor: id("d-2"), checklist: vec![item("letters")] };
    let mut story =
        Story::at_stage(Stage::Accepted).then(&nurse(), name_doctor("d-2")).then(&nurse(), ask);
    let by = Actor::PrimaryConsultant(id("d-2"));
    assert_eq!(code(story.try_to(&by, send("l-1", letters(), None))), "date-needed");
    let old = Some(date(2025, 11, 1));
    assert_eq!(code(story.try_to(&by, send("l-1", letters(), old))), "too-old");
    let to_come = Some(date(2026, 11, 3));
    assert_eq!(code(story.try_to(&by, send("l-1", letters(), to_come))), "date-to-come");
    // In date on the day on which it is sent, for three days more.
    let mut story = story
        .then(&by, send("l-1", letters(), Some(date(2025, 11, 5))))
        .does("find a document clean")
        .then(&Actor::Scanner, Command::FindClean { document: id("l-1"), content: clean() });
    let mut complete = story.clone().does("confirm the go-ahead").then(&nurse(), Command::Complete);
    story.now = "2026-11-06T09:00:00Z".parse().unwrap();
    // Complete then and too old by now: opened again, and whole with a newer paper.
    complete.now = story.now;
    assert_eq!(complete.refused(&nurse(), hand_over()), "out-of-date");
    let _handed_over = complete
        .then(&nurse(), Command::Reopen { reason: id("why") })
        .then(&by, send("l-2", letters(), Some(date(2026, 10, 30))))
        .then(&Actor::Scanner, Command::FindClean { document: id("l-2"), content: clean() })
        .then(&nurse(), Command::Complete)
        .then(&nurse(), hand_over());
    assert_eq!(code(story.try_to(&nurse(), Command::Complete)), "out-of-date");
}

fn clean() -> domain::records::Content {
    domain::records::Content {
        hash: "hash".to_owned(),
        bytes: 1,
        kind: domain::records::DocumentKind::Pdf,
        version: None,
        descriptor: None,
    }
}

#[test]
fn the_member_adds_their_own_and_a_doctor_does_not() {
    let mut story = Story::at_stage(Stage::Consented);
    assert_eq!(code(story.try_to(&doctor(), send("own", Use::Own, None))), "not-allowed");
    assert_eq!(code(story.try_to(&Actor::Member, send("own", Use::Own, None))), "accepted");
    let found = Command::FindClean { document: id("own"), content: clean() };
    let story = story.then(&Actor::Scanner, found);
    assert_eq!(story.case.records.shown_records().count(), 1);
    let mut introduced = Story::at_stage(Stage::Introduced);
    assert_eq!(code(introduced.try_to(&Actor::Member, send("own", Use::Own, None))), "no-consent");
}

#[test]
fn what_was_said_not_to_be_available_comes_after_all_until_the_hand_over() {
    let none = || Command::NotAvailable { item: item("description"), reason: id("why") };
    let after_all = || Command::AvailableAfterAll { item: item("description") };
    let mut story = Story::at_stage(Stage::Accepted);
    assert_eq!(code(story.try_to(&doctor(), after_all())), "not-said-missing");
    let story = story.does("confirm the go-ahead").then(&doctor(), none());
    let other = Actor::PrimaryConsultant(id("d-9"));
    assert_eq!(story.refused(&other, after_all()), "not-asked");
    // Another doctor does not take back what this one said; this one's secretary does.
    let ask = Command::Ask { doctor: id("d-2"), checklist: vec![item("letters")] };
    let two = story.clone().then(&nurse(), name_doctor("d-2")).then(&nurse(), ask);
    let second = Actor::PrimaryConsultant(id("d-2"));
    assert_eq!(two.refused(&second, after_all()), "not-said-missing");
    let secretary = Actor::Secretary(id("d-1"));
    assert_eq!(code(two.clone().try_to(&secretary, after_all())), "accepted");
    let mut complete = story.then(&nurse(), Command::Complete);
    // Records that were complete are not any more.
    let back = complete.clone().then(&doctor(), after_all());
    assert!(back.case.records.complete.is_none());
    assert!(!back.case.records.every_item_answered());
    complete = complete.then(&nurse(), hand_over());
    assert_eq!(complete.refused(&doctor(), after_all()), "already-handed-over");
}

#[test]
fn a_file_sent_by_mistake_is_taken_back_and_what_it_answered_is_open_again() {
    let back = |document: &str| Command::TakeBack { document: id(document) };
    let record = || Use::Record { item: item("description") };
    let received = |story: &Story| match &story.case.records.checklist[&item("description")] {
        ItemState::Received { document, .. } => document.to_string(),
        ItemState::Missing | ItemState::NotAvailable { .. } => String::new(),
    };
    let mut story = Story::at_stage(Stage::Accepted);
    for document in ["first", "second"] {
        story = story.then(&doctor(), send(document, record(), None));
        story = story.then(&Actor::Scanner, found(document));
    }
    assert_eq!(received(&story), "second");
    // A doctor who did not send it, the member and the specialist leave it where it is.
    let ask = Command::Ask { doctor: id("d-2"), checklist: vec![item("letters")] };
    let two = story.clone().then(&nurse(), name_doctor("d-2")).then(&nurse(), ask);
    assert_eq!(
        two.refused(&Actor::PrimaryConsultant(id("d-2")), back("second")),
        "no-such-document"
    );
    assert_eq!(two.refused(&Actor::Member, back("second")), "no-such-document");
    assert_eq!(two.refused(&chosen(), back("second")), "not-allowed");
    // The newest other file answers the item; without one it is missing.
    let story = story.then(&Actor::Secretary(id("d-1")), back("second"));
    assert_eq!(received(&story), "first");
    assert_eq!(story.refused(&doctor(), back("second")), "already-taken-back");
    let story = story.does("confirm the go-ahead").then(&nurse(), Command::Complete);
    let open = story.clone().then(&doctor(), back("first"));
    assert_eq!((received(&open), open.case.records.complete), (String::new(), None));
    // After the hand-over it is for the nurse, and what the specialist is shown has it no more.
    let given = story.then(&nurse(), hand_over());
    assert_eq!(given.refused(&doctor(), back("first")), "already-handed-over");
    let given = given.then(&nurse(), back("first"));
    assert_eq!(given.case.records.shown_records().count(), 0);
}

#[test]
fn a_file_that_is_being_checked_is_taken_back_and_its_verdict_not_heard() {
    let story = Story::at_stage(Stage::Consented).then(&Actor::Member, send("own", Use::Own, None));
    let story = story.then(&Actor::Member, Command::TakeBack { document: id("own") });
    assert_eq!(story.refused(&Actor::Scanner, found("own")), "no-such-document");
    assert!(story.case.records.documents.is_empty());
}

#[test]
fn what_was_found_wanting_does_not_answer_again() {
    let back = |document: &str| Command::TakeBack { document: id(document) };
    let record = || Use::Record { item: item("description") };
    let asked = || vec![item("description")];
    let again = || Command::AskItems { items: asked(), doctor: None, reason: None };
    let story = Story::at_stage(Stage::Accepted)
        .then(&doctor(), send("first", record(), None))
        .then(&Actor::Scanner, found("first"))
        .at("2026-11-02T12:00:00Z")
        .then(&nurse(), again())
        .then(&doctor(), send("second", record(), None))
        .then(&Actor::Scanner, found("second"))
        .does("confirm the go-ahead")
        .then(&nurse(), Command::Complete);
    let open = story.clone().then(&doctor(), back("second"));
    assert_eq!(open.case.records.checklist[&item("description")], ItemState::Missing);
    // The nurse may ask for it again, once.
    let mut open = open.then(&nurse(), again());
    assert_eq!(code(open.try_to(&nurse(), again())), "already-missing");
    // A file less is not what was said to be complete, even where another is left.
    let fewer = story.then(&doctor(), back("first"));
    assert_eq!(fewer.case.records.complete, None);
}

#[test]
fn a_report_that_may_rest_on_a_file_taken_back_is_not_released() {
    let mut story = Story::at_stage(Stage::Reported);
    let release = || domain::report::Command::Release { call: Some(domain::report::CallOffered) };
    assert_eq!(code(story.clone().try_to(&nurse(), release())), "accepted");
    story.now = story.now.checked_add(jiff::ToSpan::minutes(1)).unwrap();
    let mut story = story.then(&nurse(), Command::TakeBack { document: id("doc-1") });
    assert_eq!(code(story.try_to(&nurse(), release())), "file-taken-back");
}

#[test]
fn a_nurse_chases_by_hand_once_a_working_day_and_three_times_in_all() {
    let mut story = Story::at_stage(Stage::Understood);
    let mut chase = |at: &str| {
        story.now = at.parse().unwrap();
        code(story.try_to(&nurse(), Command::Chase { doctor: id("d-1") }))
    };
    assert_eq!(chase("2026-11-02T15:00:00Z"), "not-due");
    assert_eq!(chase("2026-11-03T09:00:00Z"), "accepted");
    assert_eq!(chase("2026-11-03T16:00:00Z"), "not-due");
    assert_eq!(chase("2026-11-06T09:00:00Z"), "accepted");
    assert_eq!(chase("2026-11-08T09:00:00Z"), "not-due");
    assert_eq!(chase("2026-11-09T09:00:00Z"), "accepted");
    assert_eq!(chase("2026-11-10T09:00:00Z"), "not-due");
    assert!(story.case.records.needs_decision());
}

#[test]
fn a_copying_fee_is_claimed_once_within_bounds_by_a_doctor_who_was_asked() {
    let mut story = Story::at_stage(Stage::Understood);
    let mut claim = |by: &Actor, pence| {
        code(story.try_to(by, Command::ClaimCopyingFee { pence: Pence(pence) }))
    };
    assert_eq!(claim(&doctor(), 0), "bad-fee");
    assert_eq!(claim(&doctor(), -1), "bad-fee");
    assert_eq!(claim(&doctor(), 50_001), "bad-fee");
    assert_eq!(claim(&Actor::PrimaryConsultant(id("d-9")), 100), "not-asked");
    assert_eq!(claim(&nurse(), 100), "not-allowed");
    assert_eq!(claim(&Actor::Secretary(id("d-1")), 50_000), "accepted");
    assert_eq!(claim(&doctor(), 100), "fee-claimed");
    assert_eq!(story.case.records.asked[0].copying_fee, Some(Pence(50_000)));
}

#[test]
fn a_document_that_was_refused_or_never_came_takes_no_place_for_ever() {
    let mut story = Story::at_stage(Stage::Consented);
    for number in 0..100 {
        let announce = send(&format!("own-{number}"), Use::Own, None);
        story.try_to(&Actor::Member, announce).unwrap();
    }
    let more = || send("one-more", Use::Own, None);
    assert_eq!(code(story.try_to(&Actor::Member, more())), "too-many-documents");
    let why = domain::records::DocumentRefused::Kind;
    let refuse = Command::Refuse { document: id("own-1"), why };
    assert_eq!(
        code(story.clone().then(&Actor::Scanner, refuse).try_to(&Actor::Member, more())),
        "accepted"
    );
    story.now = story.now.checked_add(jiff::SignedDuration::from_mins(90)).unwrap();
    assert_eq!(code(story.try_to(&Actor::Member, more())), "accepted");
}

#[test]
fn papers_grow_old_only_while_they_wait_to_be_handed_over() {
    let letters = || Use::Record { item: item("letters") };
    let ask = Command::AskItems { items: vec![item("letters")], doctor: None, reason: None };
    let dated = Some(date(2025, 11, 5));
    let complete = Story::at_stage(Stage::Accepted)
        .does("confirm the go-ahead")
        .does("find a document clean")
        .then(&nurse(), ask)
        .then(&doctor(), send("l-1", letters(), dated))
        .then(&Actor::Scanner, Command::FindClean { document: id("l-1"), content: clean() })
        .does("complete the records");
    let outdates = |story: Story| {
        let story = story.at("2026-11-06T10:00:00Z");
        due_commands(&story.case, story.now).contains(&Command::Outdate.into())
    };
    assert!(outdates(complete.clone()));
    assert!(!outdates(complete.clone().does("pause")));
    assert!(!outdates(complete.does("hand over")));
}
