//! The derived questions: what is never stored.

use crate::story::{Story, commands, id, nurse, scopes, specialist};
use domain::Actor;
use domain::billing::FallsDue;
use domain::calendar::{Nation, working_days_between};
use domain::consent::{self, Scope};
use domain::follow::charge;
use domain::follow::{LetterKind, letters};
use domain::question::{
    ClientStatus, Delay, Item, Reader, Stage, WaitsFor, also_waiting_for, client_view, delay,
    expected_finish, expected_finish_with, may_disclose, waiting_for,
};
use domain::question::{due_commands, next_wake};
use jiff::civil::date;
use proptest::prelude::*;
use strum::IntoEnumIterator;

#[test]
fn each_stage_waits_for_one_party() {
    use WaitsFor::{Member, Nobody, Nurse, PrimaryConsultant, Specialist};
    let expected = [
        (Stage::Received, Nurse),
        (Stage::Introduced, Member),
        (Stage::Consented, Nurse),
        (Stage::Understood, Nurse),
        (Stage::Offered, Member),
        (Stage::Chosen, Specialist),
        (Stage::Accepted, PrimaryConsultant),
        (Stage::RecordsComplete, Nurse),
        (Stage::WithTheSpecialist, Specialist),
        (Stage::Reviewed, Nurse),
        (Stage::ConsultationBooked, Specialist),
        (Stage::ConsultationHeld, Specialist),
        (Stage::Reported, Nurse),
        (Stage::Released, Member),
        (Stage::Closed, Nobody),
        (Stage::Withdrawn, Nobody),
    ];
    for (at, party) in expected {
        let story = Story::at_stage(at);
        assert_eq!(waiting_for(&story.case, story.now).party, party, "{at:?}");
    }
    let understood = Story::at_stage(Stage::Understood);
    assert_eq!(also_waiting_for(&understood.case), [PrimaryConsultant]);
}

#[test]
fn a_referral_after_six_is_acknowledged_the_next_working_day() {
    let due = |at: &str| {
        let story = Story::default().at(at).does("receive a referral");
        waiting_for(&story.case, story.now).due.unwrap().to_string()
    };
    assert_eq!(due("2026-11-06T17:59:00Z"), "2026-11-06T18:00:00Z");
    assert_eq!(due("2026-11-06T18:00:00Z"), "2026-11-09T18:00:00Z");
}

#[test]
fn the_expected_finish_grows_with_the_doctors_and_shrinks_with_the_steps() {
    let finish = |story: &Story| expected_finish(&story.case, story.now).unwrap();
    let one = Story::at_stage(Stage::Understood);
    let two = one.clone().does("name a doctor");
    assert!(finish(&two) > finish(&one));
    assert!(finish(&one) < finish(&Story::at_stage(Stage::Introduced)));
    let released = Story::at_stage(Stage::Released);
    assert_eq!(expected_finish(&released.case, released.now), None);
}

#[test]
fn a_slower_specialist_moves_the_expected_finish_and_a_faster_one_promises_nothing_more() {
    let story = Story::at_stage(Stage::Understood);
    let with = |days| {
        let specialist = domain::directory::Specialist { report_days: days, ..specialist("sp-1") };
        expected_finish_with(&story.case, &specialist, story.now).unwrap()
    };
    let usual = expected_finish(&story.case, story.now).unwrap();
    assert_eq!((with(6), with(10)), (usual, usual));
    assert_eq!(working_days_between(usual, with(13), Nation::England), 3);
}

#[test]
fn the_delay_is_told_before_it_hurts() {
    let at = |now: &str| {
        let story = Story::at_stage(Stage::Understood).at(now);
        delay(&story.case, story.now)
    };
    // The latest safe date is Friday 15 January 2027.
    assert_eq!(at("2026-12-01T09:00:00Z"), Delay::None);
    assert_eq!(at("2027-01-08T09:00:00Z"), Delay::Near);
    assert_eq!(at("2027-01-13T09:00:00Z"), Delay::Close);
    assert_eq!(at("2027-01-15T09:00:00Z"), Delay::Close);
    assert_eq!(at("2027-01-16T09:00:00Z"), Delay::Passed);
}

#[test]
fn a_client_sees_five_words_and_every_early_end_alike() {
    let view = |at| {
        let story = Story::at_stage(at);
        client_view(&story.case, story.now).unwrap()
    };
    assert_eq!(view(Stage::Received).status, ClientStatus::Received);
    assert_eq!(view(Stage::Introduced).status, ClientStatus::WithTheMember);
    assert_eq!(view(Stage::Reviewed).status, ClientStatus::InProgress);
    assert_eq!(view(Stage::Released).status, ClientStatus::Completed);
    assert_eq!(view(Stage::Closed).status, ClientStatus::Completed);
}

#[test]
fn the_end_of_a_case_without_a_report_shows_with_the_month_and_alike_for_all() {
    let view = |story: &Story, now: &str| client_view(&story.case, now.parse().unwrap()).unwrap();
    let ends = [
        (Stage::Declined, Stage::Introduced),
        (Stage::Lapsed, Stage::Introduced),
        (Stage::Withdrawn, Stage::Offered),
        (Stage::Stopped, Stage::Offered),
        (Stage::MemberDied, Stage::Offered),
    ];
    for (end, before) in ends {
        let (ended, live) = (Story::at_stage(end), Story::at_stage(before));
        for now in ["2026-11-25T09:00:00Z", "2026-11-30T23:59:00Z"] {
            let shown = view(&ended, now);
            assert_eq!(shown, view(&live, now), "{end:?}");
            assert_eq!(shown.closed, None, "{end:?}");
        }
        // The month's last day is its day closed, whatever the day of the end.
        let expected = (ClientStatus::Closed, Some(date(2026, 11, 30)), None);
        for now in ["2026-12-01T00:01:00Z", "2027-03-01T09:00:00Z"] {
            let later = view(&ended, now);
            assert_eq!((later.status, later.closed, later.expected_finish), expected, "{end:?}");
        }
    }
    let released = Story::at_stage(Stage::Released);
    assert_eq!(view(&released, "2026-11-20T09:00:00Z").closed, Some(date(2026, 11, 12)));
}

#[test]
fn nothing_that_happens_inside_moves_the_finish_that_a_client_sees() {
    let now = "2026-11-12T15:00:00Z".parse().unwrap();
    let finish = |story: &Story| client_view(&story.case, now).unwrap().expected_finish;
    let asked = finish(&Story::at_stage(Stage::Understood));
    assert!(asked.is_some());
    let inside = Stage::iter().filter(|at| (Stage::Understood..Stage::Released).contains(at));
    for stage in inside {
        assert_eq!(finish(&Story::at_stage(stage)), asked, "{stage:?}");
    }
    let objected = Story::at_stage(Stage::Accepted).does("object to going ahead");
    let paused = Story::at_stage(Stage::Accepted).does("pause");
    assert_eq!((finish(&objected), finish(&paused)), (asked, asked));
}

#[test]
fn an_objection_reads_in_progress() {
    let story = Story::at_stage(Stage::Accepted).does("object to going ahead");
    assert_eq!(client_view(&story.case, story.now).unwrap().status, ClientStatus::InProgress);
    assert_eq!(waiting_for(&story.case, story.now).party, WaitsFor::ClinicalLead);
}

#[test]
fn reminders_come_at_ten_and_then_the_referral_lapses() {
    let mut story = Story::at_stage(Stage::Introduced);
    let mut seen = Vec::new();
    for _ in 0..4 {
        story.now = next_wake(&story.case).unwrap();
        for command in due_commands(&story.case, story.now) {
            story.try_to(&Actor::Clock, command).unwrap();
        }
        seen.push((story.now.to_string(), story.log.last().unwrap().event.name()));
    }
    let told: Vec<(&str, &str)> =
        seen.iter().map(|(at, name)| (at.as_str(), name.as_str())).collect();
    assert_eq!(
        told,
        [
            ("2026-11-04T10:00:00Z", "consent-reminded"),
            ("2026-11-09T10:00:00Z", "consent-reminded"),
            ("2026-11-16T10:00:00Z", "consent-reminded"),
            ("2026-11-24T00:00:00Z", "consent-lapsed"),
        ]
    );
}

#[test]
fn three_unanswered_chases_bring_the_clinical_lead() {
    let mut story = Story::at_stage(Stage::Accepted);
    while !story.case.records.needs_decision() {
        story.now = next_wake(&story.case).unwrap();
        for command in due_commands(&story.case, story.now) {
            story.try_to(&Actor::Clock, command).unwrap();
        }
    }
    let chased = |recorded: &&domain::Recorded| recorded.event.name() == "records-chased";
    assert_eq!(story.log.iter().filter(chased).count(), 3);
    assert_eq!(due_commands(&story.case, story.now), Vec::new());
}

#[test]
fn a_withdrawal_stops_everyone_else_and_leaves_the_member_their_own() {
    let story = Story::at_stage(Stage::Released).does("withdraw consent");
    let may = |item, reader: &Reader| may_disclose(&story.case, item, reader, story.now).is_ok();
    assert!(may(Item::Report, &Reader::Member) && may(Item::Consent, &Reader::Member));
    assert!(!may(Item::Records, &Reader::Specialist(id("sp-1"))));
    assert!(!may(Item::Contact, &Reader::PrimaryConsultant(id("d-1"))));
    assert!(!may(Item::Needs, &Reader::Nurse(id("asha"))));
    let (before, after) = (Story::at_stage(Stage::Released).case.access, &story.case.access);
    assert!(after.others_epoch > before.others_epoch && after.member_epoch > before.member_epoch);
}

#[test]
fn letters_follow_events_until_the_case_has_moved_on() {
    let story = Story::at_stage(Stage::Introduced);
    let introduced = story.log.last().unwrap();
    let kinds = |case: &domain::Case| -> Vec<LetterKind> {
        letters(case, introduced).into_iter().map(|letter| letter.kind).collect()
    };
    assert_eq!(kinds(&story.case), [LetterKind::Introduction]);
    // Heard late, when the member has already answered.
    assert_eq!(kinds(&Story::at_stage(Stage::Consented).case), []);
    // The same event again, weeks later from a failure queue: no stale letter.
    assert_eq!(kinds(&Story::at_stage(Stage::Declined).case), []);
    assert_eq!(kinds(&Story::at_stage(Stage::MemberDied).case), []);
    let booked = Story::at_stage(Stage::ConsultationBooked);
    assert_eq!(letters(&booked.case, booked.log.last().unwrap()).len(), 2);
}

#[test]
fn a_fee_falls_due_once_and_never_names_a_member() {
    let charged = |story: &Story, due| -> Vec<i64> {
        let contract = crate::story::contract(due, 7);
        let charges = story.log.iter().filter_map(|it| charge(&story.case, it, &contract));
        charges.map(|charge| charge.net.0).collect()
    };
    let closed = Story::at_stage(Stage::Closed);
    assert_eq!(charged(&closed, FallsDue::Release), [100]);
    assert_eq!(charged(&closed, FallsDue::Consent), [100]);
    let early =
        [Stage::Declined, Stage::Lapsed, Stage::Withdrawn, Stage::Stopped, Stage::MemberDied];
    for early in early {
        assert_eq!(charged(&Story::at_stage(early), FallsDue::Release), [7], "{early:?}");
    }
    // A second end costs nothing, and what fell due before an erasure is still charged after it.
    let stopped = Story::at_stage(Stage::Stopped).does("record a death");
    assert_eq!(charged(&stopped, FallsDue::Release), [7]);
    let erased = closed.does("erase");
    assert_eq!(charged(&erased, FallsDue::Release), [100]);
    assert_eq!(charged(&erased, FallsDue::Consent), [100]);
}

/// The readers besides the member and our own people.
fn outsiders() -> [Reader; 5] {
    [
        Reader::Client,
        Reader::Specialist(id("sp-1")),
        Reader::PrimaryConsultant(id("d-1")),
        Reader::Secretary(id("d-1")),
        Reader::Gp,
    ]
}

proptest! {
    /// No sequence of commands leads to a disclosure outside a standing consent.
    #[test]
    fn nothing_is_ever_disclosed_outside_a_standing_consent(
        steps in prop::collection::vec((0..commands().len(), 0..6_i64), 0..60),
        from in 0..15_usize,
    ) {
        let start = Stage::iter().nth(from).unwrap();
        let mut story = Story::at_stage(start);
        for (index, days) in steps {
            story = story.days_later(days);
            let (_, by, command) = commands().swap_remove(index);
            let _ = story.try_to(&by, command);
            let case = &story.case;
            let scopes = case.consent.standing().map(|it| it.scopes.clone()).unwrap_or_default();
            for reader in outsiders() {
                for item in Item::iter().filter(|item| may_disclose(case, *item, &reader, story.now).is_ok()) {
                    let needed = match (&reader, item) {
                        (Reader::Client, _) => unreachable!("a client sees nothing"),
                        (Reader::Specialist(_), _) => Scope::Show,
                        (Reader::Gp, _) => Scope::ReportToGp,
                        (_, Item::Report) => Scope::ReportToDoctors,
                        _ => Scope::Collect,
                    };
                    prop_assert!(scopes.contains(&needed), "{item:?} to {reader:?}");
                }
            }
            // What identifies the member waits for every gate of the hand-over.
            let sees = may_disclose(case, Item::Records, &Reader::Specialist(id("sp-1")), story.now);
            prop_assert!(sees.is_err() || case.records.handed_over.is_some());
        }
        // However it went, the log alone gives the same case.
        prop_assert_eq!(domain::Case::fold(story.case.id.clone(), &story.log), story.case);
    }
}

#[test]
fn what_is_no_longer_allowed_is_no_longer_shown() {
    let story = Story::at_stage(Stage::Reviewed);
    let reader = Reader::Specialist(id("sp-1"));
    assert!(may_disclose(&story.case, Item::Records, &reader, story.now).is_ok());
    // The member takes the showing back and leaves the rest as it is.
    let narrowed = story.does("amend consent");
    assert!(may_disclose(&narrowed.case, Item::Records, &reader, narrowed.now).is_err());
    // The nurse cannot give it back on their own.
    let scopes = scopes(&[Scope::Collect, Scope::Show]);
    let typed = consent::TypedName::Fits;
    let widen = consent::Command::Amend { scopes, typed, signature: id("s"), copy: id("c") };
    assert_eq!(narrowed.refused(&nurse(), widen), "only-the-member-allows-more");
}
