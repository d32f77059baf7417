//! A yes is given to what was shown: it does not count for a later finish, and is asked for again when the
//! finish slips.

use crate::story::{Story, chosen, doctor, entry, hand_over, id, lead, nurse};
use domain::casework::{self, Dates, Outlook};
use domain::directory::Specialist;
use domain::follow::{Addressee, LetterKind, letters};
use domain::matching::{Command, DelayAcceptable, NoConflict, Yes};
use domain::question::{
    Slipped, Stage, WaitsFor, due_commands, next_wake, outlook, outlook_with, slipped, stage,
    waiting_for,
};
use domain::records::{self, GoAheadBy, GoOn};
use domain::{Actor, Event};
use jiff::ToSpan;
use jiff::civil::date;

fn expected(story: &Story) -> Outlook {
    outlook(&story.case, story.now).unwrap()
}

fn choose(shown: Outlook, reason: Option<&str>) -> Command {
    Command::Choose { specialist: entry(), shown, reason: reason.map(id) }
}

fn accept(shown: Outlook) -> Command {
    let (delay, conflict) = (Some(DelayAcceptable), Some(NoConflict));
    Command::Accept { specialist: entry(), shown, delay, conflict }
}

/// Everyone has said yes on the same day, to what was expected then.
fn all_said_yes() -> Story {
    let offered = Story::at_stage(Stage::Offered);
    let shown = expected(&offered);
    let chose = offered.then(&Actor::Member, choose(shown, None));
    let shown = expected(&chose);
    let accepted = chose.then(&chosen(), accept(shown));
    let shown = expected(&accepted);
    accepted.then(&doctor(), records::Command::Confirm { shown })
}

/// What the clock does, one look after another, until nothing is due any more.
fn clock(mut story: Story) -> (Story, Vec<String>) {
    let mut names = Vec::new();
    while let Some(command) = due_commands(&story.case, story.now).into_iter().next() {
        let events = story.try_to(&Actor::Clock, command).unwrap();
        names.extend(events.iter().map(Event::name));
        assert!(names.len() < 20, "the clock never rests: {names:?}");
    }
    (story, names)
}

#[test]
fn a_yes_to_an_earlier_finish_or_another_safe_date_is_not_taken() {
    let earlier = |shown: Outlook| Outlook { finish: shown.finish.yesterday().unwrap(), ..shown };
    let other = |shown: Outlook| Outlook { latest_safe: Some(date(2027, 2, 1)), ..shown };
    let offered = Story::at_stage(Stage::Offered);
    let asked = Story::at_stage(Stage::Chosen);
    let accepted = Story::at_stage(Stage::Accepted);
    for change in [earlier as fn(Outlook) -> Outlook, other] {
        let shown = change(outlook_with(&offered.case, &entry(), offered.now).unwrap());
        assert_eq!(offered.refused(&Actor::Member, choose(shown, None)), "finish-moved");
        let shown = change(expected(&asked));
        assert_eq!(asked.refused(&chosen(), accept(shown)), "finish-moved");
        let shown = change(expected(&accepted));
        let confirm = records::Command::Confirm { shown };
        assert_eq!(accepted.refused(&doctor(), confirm), "finish-moved");
    }
}

#[test]
fn a_specialist_who_promises_later_is_expected_later() {
    let offered = Story::at_stage(Stage::Offered);
    let usual = entry();
    let mut slow = usual.clone();
    slow.report_days += 5;
    let with = |entry: &Specialist| outlook_with(&offered.case, entry, offered.now).unwrap().finish;
    assert!(with(&slow) > with(&usual));
    assert_eq!(with(&usual), expected(&offered).finish);
}

#[test]
fn a_choice_that_finishes_too_late_needs_a_reason_and_tells_the_nurse() {
    let soon = Dates { planned: None, latest_safe: date(2026, 11, 10) };
    let story = Story::at_stage(Stage::Offered).then(&nurse(), casework::Command::SetDates(soon));
    let shown = outlook_with(&story.case, &entry(), story.now).unwrap();
    assert!(shown.is_late());
    assert_eq!(story.refused(&Actor::Member, choose(shown, None)), "reason-needed");
    let chose = story.then(&Actor::Member, choose(shown, Some("why")));
    let told = letters(&chose.case, chose.log.last().unwrap());
    let told: Vec<_> = told.into_iter().map(|letter| (letter.kind, letter.to)).collect();
    assert!(told.contains(&(LetterKind::FinishMoved, Addressee::Nurse)), "{told:?}");
    // By the nurse on the member's word it is kept too, and the nurse is not told of their own doing.
    let story = Story::at_stage(Stage::Offered).then(&nurse(), casework::Command::SetDates(soon));
    let chose = story.then(&nurse(), choose(shown, Some("why")));
    let told = letters(&chose.case, chose.log.last().unwrap());
    assert!(told.iter().all(|letter| letter.to != Addressee::Nurse));
}

#[test]
fn a_finish_that_slips_by_more_than_five_working_days_asks_everyone_again() {
    let story = all_said_yes();
    assert_eq!(slipped(&story.case, story.now), []);
    let wakes = next_wake(&story.case).unwrap();
    assert_eq!(clock(story.clone()).1, [""; 0]);

    let mut late = story.clone();
    // Chases of papers fall due on the way; the slip comes on the sixth working day.
    late.now = "2026-11-09T10:00:00Z".parse().unwrap();
    assert!(wakes <= late.now);
    assert_eq!(slipped(&late.case, late.now), []);
    late.now = "2026-11-10T10:00:00Z".parse().unwrap();
    let all = [
        Slipped::Matching(Yes::Choice),
        Slipped::Matching(Yes::Acceptance),
        Slipped::GoAhead(GoAheadBy::Doctor(id("d-1"))),
    ];
    assert_eq!(slipped(&late.case, late.now), all);

    let (asked, names) = clock(late);
    let again = names.iter().filter(|name| name.contains("asked-again")).count();
    assert_eq!(again, 3, "{names:?}");
    assert_eq!(stage(&asked.case), Stage::Offered);
    assert_eq!(waiting_for(&asked.case, asked.now).party, WaitsFor::Member);
    assert!(!asked.case.records.go_ahead());
    for recorded in
        asked.log.iter().filter(|recorded| recorded.event.name().contains("asked-again"))
    {
        let told: Vec<_> =
            letters(&asked.case, recorded).into_iter().map(|letter| letter.kind).collect();
        assert!(told.contains(&LetterKind::AskedAgain), "{recorded:?}");
        assert!(told.contains(&LetterKind::FinishMoved), "{recorded:?}");
    }

    let shown = expected(&asked);
    let keep = |reason| Command::KeepChoice { shown, reason };
    let kept = asked.then(&Actor::Member, keep(None));
    let shown = expected(&kept);
    let accepted = kept.then(&chosen(), accept(shown));
    let shown = expected(&accepted);
    let confirmed = accepted.then(&doctor(), records::Command::Confirm { shown });
    assert_eq!(slipped(&confirmed.case, confirmed.now), []);
    assert!(confirmed.case.records.go_ahead());
}

#[test]
fn nothing_is_handed_over_while_somebody_is_asked_again() {
    let complete = |story: Story| {
        let announce = records::Command::Announce {
            document: id("doc-1"),
            used_for: records::Use::Record { item: crate::story::item() },
            dated: None,
            name: None,
        };
        story.then(&doctor(), announce).does("find a document clean").does("complete the records")
    };
    let mut late = complete(all_said_yes());
    // Even before the clock has looked.
    late.now = late.now.checked_add((24 * 30).hours()).unwrap();
    assert_eq!(late.refused(&nurse(), hand_over()), "asked-again");
    let (asked, _) = clock(late);
    assert_eq!(asked.refused(&nurse(), hand_over()), "not-accepted");
    assert!(complete(all_said_yes()).try_to(&nurse(), hand_over()).is_ok());
}

#[test]
fn a_safe_date_that_comes_nearer_asks_again_and_one_known_to_be_passed_does_not() {
    let nearer = Dates { planned: None, latest_safe: date(2026, 11, 10) };
    let story = all_said_yes().then(&nurse(), casework::Command::SetDates(nearer));
    assert_eq!(slipped(&story.case, story.now).len(), 3);
    assert!(next_wake(&story.case).unwrap() <= "2026-11-02T10:00:00Z".parse().unwrap());
    // A member who chose it knowing that is not asked for the same reason twice.
    let late = Story::at_stage(Stage::Offered).then(&nurse(), casework::Command::SetDates(nearer));
    let shown = outlook_with(&late.case, &entry(), late.now).unwrap();
    let chose = late.then(&Actor::Member, choose(shown, Some("why")));
    assert_eq!(slipped(&chose.case, chose.now), []);
}

#[test]
fn the_clinical_leads_decision_slips_too_and_silence_leads_back_to_them() {
    let objected = Story::at_stage(Stage::Accepted).does("object to going ahead");
    let go_on = records::Command::Decide { go_on: GoOn::GoOn, reason: id("why") };
    let mut decided = objected.then(&lead(), go_on);
    decided.now = decided.now.checked_add((24 * 30).hours()).unwrap();
    let lead_again = Slipped::GoAhead(GoAheadBy::ClinicalLead);
    assert!(slipped(&decided.case, decided.now).contains(&lead_again));
    let (asked, _) = clock(decided);
    assert_eq!(waiting_for(&asked.case, asked.now).party, WaitsFor::ClinicalLead);
    let again =
        asked.log.iter().find(|recorded| recorded.event.name() == "records-go-ahead-asked-again");
    let told = letters(&asked.case, again.unwrap());
    let lead_told = |letter: &domain::follow::Letter| letter.to == Addressee::ClinicalLead;
    assert!(told.iter().any(lead_told), "{told:?}");
}

#[test]
fn a_paused_case_asks_nobody() {
    let mut story = all_said_yes().does("pause");
    story.now = story.now.checked_add((24 * 30).hours()).unwrap();
    assert_eq!(due_commands(&story.case, story.now), []);
    assert_eq!(waiting_for(&story.case, story.now).due, None);
    assert_ne!(
        due_commands(&story.does("resume").case, "2026-12-02T10:00:00Z".parse().unwrap()),
        []
    );
}

#[test]
fn what_was_shown_travels_in_a_form() {
    for shown in [
        Outlook { finish: date(2026, 12, 24), latest_safe: Some(date(2027, 1, 15)) },
        Outlook { finish: date(2026, 12, 24), latest_safe: None },
    ] {
        assert_eq!(shown.to_string().parse(), Ok(shown));
    }
    for bad in ["", "/", "2026-12-24", "tomorrow/", "2026-12-24/soon"] {
        assert!(bad.parse::<Outlook>().is_err(), "{bad}");
    }
}

#[test]
fn a_yes_to_a_far_day_is_kept_as_what_was_expected() {
    let accepted = Story::at_stage(Stage::Accepted);
    let expected = expected(&accepted);
    let shown = Outlook { finish: date(2150, 1, 1), ..expected };
    let confirmed = accepted.then(&doctor(), records::Command::Confirm { shown });
    let asked = confirmed.case.records.asked_of(&id("d-1")).unwrap();
    let at = confirmed.now;
    assert_eq!(asked.answer, Some(records::GoAheadAnswer::Confirmed { at, shown: expected }));
    assert!("9999-12-31/".parse::<Outlook>().is_err());
}

#[test]
fn each_who_is_asked_again_is_asked_once() {
    let mut late = all_said_yes();
    late.now = "2026-11-10T10:00:00Z".parse().unwrap();
    let (asked, _) = clock(late);
    let told = asked.log.iter().flat_map(|recorded| letters(&asked.case, recorded));
    let again: Vec<_> = told
        .filter(|letter| letter.kind == LetterKind::AskedAgain)
        .map(|letter| letter.to)
        .collect();
    let specialist = Addressee::Specialist(id("sp-1"));
    let doctor = Addressee::PrimaryConsultant(id("d-1"));
    assert_eq!(again, [Addressee::Member, specialist, doctor]);
}
