//! Events are kept for ever: one golden JSON for each variant proves that old logs still read.

use crate::story::{Story, commands, id, scopes};
use domain::question::{Stage, typed_with};
use domain::{
    Event, Recorded, access, casework, consent, keeping, matching, records, referral, report,
    scheduling,
};
use std::collections::BTreeMap;
use strum::{EnumCount, IntoEnumIterator};

/// One of every variant: those of the stories, and those that no story needs.
pub fn one_of_each() -> BTreeMap<String, Event> {
    let mut events: BTreeMap<String, Event> = BTreeMap::new();
    let mut add = |event: Event| {
        events.entry(event.name()).or_insert(event);
    };
    for stage in Stage::iter() {
        let story = Story::at_stage(stage);
        story.log.iter().for_each(|recorded| add(recorded.event.clone()));
        for (_, by, command) in commands() {
            let told = story.clone().try_to(&by, command).unwrap_or_default();
            told.into_iter().for_each(&mut add);
        }
    }
    let sheet = || id("sheet");
    let recorded = consent::Event::Recorded {
        signatory: consent::Signatory::Representative,
        capacity: Some(consent::Capacity::Deputy),
        statement: 1,
        statement_hash: "hash".to_owned(),
        scopes: scopes(&[consent::Scope::Collect]),
        signature: sheet(),
        copy: Some(id("copy")),
        heard: consent::Heard::ByPhone,
        scan: id("scan"),
    };
    add(recorded.into());
    add(access::Event::PrivateContactOffered { contact: sheet() }.into());
    add(consent::Event::Reminded { reminder: 1 }.into());
    add(casework::Event::Resumed.into());
    add(casework::Event::TaskDone { task: id("t-1") }.into());
    add(keeping::Event::LegalHoldLifted.into());
    let item = records::ChecklistItem("letters".to_owned());
    add(records::Event::AvailableAfterAll { item }.into());
    add(records::Event::DocumentTakenBack { document: id("doc-1") }.into());
    let (complaint, answer) = (id("complaint-1"), sheet());
    add(casework::Event::ComplaintAnswered { complaint, answer }.into());
    add(keeping::Event::CopyReady(crate::story::copy_file()).into());
    let reopened = referral::Event::Reopened {
        continues: id("case-1"),
        client: id("northwind"),
        manager: id("d-okafor"),
        contract: id("nw-2026"),
        nation: domain::calendar::Nation::England,
        details: sheet(),
        age: referral::AgeBand::In40s,
        address: referral::Address::Private,
    };
    add(reopened.into());
    let why = records::ChasedFor::Papers;
    add(records::Event::Chased { doctor: id("d-1"), chase: 1, why }.into());
    let (go_on, shown) = (records::GoOn::Stop, Some(crate::story::shown()));
    add(records::Event::GoAheadDecided { go_on, reason: sheet(), shown }.into());
    let of = records::GoAheadBy::Doctor(id("d-1"));
    add(records::Event::GoAheadAskedAgain { of }.into());
    add(records::Event::PapersOutdated { items: vec![crate::story::item()] }.into());
    let phoned = vec![report::Phoned { who: domain::Party::Member, at: crate::story::monday() }];
    let concern = id("u-1");
    add(report::Event::UrgentConcernAnswered { concern, sheet: sheet(), phoned }.into());
    let (shown, reason) = (crate::story::shown(), Some(sheet()));
    add(matching::Event::ChoiceKept { shown, reason }.into());
    let (specialist, yes) = (id("sp-1"), matching::Yes::Acceptance);
    add(matching::Event::AskedAgain { specialist, yes }.into());
    add(matching::Event::OfferWithdrawn.into());
    add(consent::Event::SignatureConfirmed.into());
    add(consent::Event::SignatureRefused.into());

    add(matching::Event::MoreAskedFor { reason: None }.into());
    let by = scheduling::Absentee::Member;
    add(scheduling::Event::ConsultationMissed { by }.into());
    let why = scheduling::NotNeededFor::RecordsSuffice;
    add(scheduling::Event::ConsultationNotNeeded { why }.into());
    events
}

#[test]
fn every_event_is_written_as_it_always_was() {
    let written: BTreeMap<String, serde_json::Value> = one_of_each()
        .into_iter()
        .map(|(name, event)| (name, serde_json::to_value(event).unwrap()))
        .collect();
    insta::assert_snapshot!(serde_json::to_string_pretty(&written).unwrap());
}

/// The words that people typed lie in sheets of their own, beside the event.
#[test]
fn the_words_typed_with_an_event_are_in_its_sheet() {
    let typed = one_of_each().into_iter().filter_map(|(name, event)| {
        let sheet = typed_with(&event)?.clone();
        Some(format!("{name}: {sheet}\n"))
    });
    insta::assert_snapshot!(typed.collect::<String>());
}

#[test]
fn what_was_written_reads_back() {
    for (name, event) in one_of_each() {
        let written = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<Event>(&written).unwrap(), event, "{name}");
    }
}

#[test]
fn every_variant_has_its_golden_json() {
    let variants = [
        referral::Event::COUNT,
        access::Event::COUNT,
        consent::Event::COUNT,
        casework::Event::COUNT,
        keeping::Event::COUNT,
        matching::Event::COUNT,
        records::Event::COUNT,
        scheduling::Event::COUNT,
        report::Event::COUNT,
    ];
    assert_eq!(one_of_each().len(), variants.into_iter().sum::<usize>());
}

#[test]
fn an_event_with_a_field_of_tomorrow_still_reads() {
    let written = r#"{"sequence":1,"at":"2026-11-02T09:00:00Z","by":"clock",
        "event":{"consent":{"reminded":{"reminder":1,"tomorrow":true}}},"also":"new"}"#;
    let read: Recorded = serde_json::from_str(written).unwrap();
    assert_eq!(read.event.name(), "consent-reminded");
}

#[test]
fn a_consent_written_before_copies_and_capacities_still_reads() {
    let written = r#"{"consent":{"given":{"signatory":"member","statement":1,"statement_hash":"h",
        "scopes":["collect"],"signature":"s"}}}"#;
    let read: Event = serde_json::from_str(written).unwrap();
    assert_eq!(read.name(), "consent-given");
    let returned = r#"{"access":{"not-delivered":{"letter":3}}}"#;
    assert!(serde_json::from_str::<Event>(returned).is_ok());
}

#[test]
fn every_event_that_leads_to_a_letter_is_one_that_there_is() {
    let known = one_of_each();
    let telling = domain::follow::telling();
    assert!(telling.len() > 20);
    for name in telling {
        assert!(known.contains_key(name), "{name} is no event");
    }
}
