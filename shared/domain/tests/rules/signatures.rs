//! A signature that does not fit the name it signs for: kept, flagged, and worth nothing until a nurse has
//! phoned.

use crate::story::{Story, id, nurse, scopes, sign};
use domain::consent::{Command, Scope, Sign, Signatory, TypedName};
use domain::follow::{LetterKind, letters};
use domain::question::{
    Item, Reader, Stage, TaskKind, WaitsFor, may_disclose, stage, tasks, waiting_for,
};
use domain::text::PersonName;
use domain::{Actor, Event, matching, records};

fn doubtful() -> Story {
    let sign = Sign { typed: TypedName::ToConfirm, ..sign() };
    Story::at_stage(Stage::Introduced).then(&Actor::Member, Command::Give(sign))
}

#[test]
fn nothing_is_collected_or_shown_until_the_nurse_has_phoned() {
    let story = doubtful()
        .does("record needs")
        .does("set dates")
        .then(&nurse(), crate::story::name_doctor("d-1"));
    assert_eq!(tasks(&story.case)[0].kind, TaskKind::ConfirmSignature);
    assert_eq!(waiting_for(&story.case, story.now).party, WaitsFor::Nurse);
    let ask = records::Command::Ask { doctor: id("d-1"), checklist: vec![crate::story::item()] };
    assert_eq!(story.refused(&nurse(), ask.clone()), "signature-unconfirmed");
    let offer = matching::Command::Offer {
        specialists: vec![crate::story::specialist("s-1"), crate::story::specialist("s-2")],
    };
    assert_eq!(story.refused(&nurse(), offer), "signature-unconfirmed");

    let mut confirmed = story.does("confirm a signature");
    assert_eq!(tasks(&confirmed.case), []);
    assert!(confirmed.try_to(&nurse(), ask).is_ok());
    assert_eq!(confirmed.refused(&nurse(), Command::ConfirmSignature), "nothing-to-confirm");
}

#[test]
fn a_signature_that_was_not_theirs_asks_the_member_again() {
    let story = doubtful();
    let epoch = story.case.access.member_epoch;
    let refused = story.days_later(3).does("refuse a signature");
    assert_eq!(stage(&refused.case), Stage::Introduced);
    assert_eq!(refused.case.access.member_epoch, epoch + 1);
    let told = letters(&refused.case, refused.log.last().unwrap());
    assert_eq!(told.iter().map(|letter| letter.kind).collect::<Vec<_>>(), [LetterKind::SignAgain]);
    let signed = refused.then(&Actor::Member, Command::Give(sign()));
    assert_eq!(stage(&signed.case), Stage::Consented);
}

#[test]
fn a_parent_or_representative_is_phoned_and_a_member_whose_name_fits_is_not() {
    let name = |text: &str| PersonName::parse(text).unwrap();
    let typed = |who, text: &str| TypedName::of(who, &name(text), &name("Maria Plantsworth"));
    assert_eq!(typed(Signatory::Member, "maria plantsworth"), TypedName::Fits);
    assert_eq!(typed(Signatory::Member, "Dele Okafor"), TypedName::ToConfirm);
    assert_eq!(typed(Signatory::Parent, "Tom Plantsworth"), TypedName::ToConfirm);
    assert_eq!(typed(Signatory::Representative, "Maria Plantsworth"), TypedName::ToConfirm);
}

#[test]
fn a_scope_taken_back_takes_with_it_what_rested_on_it() {
    let amend = |kept: &[Scope]| Command::Amend {
        scopes: scopes(kept),
        typed: TypedName::Fits,
        signature: id("s"),
        copy: id("c"),
    };
    let names = |events: Vec<Event>| events.iter().map(Event::name).collect::<Vec<_>>();
    let mut booked = Story::at_stage(Stage::ConsultationBooked);
    let events = booked.try_to(&Actor::Member, amend(&[Scope::Collect])).unwrap();
    assert_eq!(names(events), ["consent-amended", "scheduling-appointment-cancelled"]);
    let told = letters(&booked.case, &booked.log[booked.log.len() - 2]);
    let kinds: Vec<_> = told.iter().map(|letter| letter.kind).collect();
    assert_eq!(kinds, [LetterKind::ConsentKept, LetterKind::NoLongerNeeded]);
    let reader = Reader::Specialist(id("sp-1"));
    assert!(may_disclose(&booked.case, Item::Records, &reader, booked.now).is_err());

    // A record that is being checked is not taken any more; its sender is told by the state.
    let mut waiting = Story::at_stage(Stage::Accepted);
    let events = waiting.try_to(&Actor::Member, amend(&[Scope::Show])).unwrap();
    assert_eq!(names(events), ["consent-amended", "records-document-refused"]);
    let content = crate::story::content();
    let late = records::Command::FindClean { document: id("doc-1"), content };
    assert_eq!(waiting.refused(&Actor::Scanner, late), "already-answered");
    // One that rests on nothing else goes alone.
    let mut report = Story::at_stage(Stage::Accepted);
    let kept = [Scope::Collect, Scope::Show];
    assert_eq!(names(report.try_to(&Actor::Member, amend(&kept)).unwrap()), ["consent-amended"]);
}

#[test]
fn a_change_that_was_not_theirs_leaves_what_was_allowed_before_less_what_it_took_away() {
    let booked = Story::at_stage(Stage::ConsultationBooked);
    let amend = Command::Amend {
        scopes: scopes(&[Scope::Collect, Scope::Show, Scope::ReportToGp]),
        typed: TypedName::ToConfirm,
        signature: id("another"),
        copy: id("c"),
    };
    let doubtful = booked.then(&Actor::Member, amend);
    let show = |story: &Story| {
        let reader = Reader::Specialist(id("sp-1"));
        may_disclose(&story.case, Item::Records, &reader, story.now).is_ok()
    };
    assert!(!show(&doubtful));
    let refused = doubtful.does("refuse a signature");
    let consent = refused.case.consent.given.as_ref().unwrap();
    assert_eq!(consent.scopes, scopes(&[Scope::Collect, Scope::Show]));
    assert_eq!(consent.signature, id("signature"));
    assert!(show(&refused));
    assert_eq!(stage(&refused.case), Stage::ConsultationBooked);
}

#[test]
fn a_fee_for_consent_falls_due_once_and_not_for_a_signature_that_was_refused() {
    let fee = |story: &Story| {
        let contract = crate::story::contract(domain::billing::FallsDue::Consent, 0);
        let charges =
            story.log.iter().filter_map(|at| domain::follow::charge(&story.case, at, &contract));
        charges.map(|charge| charge.sequence).collect::<Vec<_>>()
    };
    let refused = doubtful().days_later(1).does("refuse a signature");
    assert_eq!(fee(&refused), [0; 0]);
    let again = refused.days_later(1).then(&Actor::Member, Command::Give(sign()));
    assert_eq!(fee(&again), [again.log.last().unwrap().sequence]);
    let confirmed = doubtful().days_later(1).does("confirm a signature");
    assert_eq!(fee(&confirmed), [confirmed.log.last().unwrap().sequence]);
}

#[test]
fn whoever_was_told_to_stop_is_told_when_it_may_go_on() {
    let amend = |kept: &[Scope]| Command::Amend {
        scopes: scopes(kept),
        typed: TypedName::Fits,
        signature: id("s"),
        copy: id("c"),
    };
    let story = Story::at_stage(Stage::WithTheSpecialist)
        .then(&Actor::Member, amend(&[Scope::Collect]))
        .then(&Actor::Member, amend(&[Scope::Collect, Scope::Show]));
    let told = letters(&story.case, story.log.last().unwrap());
    let kinds: Vec<_> = told.iter().map(|letter| letter.kind).collect();
    assert_eq!(kinds, [LetterKind::ConsentKept, LetterKind::HandOver]);
}
