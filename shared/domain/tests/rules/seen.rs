//! What the questions answer at every stage, and who is written to after every command: the tables by which a
//! reviewer sees who finds out, and what they can do then.

use crate::access::at_client;
use crate::story::{Story, commands, id, name_doctor, named, nurse, scopes, sign};
use domain::casework::{self, Dates};
use domain::consent::Command::Give;
use domain::consent::{self, Scope};
use domain::follow::letters;
use domain::question::{
    NextStep, Stage, also_waiting_for, client_view, comes_first, comes_next, delay, next_steps,
    next_wake, stage, tasks, waiting_for,
};
use domain::{Actor, Party, access};
use jiff::civil::date;
use std::collections::BTreeSet;
use std::fmt::Write;
use strum::IntoEnumIterator;

fn step(step: &NextStep) -> String {
    let doctor = step.doctor.as_ref().map(|doctor| format!(" ({doctor})")).unwrap_or_default();
    let due = step.due.map(|due| format!(" by {due}")).unwrap_or_default();
    format!("{:?} {:?} {:?}{doctor}{due}", step.by, step.need, step.what)
}

fn shown(table: &mut String, name: &str, story: &Story) {
    let (case, now) = (&story.case, story.now);
    let (waiting, also) = (waiting_for(case, now), also_waiting_for(case));
    writeln!(table, "{name}, at {now}: {}", stage(case).in_words()).unwrap();
    writeln!(table, "    we wait for {waiting:?}").unwrap();
    writeln!(table, "    and for {also:?}; first on every list: {}", comes_first(case)).unwrap();
    writeln!(table, "    clock at {:?}, delay {:?}", next_wake(case), delay(case, now)).unwrap();
    writeln!(table, "    the client sees {:?}", client_view(case, now)).unwrap();
    let reads = comes_next(case, now).map(|next| next.words);
    writeln!(table, "    the member reads {reads:?}").unwrap();
    for task in tasks(case) {
        writeln!(table, "    task {:?} by {}", task.kind, task.due).unwrap();
    }
    for next in next_steps(case, now) {
        writeln!(table, "    {}", step(&next)).unwrap();
    }
}

#[test]
fn what_is_next_at_every_stage() {
    let mut table = String::new();
    for stage in Stage::iter() {
        shown(&mut table, stage.into(), &Story::at_stage(stage));
    }
    insta::assert_snapshot!(table);
}

/// The member keeps only those scopes.
fn narrow(story: Story, kept: &[Scope]) -> Story {
    let amend = consent::Command::Amend {
        scopes: scopes(kept),
        typed: consent::TypedName::Fits,
        signature: id("s"),
        copy: id("c"),
    };
    story.then(&Actor::Member, amend)
}

/// A doctor who agreed, sent nothing, and was reminded that many times.
fn in_vain(reminders: u32) -> Story {
    let mut story =
        Story::at_stage(Stage::Chosen).does("accept the case").does("confirm the go-ahead");
    for _ in 0..reminders {
        story = story.days_later(10).does("chase a doctor");
    }
    story
}

/// A letter to that doctor came back.
fn missed(story: Story, doctor: &str) -> Story {
    let to = Party::PrimaryConsultant(id(doctor));
    story.then(&Actor::Postmaster, access::Command::ReportNotDelivered { letter: 1, to: Some(to) })
}

/// What gets in the way, and where the case stands then.
fn in_the_way() -> Vec<(&'static str, Story)> {
    let at = Story::at_stage;
    let spam = access::Command::ReportSpam { letter: 1, to: Party::Specialist(id("sp-1")) };
    let unsure = consent::Sign { typed: consent::TypedName::ToConfirm, ..sign() };
    let begun = at(Stage::ConsultationBooked).at("2026-11-12T14:05:00Z");
    let late = Dates { planned: None, latest_safe: date(2026, 11, 10) };
    let asked_again = at(Stage::Accepted).then(&nurse(), casework::Command::SetDates(late));
    vec![
        ("an objection after the hand-over", at(Stage::Reviewed).does("object to going ahead")),
        ("a signature to confirm", at(Stage::Introduced).then(&Actor::Member, Give(unsure))),
        ("nothing may be shown", narrow(at(Stage::Offered), &[Scope::Collect])),
        ("nothing may be collected", narrow(at(Stage::Accepted), &[Scope::Show])),
        ("a pause", at(Stage::Chosen).does("pause")),
        ("an urgent concern", at(Stage::Reviewed).does("raise an urgent concern")),
        ("a complaint", at(Stage::Closed).does("complain")),
        ("records opened again", at(Stage::WithTheSpecialist).does("reopen the records")),
        ("one more item", at(Stage::WithTheSpecialist).does("ask for one more item")),
        ("an appointment that has begun", begun.clone()),
        ("an appointment that was missed", begun.clone().does("note a consultation missed")),
        ("a report that was returned", at(Stage::Reported).does("return a report")),
        ("a specialist who was replaced", at(Stage::Reported).does("replace the specialist")),
        ("a doctor who was withdrawn", at(Stage::Accepted).does("withdraw a doctor")),
        ("a choice to be made again", asked_again.does("ask the member again")),
        ("mail that does not arrive", at(Stage::Introduced).does("report a letter not delivered")),
        ("a specialist who called a letter spam", at(Stage::Chosen).then(&Actor::Postmaster, spam)),
        ("a case marked urgent", at(Stage::Received).does("mark urgent")),
        ("a private contact to confirm", at_client().does("give a private contact")),
        ("papers missing in the end", in_vain(3)),
        ("papers missing for a while", in_vain(2)),
        ("a doctor whose mail does not arrive", missed(at(Stage::Accepted), "d-1")),
        ("a doctor of no case whose mail does not arrive", missed(at(Stage::Accepted), "d-9")),
        ("a doctor whose mail did not arrive in time", {
            missed(at(Stage::Understood), "d-1").does("withdraw consent")
        }),
        ("a go-ahead without papers", at(Stage::Accepted).does("confirm the go-ahead")),
        ("a doctor who was never asked", at(Stage::Accepted).then(&nurse(), name_doctor("d-3"))),
        (
            "withdrawn before the consultation",
            at(Stage::ConsultationBooked).does("withdraw consent"),
        ),
        ("withdrawn after it began", begun.does("withdraw consent")),
        ("a day before the safe date", at(Stage::Reviewed).at("2026-12-30T09:00:00Z")),
        ("a follow-up that was answered", at(Stage::Released).does("answer the follow-up")),
    ]
}

#[test]
fn what_is_next_when_something_gets_in_the_way() {
    let mut table = String::new();
    for (name, story) in in_the_way() {
        shown(&mut table, name, &story);
    }
    insta::assert_snapshot!(table);
}

#[test]
fn who_is_written_to_after_every_command() {
    let mut table = String::new();
    for (command, by, _) in commands() {
        let told: BTreeSet<String> =
            Stage::iter().flat_map(|stage| letters_of(stage, command, &by)).collect();
        writeln!(table, "{command}").unwrap();
        for letter in told {
            writeln!(table, "    {letter}").unwrap();
        }
    }
    insta::assert_snapshot!(table);
}

fn letters_of(stage: Stage, command: &str, by: &domain::Actor) -> Vec<String> {
    let mut story = Story::at_stage(stage);
    let before = story.log.len();
    let _ = story.try_to(by, named(command));
    let told = story.log[before..].iter().flat_map(|recorded| {
        let event = recorded.event.name();
        let line = move |letter: domain::follow::Letter| {
            let opens = letter.opens.map(|opens| format!(", opens {opens:?}")).unwrap_or_default();
            format!("{event}: {:?} to {:?}{opens}", letter.kind, letter.to)
        };
        letters(&story.case, recorded).into_iter().map(line)
    });
    told.collect()
}

/// The member takes a scope back and gives it again.
fn given_again(stage: Stage, kept: &[Scope]) -> Story {
    narrow(narrow(Story::at_stage(stage), kept), &[Scope::Collect, Scope::Show])
}

/// An event may be heard late, or once more: of what it led to only that is sent which still holds.
#[test]
fn what_is_still_told_of_everything_that_happened_when_it_is_heard_late() {
    let again = [
        ("showing is allowed again", given_again(Stage::Accepted, &[Scope::Collect])),
        ("collecting is allowed again", given_again(Stage::WithTheSpecialist, &[Scope::Show])),
        ("collecting is forbidden", narrow(Story::at_stage(Stage::Reviewed), &[Scope::Show])),
        ("showing is forbidden", narrow(Story::at_stage(Stage::Reviewed), &[Scope::Collect])),
    ];
    let stages = Stage::iter().map(|at| (at.into(), Story::at_stage(at)));
    let mut table = String::new();
    for (name, story) in stages.chain(in_the_way()).chain(again) {
        writeln!(table, "{name}").unwrap();
        for recorded in &story.log {
            for told in letters(&story.case, recorded) {
                let (event, kind) = (recorded.event.name(), told.kind);
                writeln!(table, "    {event}: {kind:?} to {:?}", told.to).unwrap();
            }
        }
    }
    insta::assert_snapshot!(table);
}
