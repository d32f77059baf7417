//! Who is written to at the end of a case.

use crate::story::{Story, id};
use domain::Recorded;
use domain::access::Purpose;
use domain::follow::{Addressee, LetterKind, letters};
use domain::question::Stage;

#[test]
fn whoever_had_a_part_is_told_of_an_end_and_only_the_member_more_than_that() {
    let story = Story::at_stage(Stage::Withdrawn);
    let doctor = Addressee::PrimaryConsultant(id("d-1"));
    let specialist = Addressee::Specialist(id("sp-1"));
    let told = |story: &Story, kind| -> Vec<(LetterKind, Addressee, Option<Purpose>)> {
        let letters = letters(
            &story.case,
            story.log.iter().find(|recorded| recorded.event.name() == kind).unwrap(),
        );
        letters.into_iter().map(|letter| (letter.kind, letter.to, letter.opens)).collect()
    };
    let thanks = |to: &Addressee| (LetterKind::NoLongerNeeded, to.clone(), None);
    let own = |kind| (kind, Addressee::Member, Some(Purpose::OwnCase));
    let withdrawn = told(&story, "consent-withdrawn");
    assert_eq!(withdrawn, [own(LetterKind::Withdrawn), thanks(&doctor)]);

    let stopped = Story::at_stage(Stage::ConsultationBooked).does("stop");
    let stopped = told(&stopped, "casework-stopped");
    assert_eq!(stopped, [own(LetterKind::Stopped), thanks(&doctor), thanks(&specialist)]);
    // Before anyone was asked there is nobody to thank, and a member who was never written to is not told.
    assert_eq!(told(&Story::at_stage(Stage::Received).does("stop"), "casework-stopped"), []);
    assert_eq!(kinds(&story.does("ask for a fresh link")), [LetterKind::FreshLink]);
}

#[test]
fn a_withdrawal_cancels_the_appointment_and_tells_both_no_more_than_that() {
    let story = Story::at_stage(Stage::ConsultationBooked).does("withdraw consent");
    assert!(story.case.scheduling.appointment.is_none());
    let told = letters(&story.case, last(&story));
    let told: Vec<_> = told.iter().map(|letter| (letter.kind, &letter.to, letter.opens)).collect();
    let specialist = Addressee::Specialist(id("sp-1"));
    // The member's calendar forgets it as well.
    let cancelled = LetterKind::AppointmentCancelled;
    assert_eq!(told, [(cancelled, &Addressee::Member, None), (cancelled, &specialist, None)]);
}

fn kinds(story: &Story) -> Vec<LetterKind> {
    letters(&story.case, last(story)).into_iter().map(|letter| letter.kind).collect()
}

fn last(story: &Story) -> &Recorded {
    story.log.last().unwrap()
}

#[test]
fn who_was_told_of_an_end_is_not_told_of_another() {
    let stopped = Story::at_stage(Stage::ConsultationBooked).does("stop");
    assert_eq!(kinds(&stopped.days_later(1).does("record a death")), []);
    let closed = Story::at_stage(Stage::Closed).days_later(30).does("record a death");
    assert_eq!(kinds(&closed), []);
}

#[test]
fn a_hand_over_is_told_once_however_late_the_records_are_heard_of() {
    let story = Story::at_stage(Stage::WithTheSpecialist);
    let of = |story: &Story| {
        let told = story.log.iter().flat_map(|recorded| letters(&story.case, recorded));
        told.filter(|letter| letter.kind == LetterKind::HandOver).count()
    };
    assert_eq!(of(&story), 1);
    let again = story.does("reopen the records").days_later(1).does("complete the records");
    assert_eq!(kinds(&again), [LetterKind::HandOver]);
}

#[test]
fn a_specialist_is_thanked_only_while_it_is_still_true() {
    let after = |story: &Story, name: &str| -> Vec<LetterKind> {
        let mut log = story.log.iter();
        let told = log.find(|recorded| recorded.event.name() == name).unwrap();
        letters(&story.case, told).into_iter().map(|letter| letter.kind).collect()
    };
    let (accepted, released) = ("matching-specialist-accepted", "report-released");
    let accepts = Story::at_stage(Stage::Accepted);
    assert!(after(&accepts, accepted).contains(&LetterKind::CaseAccepted));
    // The member has taken back that anything is shown, before the letter left.
    let narrowed = accepts.does("amend consent");
    assert!(!after(&narrowed, accepted).contains(&LetterKind::CaseAccepted));

    let done = Story::at_stage(Stage::Released);
    assert!(after(&done, released).contains(&LetterKind::ReportReleased));
    let died = done.does("record a death");
    assert!(!after(&died, released).contains(&LetterKind::ReportReleased));
}
