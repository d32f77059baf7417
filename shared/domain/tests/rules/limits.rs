//! Limits: how many of each thing a case takes before one is one too many.

use crate::story::{Story, chosen, id, name_doctor, nurse};
use domain::casework::{self, Question};
use domain::question::Stage;
use domain::sheet::Class;
use domain::{Actor, Command, Party, report};

/// How many of a kind are taken. The next one is refused for no other reason.
fn taken<C: Into<Command>>(mut story: Story, by: &Actor, next: impl Fn(u32) -> C) -> u32 {
    let mut count = 0;
    while story.try_to(by, next(count)).is_ok() {
        count += 1;
    }
    assert_eq!(story.refused(by, next(count)), "too-many");
    count
}

#[test]
fn the_nurses_lists_have_an_end() {
    use casework::Command as K;
    let story = || Story::at_stage(Stage::Consented);
    let task = |count| K::AddTask { task: id(&format!("t-{count}")), sheet: id("sheet") };
    assert_eq!(taken(story(), &nurse(), task), 50);
    let question = |count| {
        K::AddQuestion(Question { question: id(&format!("q-{count}")), sheet: id("sheet") })
    };
    assert_eq!(taken(story(), &nurse(), question), 20);
    let note = |count| K::AddNote { sheet: id(&format!("n-{count}")), class: Class::Clinical };
    assert_eq!(taken(story(), &nurse(), note), 5_000);
    let name = |count| name_doctor(&format!("d-{count}"));
    assert_eq!(taken(story(), &nurse(), name), 8);
}

#[test]
fn a_doctor_who_is_withdrawn_makes_room_for_another_up_to_twenty_four() {
    let mut story = Story::at_stage(Stage::Consented);
    for count in 0..24 {
        let doctor = format!("d-{count}");
        let withdraw = casework::Command::WithdrawDoctor { doctor: id(&doctor), reason: id("why") };
        story = story.then(&nurse(), name_doctor(&doctor)).then(&nurse(), withdraw);
    }
    assert_eq!(story.refused(&nurse(), name_doctor("d-24")), "too-many");
}

#[test]
fn each_party_has_five_open_complaints_at_most() {
    let complain = |by: &Party| {
        let by = by.clone();
        move |count| casework::Command::Complain {
            sheet: id(&format!("c-{count}")),
            by: by.clone(),
        }
    };
    let story = Story::at_stage(Stage::Closed);
    assert_eq!(taken(story.clone(), &Actor::Member, complain(&Party::Member)), 5);
    let full = (0..5)
        .fold(story, |story, count| story.then(&Actor::Member, complain(&Party::Member)(count)));
    let specialist = Party::Specialist(id("sp-1"));
    assert_eq!(taken(full, &chosen(), complain(&specialist)), 5);
}

#[test]
fn ten_urgent_concerns_may_be_open_at_once() {
    let raise = |count| {
        let concern = id(&format!("u-{count}"));
        report::Command::RaiseConcern { concern, sheet: id("words") }
    };
    assert_eq!(taken(Story::at_stage(Stage::Reviewed), &chosen(), raise), 10);
}

#[test]
fn subject_access_is_asked_for_twenty_times_and_no_more() {
    let mut story = Story::at_stage(Stage::Closed);
    for _ in 0..20 {
        story = story.does("ask for subject access").does("finish subject access");
    }
    let ask = domain::keeping::Command::AskSubjectAccess;
    assert_eq!(story.refused(&Actor::Member, ask), "too-many");
}
