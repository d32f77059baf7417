//! What somebody reads before they sign is what the one rule of disclosure gives them afterwards.

use crate::story::{Story, id, scopes};
use domain::consent::{self, Scope, TypedName};
use domain::question::{Audience, Item, Reader, Stage, may_disclose, rehearse};
use domain::report::{Command, Recipient};
use domain::{Actor, Case};
use std::collections::BTreeSet;
use strum::IntoEnumIterator;

const ALL: [Scope; 4] = [Scope::Collect, Scope::Show, Scope::ReportToDoctors, Scope::ReportToGp];

type Seen = BTreeSet<(&'static str, &'static str)>;

/// Who would see what, as it is rehearsed before the signature.
fn rehearsed(kept: &[Scope]) -> Seen {
    let story = Story::at_stage(Stage::Introduced);
    let rows = rehearse(&story.case, &scopes(kept), story.now);
    let pairs = rows
        .iter()
        .flat_map(|row| row.items.iter().map(|item| (row.audience.in_words(), item.in_words())));
    pairs.collect()
}

/// The same of a case that has gone its whole way.
fn seen(case: &Case, story: &Story) -> Seen {
    let told = [
        Item::Contact,
        Item::Consent,
        Item::ConflictCheck,
        Item::Condition,
        Item::Needs,
        Item::Records,
        Item::Report,
    ];
    let readers = [
        (Audience::Employer, Reader::Client),
        (Audience::OurTeam, Reader::ClinicalLead),
        (Audience::OwnDoctors, Reader::PrimaryConsultant(id("d-1"))),
        (Audience::Secretaries, Reader::Secretary(id("d-1"))),
        (Audience::Specialist, Reader::Specialist(specialist_of(case))),
        (Audience::Gp, Reader::Gp),
    ];
    let pairs = readers.iter().flat_map(|(audience, reader)| {
        let sees = |item: &Item| may_disclose(case, *item, reader, story.now).is_ok();
        let told = told.into_iter().filter(sees);
        told.map(|item| (audience.in_words(), item.in_words())).collect::<Vec<_>>()
    });
    pairs.collect()
}

fn specialist_of(case: &Case) -> domain::ids::SpecialistId {
    case.matching.chosen.as_ref().unwrap().specialist.clone()
}

#[test]
fn what_is_rehearsed_is_what_a_case_that_goes_its_whole_way_gives() {
    let send = |to| Command::SendOn { to };
    let (scopes, typed) = (scopes(&ALL), TypedName::Fits);
    let all = consent::Command::Amend { scopes, typed, signature: id("s"), copy: id("c") };
    let story = Story::at_stage(Stage::Released)
        .then(&Actor::Member, all)
        .then(&Actor::Member, send(Recipient::PrimaryConsultant(id("d-1"))))
        .then(&Actor::Member, send(Recipient::Gp));
    assert_eq!(rehearsed(&ALL), seen(&story.case, &story));
}

#[test]
fn a_row_goes_exactly_with_the_scope_that_it_names() {
    let story = Story::at_stage(Stage::Introduced);
    for left_out in Scope::iter() {
        let kept: Vec<Scope> = ALL.into_iter().filter(|scope| *scope != left_out).collect();
        let rows = rehearse(&story.case, &scopes(&ALL), story.now).into_iter();
        let others = rows.filter(|row| row.scope != Some(left_out));
        let others: Seen = others
            .flat_map(|row| {
                let audience = row.audience.in_words();
                row.items.into_iter().map(move |item| (audience, item.in_words()))
            })
            .collect();
        assert_eq!(rehearsed(&kept), others, "{left_out:?}");
        assert!(others.len() < rehearsed(&ALL).len(), "{left_out:?} lets nobody see anything");
    }
}

#[test]
fn whatever_is_signed_an_employer_would_see_nothing() {
    let story = Story::at_stage(Stage::Introduced);
    let rows = rehearse(&story.case, &scopes(&ALL), story.now);
    assert!(rows.iter().all(|row| row.audience != Audience::Employer));
    assert!(rows.len() > 4);
}
