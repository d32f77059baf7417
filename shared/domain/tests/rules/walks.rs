//! Random walks over commands and actors: no way leads through a gate that should be shut, and no case is
//! ever stuck.

use crate::story::{Story, commands, doing, id, nurse, scopes, treating_doctor};
use domain::casework::{self, Dates, WhoseMailBox};
use domain::consent::{self, Scope, TypedName};
use domain::directory::Specialty;
use domain::question::{Need, NextStep, Stage, What, due_commands, next_steps, next_wake, slipped};
use domain::records::{self, GoAheadAnswer, GoOn, ItemState};
use domain::{Actor, Command, Event, Party, access, report};
use jiff::ToSpan;
use proptest::prelude::*;
use std::collections::BTreeSet;
use strum::IntoEnumIterator;

/// What gets in the way of a case: each by someone who may, at any moment.
fn trouble() -> Vec<(Actor, Command)> {
    let amend = |kept: &[Scope]| consent::Command::Amend {
        scopes: scopes(kept),
        typed: TypedName::Fits,
        signature: id("s"),
        copy: id("c"),
    };
    let named_at = |doctor: &str, hospital: &str| {
        let doctor = casework::TreatingDoctor { hospital: id(hospital), ..treating_doctor(doctor) };
        casework::Command::NameDoctor { doctor, at: WhoseMailBox::TheirOwn }
    };
    let needs = casework::Command::RecordNeeds {
        sheet: id("needs-2"),
        specialty: Specialty::try_from("320".to_owned()).unwrap(),
    };
    let other = Actor::PrimaryConsultant(id("d-2"));
    let object = || records::Command::Object { reason: id("why") };
    let returned = |to| access::Command::ReportNotDelivered { letter: 1, to: Some(to) };
    let spam = |to| access::Command::ReportSpam { letter: 1, to };
    let doctors = || Party::PrimaryConsultant(id("d-1"));
    let doubtful = consent::Sign { typed: TypedName::ToConfirm, ..crate::story::sign() };
    let nearer = Dates { planned: None, latest_safe: jiff::civil::date(2026, 12, 1) };
    let concern = report::Command::RaiseConcern { concern: id("u-9"), sheet: id("concern") };
    vec![
        (Actor::Member, amend(&[Scope::Collect]).into()),
        (Actor::Member, amend(&[Scope::Show]).into()),
        (Actor::Member, consent::Command::Give(doubtful).into()),
        (nurse(), consent::Command::RefuseSignature.into()),
        (nurse(), named_at("d-2", "kingsway").into()),
        (nurse(), named_at("d-3", "elsewhere").into()),
        (nurse(), needs.into()),
        (nurse(), casework::Command::SetDates(nearer).into()),
        (nurse(), casework::Command::Assign { nurse: id("asha") }.into()),
        (nurse(), concern.into()),
        (crate::story::doctor(), object().into()),
        (other, object().into()),
        (Actor::Postmaster, returned(doctors()).into()),
        (Actor::Postmaster, spam(Party::Member).into()),
        (Actor::Postmaster, spam(doctors()).into()),
    ]
}

/// Commands that end a case: a walk that ends at once shows nothing.
const ENDING: [&str; 6] =
    ["decline", "lapse", "withdraw consent", "stop", "record a death", "close"];

/// One thing that may happen next.
#[derive(Debug, Clone)]
enum Happens {
    /// Somebody takes one of the next steps.
    Step(usize),
    /// Something gets in the way.
    Trouble(usize),
    /// Any command of the table.
    Any(usize),
    /// Days pass, and the clock does what is due.
    Days(i64),
}

fn happens() -> impl Strategy<Value = Happens> {
    prop_oneof![
        6 => any::<usize>().prop_map(Happens::Step),
        2 => any::<usize>().prop_map(Happens::Trouble),
        2 => any::<usize>().prop_map(Happens::Any),
        1 => (0_i64..9).prop_map(Happens::Days),
    ]
}

fn happen(story: &mut Story, what: &Happens) {
    match what {
        Happens::Step(nth) => {
            let steps = next_steps(&story.case, story.now);
            if !steps.is_empty() {
                take(story, &steps[nth % steps.len()]);
            }
        }
        Happens::Trouble(nth) => {
            let trouble = trouble();
            let (by, command) = trouble[nth % trouble.len()].clone();
            let _ = story.try_to(&by, command);
        }
        Happens::Any(nth) => {
            let all: Vec<_> =
                commands().into_iter().filter(|(name, ..)| !ENDING.contains(name)).collect();
            let (_, by, command) = all[nth % all.len()].clone();
            let _ = story.try_to(&by, command);
        }
        Happens::Days(days) => {
            story.now = story.now.checked_add((24 * days).hours()).unwrap();
            clock(story);
        }
    }
}

/// What is due is done until nothing is: the clock always comes to rest.
fn clock(story: &mut Story) {
    for _ in 0..40 {
        let due = due_commands(&story.case, story.now);
        let Some(command) = due.into_iter().next() else {
            return;
        };
        story.try_to(&Actor::Clock, command).unwrap();
    }
    panic!("the clock never rests");
}

/// Takes a step by the first of its commands that is accepted.
fn take(story: &mut Story, step: &NextStep) -> bool {
    let (by, commands) = doing(story, step);
    commands.into_iter().any(|command| story.try_to(&by, command).is_ok())
}

/// Every gate before the hand-over, looked at from outside.
fn was_rightly_handed_over(story: &Story, before: &Story) {
    let case = &before.case;
    let chosen = case.matching.accepted().expect("nobody accepted");
    let treated_at: BTreeSet<_> =
        case.casework.doctors.iter().map(|doctor| &doctor.hospital).collect();
    assert!(
        chosen.offered.hospitals.iter().all(|hospital| !treated_at.contains(hospital)),
        "dependent"
    );
    assert_eq!(case.casework.specialty(), Some(&chosen.offered.specialty), "another specialty");
    let objected =
        case.records.asked.iter().any(|asked| asked.answer.as_ref().is_some_and(is_objection));
    let decided =
        case.records.decided.as_ref().is_some_and(|decision| decision.go_on == GoOn::GoOn);
    assert!(!objected || decided, "an objection that nobody has decided");
    let confirmed = case.records.treating().any(|asked| asked.answer.is_some());
    assert!(confirmed || decided, "no go-ahead");
    let checklist = &case.records.checklist;
    assert!(!checklist.is_empty() && checklist.values().all(|item| *item != ItemState::Missing));
    let today = domain::calendar::london(story.now).date();
    assert_eq!(case.records.out_of_date(today).count(), 0, "an outdated item");
    let consent = case.standing_consent().expect("no consent");
    assert!(consent.scopes.contains(&Scope::Show) && consent.to_confirm.is_none());
    assert_eq!(slipped(case, story.now), [], "a yes to an earlier finish");
    assert!(chosen.asked_again.is_none());
}

fn is_objection(answer: &GoAheadAnswer) -> bool {
    matches!(answer, GoAheadAnswer::Objected { .. })
}

/// A live case always has something that somebody can do.
fn is_not_stuck(story: &Story) {
    let case = &story.case;
    if case.ended.is_some() {
        return;
    }
    let steps = next_steps(case, story.now);
    let taken = steps.iter().any(|step| take(&mut story.clone(), step));
    assert!(taken, "stuck: {steps:?}");
}

/// What must be done now is accepted when it is done now.
fn every_step_can_be_taken(story: &Story) {
    for step in next_steps(&story.case, story.now) {
        assert!(take(&mut story.clone(), &step), "{step:?} is refused");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_walk_leads_through_a_shut_gate_and_none_ends_in_a_dead_end(
        start in prop::sample::select(vec![Stage::Received, Stage::Accepted, Stage::Reviewed]),
        walk in prop::collection::vec(happens(), 10..120)
    ) {
        let mut story = Story::at_stage(start);
        for what in &walk {
            let before = story.clone();
            happen(&mut story, what);
            let new = &story.log[before.log.len()..];
            let handed_over =
                |it: &&domain::Recorded| it.event == Event::Records(records::Event::HandedOver);
            if new.iter().any(|event| handed_over(&event)) {
                was_rightly_handed_over(&story, &before);
            }
            is_not_stuck(&story);
            every_step_can_be_taken(&story);
        }
    }
}

/// Nobody but those who must act, each doing the first thing that is asked of them.
#[test]
fn whoever_does_what_must_be_done_brings_a_case_to_its_end() {
    let mut story = Story::default().does("receive a referral");
    let mut done = BTreeSet::new();
    for _ in 0..200 {
        if story.case.ended.is_some() {
            break;
        }
        let steps = next_steps(&story.case, story.now);
        let step = steps.iter().find(|step| step.need == Need::Must);
        match step {
            Some(step) if step.what == What::SendRecords => {
                // A record is there once it was found clean.
                assert!(take(&mut story, step));
                let checked = story.case.records.documents.keys().next_back().unwrap().clone();
                let content = crate::story::content();
                let clean = records::Command::FindClean { document: checked, content };
                story.try_to(&Actor::Scanner, clean).unwrap();
            }
            Some(step) => assert!(take(&mut story, step), "{step:?}"),
            None => story.now = story.now.checked_add(24.hours()).unwrap(),
        }
        done.extend(step.map(|step| -> &'static str { step.what.into() }));
    }
    assert_eq!(story.case.ended.as_ref().unwrap().how, domain::case::Ending::Closed, "{done:?}");
    assert!(done.len() >= 18, "{done:?}");
}

#[test]
fn the_clock_wakes_for_what_is_due_and_never_in_vain_for_long() {
    let mut story = Story::at_stage(Stage::Accepted);
    for _ in 0..60 {
        let Some(wakes) = next_wake(&story.case) else { break };
        story.now = story.now.max(wakes);
        clock(&mut story);
        let again = next_wake(&story.case);
        assert!(again.is_none_or(|again| again > story.now), "{again:?} at {}", story.now);
    }
}

#[test]
fn every_kind_of_step_has_a_name() {
    let names: BTreeSet<&'static str> = What::iter().map(Into::into).collect();
    assert_eq!(names.len(), What::iter().count());
}
