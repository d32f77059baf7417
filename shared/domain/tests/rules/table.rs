//! Every command at every stage, and by every actor: the two tables that a reviewer reads.

use crate::story::{Story, chosen, commands, doctor, id, lead, named, nurse, operator};
use domain::Party;
use domain::question::{Stage, due_commands, stage};
use domain::{Actor, Case};
use std::collections::BTreeMap;
use std::fmt::Write;
use strum::IntoEnumIterator;

fn name(stage: Stage) -> &'static str {
    stage.into()
}

#[test]
fn each_story_reaches_its_stage() {
    for wanted in Stage::iter() {
        assert_eq!(stage(&Story::at_stage(wanted).case), wanted);
    }
}

#[test]
fn every_command_at_every_stage() {
    let mut table = String::new();
    for (command, by, _) in commands() {
        let mut outcomes: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for stage in Stage::iter() {
            let outcome = match Story::at_stage(stage).try_to(&by, named(command)) {
                Ok(_) => "- accepted",
                Err(refusal) => refusal.code(),
            };
            outcomes.entry(outcome).or_default().push(name(stage));
        }
        writeln!(table, "{command}").unwrap();
        for (outcome, stages) in outcomes {
            writeln!(table, "    {outcome}: {}", stages.join(" ")).unwrap();
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn every_command_by_every_actor() {
    let actors = [
        Actor::Client(id("northwind")),
        Actor::Client(id("tern")),
        Actor::Member,
        nurse(),
        Actor::Nurse(id("stranger")),
        lead(),
        doctor(),
        Actor::PrimaryConsultant(id("d-9")),
        Actor::Secretary(id("d-1")),
        chosen(),
        Actor::Specialist(id("sp-2")),
        operator(),
        Actor::Clock,
        Actor::Scanner,
        Actor::Postmaster,
        Actor::Archivist,
        Actor::Bearer(Party::Member),
        Actor::Bearer(Party::PrimaryConsultant(id("d-1"))),
    ];
    let mut table = String::new();
    for (command, by, _) in commands() {
        // At a stage where its natural actor is let in, if there is one in the stories.
        let open = Stage::iter()
            .map(Story::at_stage)
            .chain([Story::default()])
            .find(|story| story.clone().try_to(&by, named(command)).is_ok());
        let Some(story) = open else { continue };
        let may = |actor: &&Actor| story.clone().try_to(actor, named(command)).is_ok();
        let who: Vec<String> =
            actors.iter().filter(may).map(|actor| format!("{actor:?}")).collect();
        writeln!(table, "{command}: {}", who.join(", ")).unwrap();
    }
    insta::assert_snapshot!(table);
}

#[test]
fn a_log_replayed_gives_the_same_case() {
    for stage in Stage::iter() {
        let story = Story::at_stage(stage);
        assert_eq!(Case::fold(story.case.id.clone(), &story.log), story.case, "{stage:?}");
        let written = serde_json::to_string(&story.case).unwrap();
        assert_eq!(serde_json::from_str::<Case>(&written).unwrap(), story.case, "{stage:?}");
    }
}

#[test]
fn a_case_that_was_never_received_accepts_nothing_else() {
    for (command, by, asked) in commands() {
        let outcome = Story::default().try_to(&by, asked);
        let expected = command == "receive a referral";
        assert_eq!(outcome.is_ok(), expected, "{command}");
    }
}

#[test]
fn what_falls_due_is_done_by_the_clock_and_by_nobody_else() {
    let others = [
        Actor::Client(id("northwind")),
        Actor::Member,
        Actor::Nurse(id("stranger")),
        lead(),
        doctor(),
        chosen(),
        Actor::Scanner,
        Actor::Postmaster,
        Actor::Archivist,
        Actor::Bearer(Party::Member),
    ];
    let mut told = Vec::new();
    for (stage, days) in [
        (Stage::Introduced, 3),
        (Stage::Introduced, 22),
        (Stage::Accepted, 2),
        (Stage::Released, 110),
    ] {
        let story = Story::at_stage(stage).days_later(days);
        let command = due_commands(&story.case, story.now).remove(0);
        for other in &others {
            let refused = story.refused(other, command.clone());
            assert!(["not-allowed", "not-yours"].contains(&refused), "{other:?}: {refused}");
        }
        let events = story.clone().try_to(&Actor::Clock, command).unwrap();
        told.extend(events.iter().map(domain::Event::name));
    }
    assert_eq!(told, ["consent-reminded", "consent-lapsed", "records-chased", "casework-closed"]);
}
