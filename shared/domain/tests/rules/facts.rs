//! Small questions that facts answer of themselves, at the edge where the answer turns.

use crate::story::{Story, id};
use domain::access::Purpose;
use domain::calendar::Nation;
use domain::casework::{Outlook, skills_wanted};
use domain::directory::Skill;
use domain::question::Stage;
use domain::records::{Document, DocumentState, Use};
use domain::sheet::{Class, WrappedKeys};
use jiff::ToSpan;
use jiff::civil::date;

#[test]
fn a_link_lasts_as_long_as_the_answer_it_waits_for() {
    for (purpose, days) in [
        (Purpose::Consent, 21),
        (Purpose::Choice, 14),
        (Purpose::GoAhead, 14),
        (Purpose::Brief, 14),
        (Purpose::OwnCase, 14),
        (Purpose::Opinion, 60),
        (Purpose::Report, 60),
    ] {
        assert_eq!(purpose.link_days(), days, "{purpose:?}");
    }
}

#[test]
fn a_report_on_the_latest_safe_date_is_not_late() {
    let safe = date(2026, 12, 4);
    let outlook = |finish| Outlook { finish, latest_safe: Some(safe) };
    assert!(!outlook(safe).is_late());
    assert!(outlook(safe.tomorrow().unwrap()).is_late());
    assert!(!Outlook { finish: safe, latest_safe: None }.is_late());
}

#[test]
fn each_class_has_its_own_key() {
    let keys = WrappedKeys { contact: vec![7], clinical: vec![8, 8] };
    assert_eq!((keys.of(Class::Contact), keys.of(Class::Clinical)), (&[7][..], &[8, 8][..]));
}

#[test]
fn a_copy_of_everything_has_every_paper_and_of_reports_the_released_one() {
    let report = Use::Report { version: 2 };
    for (released, is_in) in [(Some(2), true), (Some(1), false), (None, false)] {
        assert_eq!(report.is_in_copy(released), is_in, "{released:?}");
    }
    assert!(Use::Own.is_in_copy(None) && Use::ConsentScan.is_in_copy(None));
    // A specialist is shown records, and no scan of a consent and no report.
    assert!(Use::Own.is_record() && !report.is_record() && !Use::ConsentScan.is_record());
}

#[test]
fn a_document_has_not_arrived_once_its_time_is_over() {
    let story = Story::at_stage(Stage::Consented);
    let announced = story.log[0].at;
    let document = |state| Document {
        used_for: Use::Own,
        dated: None,
        name: None,
        by: None,
        announced,
        state,
    };
    let after = |minutes: i64| announced.checked_add(minutes.minutes()).unwrap();
    let waits = document(DocumentState::BeingChecked);
    assert!(!waits.has_not_arrived(after(89)));
    assert!(waits.has_not_arrived(after(90)));
    assert!(!story.case.records.is_clean(&id("doc-1")));
}

#[test]
fn a_case_asks_for_a_nurse_who_knows_its_specialty() {
    let story = Story::at_stage(Stage::Understood);
    let specialty = story.case.casework.specialty().cloned().unwrap();
    assert_eq!(skills_wanted(&story.case), [Skill::Specialty(specialty)]);
    assert_eq!(skills_wanted(&Story::at_stage(Stage::Introduced).case), []);
}

#[test]
fn the_bank_holidays_of_a_case_are_those_of_where_its_member_lives() {
    let mut case = Story::at_stage(Stage::Consented).case;
    case.received.as_mut().unwrap().nation = Nation::Scotland;
    assert_eq!(case.nation(), Nation::Scotland);
    let first = case.received.as_ref().map(|received| received.details.clone());
    assert_eq!(case.details(), first.as_ref());
}
