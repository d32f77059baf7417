//! Conditions of several parts: each part counts by itself.

use crate::story::{
    Story, chosen, commands, doctor, id, id_of_item, item, name_doctor, nurse, scopes, specialist,
};
use domain::access::{Standing, standing};
use domain::casework::{Command as Casework, Dates};
use domain::consent::{self, Signatory, signatories};
use domain::directory::Specialist;
use domain::matching::{Reason, rank};
use domain::question::{
    Item, Looking, ReadFor, Stage, What, next_steps, reader_outlives_erasure, stage, tasks,
};
use domain::records::{DOCUMENT_BYTES_MAX, DocumentState, IMAGING_BYTES_MAX, Use};
use domain::referral::AgeBand;
use domain::{Actor, Party, access, records};
use jiff::ToSpan;
use jiff::civil::date;

fn hands_over(story: &Story) -> bool {
    next_steps(&story.case, story.now).iter().any(|step| step.what == What::HandOver)
}

#[test]
fn a_case_is_understood_once_nothing_of_four_is_missing() {
    let parts: [fn(Story) -> Story; 4] = [
        |story| story.does("record needs"),
        |story| story.does("add a question"),
        |story| story.does("set dates"),
        |story| story.then(&nurse(), name_doctor("d-1")),
    ];
    for missing in 0..parts.len() {
        let given = parts.iter().enumerate().filter(|(place, _)| *place != missing);
        let story = given.fold(Story::at_stage(Stage::Consented), |story, (_, part)| part(story));
        assert_eq!(stage(&story.case), Stage::Consented, "without {missing}");
        assert_eq!(stage(&parts[missing](story).case), Stage::Understood);
    }
}

#[test]
fn a_hand_over_waits_for_every_gate() {
    let ready = || Story::at_stage(Stage::RecordsComplete);
    assert!(hands_over(&ready()));
    for gate in ["pause", "ask the member again", "object to going ahead", "hand over"] {
        let (_, by, command) = commands().into_iter().find(|it| it.0 == gate).unwrap();
        let mut story = ready();
        let done = story.try_to(&by, command);
        assert!(done.is_err() || !hands_over(&story), "{gate}");
    }
    let late = Story::at_stage(Stage::RecordsComplete).days_later(60);
    assert!(!hands_over(&late), "a yes that was given to an earlier finish");
}

#[test]
fn a_link_that_was_asked_for_a_day_ago_does_not_count_any_more() {
    let asked = || Story::at_stage(Stage::Introduced).does("ask for a fresh link");
    let count = |story: &Story| story.case.access.links_asked.len();
    let hours = |story: Story, hours: i64| Story {
        now: story.now.checked_add(hours.hours()).unwrap(),
        ..story
    };
    assert_eq!(count(&hours(asked(), 23).does("ask for a fresh link")), 2);
    assert_eq!(count(&hours(asked(), 24).does("ask for a fresh link")), 1);
}

#[test]
fn a_letter_that_came_back_is_noted_once_for_each_party() {
    let missed = |to: Option<Party>| access::Command::ReportNotDelivered { letter: 1, to };
    let of_doctor = Some(Party::PrimaryConsultant(id("d-1")));
    let mut story = Story::at_stage(Stage::Accepted).then(&Actor::Postmaster, missed(None));
    story = story.then(&Actor::Postmaster, missed(of_doctor.clone()));
    story.now = story.now.checked_add(1.hours()).unwrap();
    story = story.then(&Actor::Postmaster, missed(of_doctor));
    let unreached = |story: &Story| -> Vec<Party> {
        story.case.access.unreached.iter().map(|miss| miss.party.clone()).collect()
    };
    let doctor = Party::PrimaryConsultant(id("d-1"));
    assert_eq!(unreached(&story), [Party::Member, doctor.clone()]);
    assert_eq!(story.case.access.unreached[1].at, story.now);
    assert_eq!(tasks(&story.case).len(), 2);
    let spam = || access::Command::ReportSpam { letter: 1, to: Party::Member };
    story = story.then(&Actor::Postmaster, spam());
    assert_eq!(unreached(&story), [doctor, Party::Member]);
}

#[test]
fn a_link_opens_nothing_once_its_member_has_died_or_its_case_is_erased() {
    let of = |story: &Story, party: &Party| {
        let later = story.now.checked_add(1.hours()).unwrap();
        standing(&story.case, party, story.case.access.epoch_of(party), later, story.now)
    };
    let doctor = Party::PrimaryConsultant(id("d-1"));
    assert_eq!(of(&Story::at_stage(Stage::MemberDied), &Party::Member), Standing::Over);
    assert_eq!(of(&Story::at_stage(Stage::Erased), &doctor), Standing::Over);
    let at_client = crate::access::at_client();
    assert_eq!(of(&at_client, &Party::Member), Standing::AtClient);
    assert_eq!(of(&at_client, &doctor), Standing::Open);
}

#[test]
fn a_parent_signs_for_a_child_under_sixteen() {
    assert_eq!(signatories(AgeBand::Under16)[0], Signatory::Parent);
    assert_eq!(signatories(AgeBand::From16To17)[0], Signatory::Member);
}

#[test]
fn a_member_who_has_answered_is_not_introduced_again_by_another_address() {
    let consented = Story::at_stage(Stage::Consented).days_later(3);
    let since = consented.case.casework.introduced;
    assert_eq!(consented.does("correct a contact").case.casework.introduced, since);
    let waiting = Story::at_stage(Stage::Introduced).days_later(3);
    let again = waiting.does("correct a contact");
    assert_eq!(again.case.casework.introduced, Some(again.now));
}

#[test]
fn one_more_item_is_asked_of_whom_it_names() {
    let two = Story::at_stage(Stage::WithTheSpecialist);
    let ask = |doctor: Option<&str>| records::Command::AskItems {
        items: vec![id_of_item("imaging")],
        doctor: doctor.map(id),
        reason: None,
    };
    assert_eq!(two.refused(&nurse(), ask(Some("d-9"))), "not-asked");
    let asked = two.days_later(1).then(&nurse(), ask(Some("d-1")));
    assert_eq!(asked.case.records.asked[0].papers.since, Some(asked.now));
    let again = records::Command::AskItems { items: vec![item()], doctor: None, reason: None };
    let open = asked.then(&nurse(), again.clone());
    assert_eq!(open.refused(&nurse(), again), "already-missing");
}

#[test]
fn whoever_tells_of_a_condition_is_not_named_after_an_erasure() {
    assert!(reader_outlives_erasure(&nurse()) && reader_outlives_erasure(&Actor::Member));
    for tells in [chosen(), doctor(), Actor::Secretary(id("d-1"))] {
        assert!(!reader_outlives_erasure(&tells), "{tells:?}");
    }
}

#[test]
fn a_record_has_fifty_megabytes_and_imaging_two_gigabytes() {
    assert_eq!((DOCUMENT_BYTES_MAX, IMAGING_BYTES_MAX), (52_428_800, 2_147_483_648));
}

#[test]
fn what_is_shown_is_not_printed_by_mistake() {
    let story = Story::at_stage(Stage::Accepted);
    let look = Looking::at(&[Item::Contact], ReadFor::Casework);
    let look = look.allowed(&story.case, &nurse(), story.now).unwrap();
    let shown = look.show(Item::Contact, "Maria").unwrap();
    assert_eq!((format!("{shown:?}"), shown.to_string()), ("…".to_owned(), "Maria".to_owned()));
}

#[test]
fn dates_are_in_order_and_the_safe_one_is_not_over() {
    let today = date(2026, 11, 2);
    let set = |planned, latest_safe| Casework::SetDates(Dates { planned, latest_safe });
    let story = Story::at_stage(Stage::Consented);
    for (dates, fit) in [
        (set(None, today), true),
        (set(Some(today), today), true),
        (set(Some(date(2026, 11, 3)), today), false),
        (set(None, date(2026, 11, 1)), false),
        (set(Some(date(2026, 11, 3)), date(2026, 11, 1)), false),
    ] {
        assert_eq!(story.clone().try_to(&nurse(), dates.clone()).is_ok(), fit, "{dates:?}");
    }
}

#[test]
fn a_cover_ends_in_the_future_and_a_case_is_not_taken_twice() {
    let story = Story::at_stage(Stage::Consented);
    let cover = |until| Casework::Cover { nurse: id("ben"), until };
    assert_eq!(story.refused(&nurse(), cover(story.now)), "cover-in-the-past");
    let again = Casework::Assign { nurse: id("asha") };
    assert_eq!(story.refused(&nurse(), again), "already-assigned");
}

#[test]
fn each_pane_of_broken_glass_closes_by_itself() {
    let break_it = || Casework::BreakGlass { reason: id("why") };
    let mut story = Story::at_stage(Stage::Consented).then(&Actor::Nurse(id("ben")), break_it());
    story.now = story.now.checked_add(30.minutes()).unwrap();
    story = story.then(&Actor::Nurse(id("cleo")), break_it());
    assert_eq!(story.case.casework.glass.len(), 2);
    story.now = story.now.checked_add(30.minutes()).unwrap();
    story = story.then(&Actor::Nurse(id("dora")), break_it());
    let open: Vec<&str> = story.case.casework.glass.iter().map(|one| one.nurse.as_str()).collect();
    assert_eq!(open, ["cleo", "dora"]);
}

#[test]
fn a_paper_of_the_members_own_is_still_checked_when_they_forbid_collecting() {
    let announce = |document: &str, used_for| records::Command::Announce {
        document: id(document),
        used_for,
        dated: None,
        name: None,
    };
    let story = Story::at_stage(Stage::Accepted)
        .then(&Actor::Member, announce("own-1", Use::Own))
        .then(&doctor(), announce("doc-2", Use::Record { item: item() }));
    let amend = consent::Command::Amend {
        scopes: scopes(&[consent::Scope::Show]),
        typed: consent::TypedName::Fits,
        signature: id("s"),
        copy: id("c"),
    };
    let documents = story.then(&Actor::Member, amend).case.records.documents;
    let waits = |document: &str| documents[&id(document)].state == DocumentState::BeingChecked;
    assert!(waits("own-1") && !waits("doc-2"));
}

#[test]
fn whoever_reports_soonest_says_so() {
    let network = [specialist("sp-1"), Specialist { report_days: 20, ..specialist("sp-2") }];
    let case = Story::at_stage(Stage::Understood).case;
    let soonest = rank(&case, &network, date(2026, 11, 2))
        .iter()
        .map(|ranked| ranked.reasons.contains(&Reason::SoonestReport))
        .collect::<Vec<_>>();
    assert_eq!(soonest, [true, false]);
}
