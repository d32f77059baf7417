//! Gates are asked again where they matter: at the choice, the acceptance and the hand-over, and when what
//! they rested on changes.

use crate::story::{
    Story, chosen, doctor, entry, hand_over, id, id_of_item, lead, name_doctor, nurse, shown,
    treating_doctor,
};
use domain::casework::{self, WhoseMailBox};
use domain::directory::{Specialist, Specialty};
use domain::matching::{Command, DelayAcceptable, NoConflict, ReplacedFor};
use domain::question::{Item, Reader};
use domain::question::{Stage, may_disclose, stage};
use domain::{Actor, Event, Party};
use domain::{records, report, scheduling};
use jiff::civil::date;

/// Each way in which the directory can have changed since the offer.
fn not_eligible_now() -> Vec<Specialist> {
    let change = |change: fn(&mut Specialist)| {
        let mut entry = *entry();
        change(&mut entry);
        entry
    };
    vec![
        change(|entry| entry.checked_until = date(2026, 11, 2)),
        change(|entry| entry.hospitals.push(id("st-anne"))),
        change(|entry| entry.conflicts.push(id("northwind"))),
        change(|entry| entry.specialty = Specialty::try_from("320".to_owned()).unwrap()),
    ]
}

fn choose(specialist: Box<Specialist>) -> Command {
    Command::Choose { specialist, shown: shown(), reason: None }
}

fn accept(specialist: Box<Specialist>) -> Command {
    let (delay, conflict) = (Some(DelayAcceptable), Some(NoConflict));
    Command::Accept { specialist, shown: shown(), delay, conflict }
}

fn names(events: &[Event]) -> Vec<String> {
    events.iter().map(Event::name).collect()
}

#[test]
fn a_specialist_who_is_not_eligible_any_more_is_not_chosen_nor_accepts_nor_takes_over() {
    let complete = Story::at_stage(Stage::RecordsComplete);
    for entry in not_eligible_now().into_iter().map(Box::new) {
        let offered = Story::at_stage(Stage::Offered);
        let refused = offered.refused(&Actor::Member, choose(entry.clone()));
        assert_eq!(refused, "no-longer-eligible");
        let asked = Story::at_stage(Stage::Chosen);
        assert_eq!(asked.refused(&chosen(), accept(entry.clone())), "no-longer-eligible");
        let hand_over = records::Command::HandOver { specialist: Some(entry) };
        assert_eq!(complete.refused(&nurse(), hand_over), "no-longer-eligible");
    }
    // Nor does the entry of another, or none at all, open the gate.
    let other = Some(Box::new(crate::story::specialist("sp-2")));
    for specialist in [other, None] {
        let hand_over = records::Command::HandOver { specialist };
        assert_eq!(complete.refused(&nurse(), hand_over), "no-longer-eligible");
    }
    assert!(complete.clone().try_to(&nurse(), hand_over()).is_ok());
}

#[test]
fn a_specialist_says_that_there_is_no_conflict() {
    let story = Story::at_stage(Stage::Chosen);
    let silent = Command::Accept {
        specialist: entry(),
        shown: shown(),
        delay: Some(DelayAcceptable),
        conflict: None,
    };
    assert_eq!(story.refused(&chosen(), silent), "conflict-not-answered");
}

/// A doctor at the hospital of everyone who is offered.
fn at_kingsway(at: WhoseMailBox) -> casework::Command {
    let doctor = casework::TreatingDoctor { hospital: id("kingsway"), ..treating_doctor("d-2") };
    casework::Command::NameDoctor { doctor, at }
}

#[test]
fn a_doctor_named_where_the_specialist_works_opens_the_choice_again() {
    let named = |stage| {
        let mut story = Story::at_stage(stage);
        let events = story.try_to(&nurse(), at_kingsway(WhoseMailBox::TheirOwn)).unwrap();
        (names(&events), story)
    };
    let (events, story) = named(Stage::Offered);
    assert_eq!(events, ["casework-doctor-named", "matching-offer-withdrawn"]);
    assert_eq!(stage(&story.case), Stage::Understood);
    for at in [Stage::Chosen, Stage::Accepted] {
        let (events, story) = named(at);
        assert_eq!(events, ["casework-doctor-named", "matching-specialist-replaced"], "{at:?}");
        let reader = Reader::Specialist(id("sp-1"));
        assert!(may_disclose(&story.case, Item::Brief, &reader, story.now).is_err());
    }
    let (events, story) = named(Stage::RecordsComplete);
    let expected = ["casework-doctor-named", "matching-specialist-replaced", "records-reopened"];
    assert_eq!(events, expected);
    assert_eq!(stage(&story.case), Stage::Understood);
    // In the specialist's hands the case stays until somebody replaces them.
    let in_hand = Story::at_stage(Stage::Reviewed);
    let at_once = in_hand.refused(&nurse(), at_kingsway(WhoseMailBox::TheirOwn));
    assert_eq!(at_once, "specialist-in-the-way");
    let replaced = in_hand.then(&nurse(), Command::Replace { why: ReplacedFor::Conflict });
    assert!(replaced.clone().try_to(&nurse(), at_kingsway(WhoseMailBox::TheirOwn)).is_ok());
}

#[test]
fn a_doctor_elsewhere_opens_only_the_records_again() {
    let mut story = Story::at_stage(Stage::RecordsComplete);
    let events = story.try_to(&nurse(), name_doctor("d-2")).unwrap();
    assert_eq!(names(&events), ["casework-doctor-named", "records-reopened"]);
    assert_eq!(story.refused(&nurse(), hand_over()), "not-complete");
}

#[test]
fn another_specialty_opens_the_choice_and_asks_for_its_own_records() {
    let heart = || casework::Command::RecordNeeds {
        sheet: id("needs-2"),
        specialty: Specialty::try_from("320".to_owned()).unwrap(),
    };
    let mut story = Story::at_stage(Stage::RecordsComplete);
    let events = story.try_to(&nurse(), heart()).unwrap();
    let expected = [
        "casework-needs-recorded",
        "matching-specialist-replaced",
        "records-reopened",
        "records-items-asked",
    ];
    assert_eq!(names(&events), expected);
    assert!(story.case.records.checklist.contains_key(&id_of_item("ecg")));
    let in_hand = Story::at_stage(Stage::WithTheSpecialist);
    assert_eq!(in_hand.refused(&nurse(), heart()), "specialist-in-the-way");
    // The same specialty again, in other words, opens nothing.
    let mut same = Story::at_stage(Stage::RecordsComplete);
    let (_, by, command) =
        crate::story::commands().into_iter().find(|(name, ..)| *name == "record needs").unwrap();
    assert_eq!(names(&same.try_to(&by, command).unwrap()), ["casework-needs-recorded"]);
}

#[test]
fn a_corrected_doctor_is_asked_again_and_their_old_links_end() {
    let doctors = Party::PrimaryConsultant(id("d-1"));
    let before = Story::at_stage(Stage::RecordsComplete);
    let epochs = |story: &Story| {
        let access = &story.case.access;
        (access.epoch_of(&doctors), access.epoch_of(&Party::Specialist(id("sp-1"))))
    };
    let (own, others) = epochs(&before);
    let after = before.clone().does("correct a doctor");
    assert_eq!(epochs(&after), (own + 1, others));
    assert!(!after.case.records.go_ahead());
    assert_eq!(after.refused(&nurse(), hand_over()), "no-go-ahead");
    // Only another mail box makes the answer doubtful.
    let same = casework::Command::CorrectDoctor {
        doctor: treating_doctor("d-1"),
        at: WhoseMailBox::TheirOwn,
        mail: domain::access::MailBox::Same,
    };
    let after = before.then(&nurse(), same);
    assert_eq!(epochs(&after), (own, others));
    assert!(after.case.records.go_ahead() && after.case.records.complete.is_some());
    // An objection is not taken back by a correction.
    let objected = Story::at_stage(Stage::Accepted).does("object to going ahead");
    assert!(objected.does("correct a doctor").case.records.needs_decision());
}

#[test]
fn a_doctor_who_is_withdrawn_is_shown_nothing_and_their_yes_does_not_count() {
    let story = Story::at_stage(Stage::RecordsComplete).does("withdraw a doctor");
    let reader = Reader::PrimaryConsultant(id("d-1"));
    assert!(may_disclose(&story.case, Item::Consent, &reader, story.now).is_err());
    assert_eq!(story.refused(&nurse(), hand_over()), "no-go-ahead");
    // What they sent stays, and so does an objection.
    assert!(story.case.records.complete.is_some());
    let objected =
        Story::at_stage(Stage::Accepted).does("object to going ahead").does("withdraw a doctor");
    assert!(objected.case.records.needs_decision());
    let again = casework::Command::WithdrawDoctor { doctor: id("d-1"), reason: id("why") };
    assert_eq!(objected.refused(&nurse(), again), "doctor-withdrawn");
}

#[test]
fn a_doctor_is_never_the_member_and_at_the_employer_only_as_the_clinical_lead_allows() {
    let story = Story::at_stage(Stage::Consented);
    let name = |at| casework::Command::NameDoctor { doctor: treating_doctor("d-1"), at };
    let at_client = || name(WhoseMailBox::AtClient);
    assert_eq!(story.refused(&nurse(), name(WhoseMailBox::TheMembers)), "members-address");
    assert_eq!(story.refused(&nurse(), at_client()), "employers-address");
    let unasked = casework::Command::AllowEmployerAddress { reason: id("why"), agreed: None };
    assert_eq!(story.refused(&lead(), unasked), "member-has-not-agreed");
    let mut allowed = story.does("allow an address at the employer");
    assert_eq!(allowed.refused(&nurse(), name(WhoseMailBox::TheMembers)), "members-address");
    assert!(allowed.try_to(&nurse(), at_client()).is_ok());
}

#[test]
fn who_is_written_to_is_told_by_the_address() {
    let email = |text: &str| domain::text::Email::parse(text).unwrap();
    let member = email("maria@home.example");
    let whose = |address: &str| WhoseMailBox::of(&email(address), &member, &crate::story::client());
    assert_eq!(whose("Maria@HOME.example"), WhoseMailBox::TheMembers);
    assert_eq!(whose("j.whitfield@clinic.northwind.example"), WhoseMailBox::AtClient);
    assert_eq!(whose("j.whitfield@st-anne.example"), WhoseMailBox::TheirOwn);
}

#[test]
fn papers_that_grew_old_are_asked_for_again_by_the_clock() {
    let letters = id_of_item("letters");
    let used_for = records::Use::Record { item: letters.clone() };
    let announce = records::Command::Announce {
        document: id("l-1"),
        used_for,
        dated: Some(date(2025, 11, 5)),
        name: None,
    };
    let ask = records::Command::AskItems {
        items: vec![letters.clone()],
        doctor: Some(id("d-1")),
        reason: None,
    };
    let content = crate::story::content();
    let mut story = Story::at_stage(Stage::Accepted)
        .does("confirm the go-ahead")
        .does("find a document clean")
        .then(&nurse(), ask)
        .then(&doctor(), announce)
        .then(&Actor::Scanner, records::Command::FindClean { document: id("l-1"), content })
        .does("complete the records");
    assert_eq!(story.refused(&Actor::Clock, records::Command::Outdate), "not-due");
    story.now = domain::question::next_wake(&story.case).unwrap();
    assert_eq!(story.now.to_string(), "2026-11-06T10:00:00Z");
    let due = domain::question::due_commands(&story.case, story.now);
    assert_eq!(due, [records::Command::Outdate.into()]);
    let story = story.then(&Actor::Clock, records::Command::Outdate);
    assert_eq!(story.case.records.checklist[&letters], records::ItemState::Missing);
    assert_eq!(story.refused(&nurse(), hand_over()), "not-complete");
}

#[test]
fn nothing_is_booked_or_released_while_an_objection_is_undecided() {
    let object = || records::Command::Object { reason: id("why") };
    let reviewed = Story::at_stage(Stage::Reviewed).then(&doctor(), object());
    let (appointment, slot) = (id("a-1"), crate::story::slot());
    let book = scheduling::Command::Book { appointment, slot, mode: scheduling::Mode::Video };
    assert_eq!(reviewed.refused(&nurse(), book), "undecided");
    let reported = Story::at_stage(Stage::Reported).then(&doctor(), object());
    let release = report::Command::Release { call: None };
    assert_eq!(reported.refused(&nurse(), release.clone()), "undecided");
    let decide = records::Command::Decide { go_on: records::GoOn::GoOn, reason: id("why") };
    assert!(reported.then(&lead(), decide).try_to(&nurse(), release).is_ok());
}

#[test]
fn a_doctor_who_was_asked_is_corrected_only_to_an_address_that_was_verified() {
    let unverified = |doctor| {
        let casework::Command::NameDoctor { doctor, at } = name_doctor(doctor) else {
            unreachable!("it names a doctor");
        };
        let doctor =
            casework::TreatingDoctor { address: casework::DoctorAddress::Unverified, ..doctor };
        let mail = domain::access::MailBox::Other;
        casework::Command::CorrectDoctor { doctor, at, mail }
    };
    let asked = Story::at_stage(Stage::Accepted);
    assert_eq!(asked.refused(&nurse(), unverified("d-1")), "address-not-verified");
    let mut unasked = asked.then(&nurse(), name_doctor("d-2"));
    let events = unasked.try_to(&nurse(), unverified("d-2")).unwrap();
    let told = domain::follow::letters(&unasked.case, unasked.log.last().unwrap());
    assert_eq!(
        (names(&events).as_slice(), told),
        (&["casework-doctor-corrected".to_owned()][..], vec![])
    );
}
