//! The gates of decisions that are worth a sentence of their own.

use crate::story::{
    Story, chosen, client, covers, details, hand_over, id, monday, nurse, scopes, shown, sign,
    specialist,
};
use domain::billing::FallsDue;
use domain::casework::CloseCode;
use domain::consent::{self, Scope, Signatory};
use domain::follow::charge;
use domain::matching::{self, Bar, bar, rank};
use domain::nhs_number::NhsNumber;
use domain::question::Stage;
use domain::question::due_commands;
use domain::referral::{AddressRule, TestNumbers};
use domain::{Actor, records, referral, report};
use domain::{casework, keeping};
use jiff::ToSpan;
use jiff::civil::date;
use strum::IntoEnumIterator;

#[test]
fn a_secretary_never_gives_the_go_ahead() {
    let mut story = Story::at_stage(Stage::Accepted);
    let secretary = Actor::Secretary(id("d-1"));
    assert_eq!(
        story.refused(&secretary, records::Command::Confirm { shown: shown() }),
        "not-allowed"
    );
    let not_available = records::Command::NotAvailable {
        item: records::ChecklistItem("description".to_owned()),
        reason: id("why"),
    };
    assert!(story.try_to(&secretary, not_available).is_ok());
}

#[test]
fn nothing_is_handed_over_before_every_gate_stands() {
    for at in Stage::iter().filter(|at| *at < Stage::RecordsComplete) {
        let mut story = Story::at_stage(at);
        assert!(story.try_to(&nurse(), hand_over()).is_err(), "{at:?}");
    }
}

#[test]
fn a_consent_without_the_show_scope_stops_before_the_offer() {
    let mut story = Story::at_stage(Stage::Introduced);
    let only_collect = consent::Sign { scopes: scopes(&[Scope::Collect]), ..sign() };
    story.try_to(&Actor::Member, consent::Command::Give(only_collect)).unwrap();
    let question = casework::Question { question: id("q-1"), sheet: id("s") };
    story.try_to(&nurse(), casework::Command::AddQuestion(question)).unwrap();
    let understood = story.does("record needs").does("name a doctor");
    let offer =
        matching::Command::Offer { specialists: vec![specialist("s-1"), specialist("s-2")] };
    assert_eq!(understood.refused(&nurse(), offer), "outside-consent");
}

#[test]
fn a_consent_names_its_delay_statement_scopes_and_signatory() {
    let give = |sign| consent::Command::Give(sign);
    let story = Story::at_stage(Stage::Introduced);
    let unaware = consent::Sign { delay: None, ..sign() };
    assert_eq!(story.refused(&Actor::Member, give(unaware)), "delay-not-acknowledged");
    let old = consent::Sign { statement: 0, ..sign() };
    assert_eq!(story.refused(&Actor::Member, give(old)), "statement-changed");
    let empty = consent::Sign { scopes: scopes(&[]), ..sign() };
    assert_eq!(story.refused(&Actor::Member, give(empty)), "nothing-allowed");
    let parent = consent::Sign { signatory: Signatory::Parent, ..sign() };
    assert_eq!(story.refused(&Actor::Member, give(parent)), "not-a-child");
}

#[test]
fn no_session_signs_through_the_employers_mail_domain() {
    let mut client = crate::story::client();
    client.mail_domains.push("home.example".to_owned());
    let receive = domain::referral::Command::Receive {
        client,
        covers: covers(),
        manager: id("d-okafor"),
        details: crate::story::details(),
        sheet: id("details"),
        marks: Vec::new(),
        rule: domain::referral::AddressRule::PrivateOnly,
        test_numbers: domain::referral::TestNumbers::Refused,
    };
    let story = Story::default()
        .then(&Actor::Client(id("northwind")), receive)
        .then(&nurse(), casework::Command::Assign { nurse: id("asha") })
        .does("introduce");
    let give = || consent::Command::Give(sign());
    assert_eq!(story.refused(&Actor::Member, give()), "address-at-client");
    let mut confirmed = story.does("confirm a private contact");
    assert!(confirmed.try_to(&Actor::Member, give()).is_ok());
}

#[test]
fn independence_is_told_by_hospital_conflict_and_what_went_before() {
    let story = Story::at_stage(Stage::Understood);
    let today = date(2026, 11, 2);
    let barred = |change: fn(&mut domain::directory::Specialist)| {
        let mut one = specialist("sp-1");
        change(&mut one);
        bar(&story.case, &one, today)
    };
    assert_eq!(barred(|_| {}), None);
    assert_eq!(barred(|one| one.hospitals.push(id("st-anne"))), Some(Bar::SameHospital));
    assert_eq!(barred(|one| one.conflicts.push(id("northwind"))), Some(Bar::DeclaredConflict));
    assert_eq!(
        barred(|one| one.specialty = "320".to_owned().try_into().unwrap()),
        Some(Bar::OtherSpecialty)
    );
    assert_eq!(
        barred(|one| one.checked_until = date(2026, 11, 2)),
        Some(Bar::RegistrationNotChecked)
    );
    let declined = Story::at_stage(Stage::Chosen).does("decline the case");
    assert_eq!(bar(&declined.case, &specialist("sp-1"), today), Some(Bar::SetAside));
    let network = ["sp-3", "sp-1", "sp-2"].map(specialist);
    let ranked = rank(&story.case, &network, today);
    let order: Vec<&str> = ranked.iter().map(|one| one.specialist.id.as_str()).collect();
    assert_eq!(order, ["sp-1", "sp-2", "sp-3"]);
}

#[test]
fn two_or_three_are_offered_never_one_or_four() {
    for (count, fits) in [(1, false), (2, true), (3, true), (4, false)] {
        let specialists = (1..=count).map(|number| specialist(&format!("sp-{number}"))).collect();
        let mut story = Story::at_stage(Stage::Understood);
        let outcome = story.try_to(&nurse(), matching::Command::Offer { specialists });
        assert_eq!(outcome.is_ok(), fits, "{count}");
    }
    let twice = vec![specialist("sp-1"), specialist("sp-1")];
    let story = Story::at_stage(Stage::Understood);
    let offer = matching::Command::Offer { specialists: twice };
    assert_eq!(story.refused(&nurse(), offer), "not-two-or-three");
}

#[test]
fn a_release_needs_every_answer_whole_findings_and_a_call_before_a_major_change() {
    let handed_in = |change: fn(&mut report::Upload)| {
        let mut story = Story::at_stage(Stage::ConsultationHeld);
        let mut upload = report::Upload {
            version: 1,
            sheet: id("r"),
            document: None,
            answered: [id("q-1")].into(),
            findings: report::Findings {
                diagnosis: Some(report::Finding::Confirmed),
                treatment: Some(report::Finding::Confirmed),
                impact: report::Impact::None,
            },
        };
        change(&mut upload);
        let outcome = story.try_to(&chosen(), report::Command::Upload(upload));
        outcome.map(|_| story).map_err(|refusal| refusal.code())
    };
    // What is missing is told when it is handed in.
    assert_eq!(handed_in(|upload| upload.answered.clear()).unwrap_err(), "question-open");
    let partial = handed_in(|upload| upload.findings.treatment = None);
    assert_eq!(partial.unwrap_err(), "findings-partial");
    let of_a_record = handed_in(|upload| upload.document = Some(id("doc-1")));
    assert_eq!(of_a_record.unwrap_err(), "document-not-clean");

    let release = || report::Command::Release { call: None };
    let major = handed_in(|upload| upload.findings.impact = report::Impact::Major).unwrap();
    assert_eq!(major.refused(&nurse(), release()), "call-not-offered");
    let mut whole = handed_in(|_| {}).unwrap();
    // A question that came after it was handed in is not answered by it.
    let later = whole.clone().does("add a question");
    assert_eq!(later.refused(&nurse(), release()), "question-open");
    assert!(whole.try_to(&nurse(), release()).is_ok());
}

#[test]
fn a_legal_hold_stops_an_erasure() {
    let held = Story::at_stage(Stage::Closed).does("place a legal hold");
    let erase = keeping::Command::Erase { grounds: keeping::ErasureGrounds::LawfulRequest };
    assert_eq!(held.refused(&crate::story::operator(), erase), "legal-hold");
    let early = Story::at_stage(Stage::Closed);
    let over = keeping::Command::Erase { grounds: keeping::ErasureGrounds::RetentionOver };
    assert_eq!(early.refused(&crate::story::operator(), over), "retention-not-over");
}

#[test]
fn a_second_version_waits_until_the_first_is_settled_and_the_fee_falls_due_once() {
    let upload = |version| {
        report::Command::Upload(report::Upload {
            version,
            sheet: id("r"),
            document: None,
            answered: [id("q-1")].into(),
            findings: report::Findings {
                diagnosis: Some(report::Finding::Confirmed),
                treatment: Some(report::Finding::Confirmed),
                impact: report::Impact::None,
            },
        })
    };
    let story = Story::at_stage(Stage::Reported);
    assert_eq!(story.refused(&chosen(), upload(2)), "version-pending");
    let story = story.does("release a report").then(&chosen(), upload(2)).does("release a report");
    let contract = crate::story::contract(FallsDue::Release, 0);
    assert_eq!(story.log.iter().filter_map(|it| charge(&story.case, it, &contract)).count(), 1);
}

#[test]
fn a_cover_runs_out() {
    let cover = casework::Command::Cover {
        nurse: id("ben"),
        until: "2026-11-03T09:00:00Z".parse().unwrap(),
    };
    let ben = Actor::Nurse(id("ben"));
    let mut story = Story::at_stage(Stage::Consented).then(&nurse(), cover);
    assert!(story.try_to(&ben, casework::Command::MarkUrgent).is_ok());
    let late = story.at("2026-11-03T09:00:00Z");
    let hold = casework::Command::Pause { reason: id("why") };
    assert_eq!(late.refused(&ben, hold), "not-yours");
}

#[test]
fn a_number_of_the_test_range_is_let_in_only_where_it_is_allowed() {
    let receive = |test_numbers| {
        let mut details = details();
        details.nhs_number = Some(NhsNumber::parse("999 000 0018").unwrap());
        let (client, manager, rule) = (client(), id("d-okafor"), AddressRule::PrivateOnly);
        let sheet = id("details");
        let marks = Vec::new();
        let covers = covers();
        referral::Command::Receive {
            client,
            covers,
            manager,
            details,
            sheet,
            marks,
            rule,
            test_numbers,
        }
    };
    let by = Actor::Client(client().id);
    let mut story = Story::default();
    assert_eq!(story.refused(&by, receive(TestNumbers::Refused)), "test-number");
    story.try_to(&by, receive(TestNumbers::Allowed)).unwrap();
}

#[test]
fn a_colleague_who_covers_does_not_make_their_own_cover_longer() {
    let until = |days: i64| monday().checked_add((days * 24).hours()).unwrap();
    let cover =
        |nurse: &str, days| casework::Command::Cover { nurse: id(nurse), until: until(days) };
    let mut story = Story::at_stage(Stage::Accepted);
    story.try_to(&nurse(), cover("n-2", 20)).unwrap();
    let colleague = Actor::Nurse(id("n-2"));
    assert_eq!(story.refused(&colleague, cover("n-2", 90)), "not-allowed");
    assert_eq!(story.refused(&colleague, cover("n-3", 90)), "not-allowed");
    story.try_to(&nurse(), cover("n-2", 90)).unwrap();
}

#[test]
fn a_case_that_was_followed_up_is_never_closed_as_if_it_had_not_been() {
    let late = |mut story: Story| {
        story.now = story.now.checked_add((24 * 110).hours()).unwrap();
        story
    };
    let close = |code| casework::Command::Close { code };
    let silent = late(Story::at_stage(Stage::Released));
    let followed_up = silent.clone().does("answer the follow-up");
    let (given, unheard) = (CloseCode::OpinionGiven, CloseCode::OpinionGivenNoFollowUp);
    assert_eq!(followed_up.refused(&nurse(), close(unheard)), "not-followed-up");
    assert_eq!(silent.refused(&nurse(), close(given)), "not-followed-up");
    for (story, code) in [(silent, unheard), (followed_up, given)] {
        assert_eq!(due_commands(&story.case, story.now), [close(code).into()]);
        let _closed = story.then(&Actor::Clock, close(code));
    }
}

#[test]
fn a_corrected_hospital_counts_for_that_doctor_alone() {
    let doctor = casework::TreatingDoctor {
        hospital: id("kingsway"),
        ..crate::story::treating_doctor("d-1")
    };
    let at = casework::WhoseMailBox::TheirOwn;
    let mail = domain::access::MailBox::Same;
    let correct = casework::Command::CorrectDoctor { doctor, at, mail };
    let mut story = Story::at_stage(Stage::Offered);
    let two = story.clone().does("name a doctor").then(&nurse(), correct.clone());
    let hospital = |which: &str| two.case.casework.doctor(&id(which)).unwrap().hospital.clone();
    assert_eq!((hospital("d-1"), hospital("d-2")), (id("kingsway"), id("st-anne")));
    // The specialist who is offered works at Kingsway, too.
    let events = story.try_to(&nurse(), correct).unwrap();
    let names: Vec<String> = events.iter().map(domain::Event::name).collect();
    assert_eq!(names, ["casework-doctor-corrected", "matching-offer-withdrawn"]);
}

#[test]
fn every_contact_is_counted() {
    let story = Story::at_stage(Stage::Consented).does("log a contact").does("log a contact");
    assert_eq!(story.case.casework.contacts, 2);
}

#[test]
fn a_task_that_is_finished_is_that_one_and_no_other() {
    let add = |task: &str| casework::Command::AddTask { task: id(task), sheet: id("sheet") };
    let finish = || casework::Command::FinishTask { task: id("t-1") };
    let story = Story::at_stage(Stage::Consented)
        .then(&nurse(), add("t-1"))
        .then(&nurse(), add("t-2"))
        .then(&nurse(), finish());
    assert_eq!(story.refused(&nurse(), finish()), "no-such-task");
    let open: Vec<&str> =
        story.case.casework.open_tasks.iter().map(|open| open.task.as_str()).collect();
    assert_eq!(open, ["t-2"]);
}
