//! What is kept, for how long, who may read it without a part in it, and what erasure leaves.

use crate::story::{Story, client, copy_file, covers, details, id, lead, nurse, operator};
use domain::Party;
use domain::case::{Ended, Ending, Reached, StaffPart};
use domain::casework::Command;
use domain::directory::Specialty;
use domain::due::{erasable_from, retained_until};
use domain::keeping::Command as Keeping;
use domain::keeping::ErasureGrounds;
use domain::question::outlives_erasure;
use domain::question::{
    ClientStatus, Item, ReadFor, Reader, Stage, TaskKind, client_view, may_disclose, tasks,
};
use domain::referral::{AddressRule, AgeBand};
use domain::{Actor, Case, Refusal, referral};
use jiff::civil::date;

fn code(outcome: Result<Vec<domain::Event>, Refusal>) -> &'static str {
    outcome.map_or_else(|refusal| refusal.code(), |_| "accepted")
}

fn ben() -> Actor {
    Actor::Nurse(id("ben"))
}

#[test]
fn broken_glass_shows_a_case_for_an_hour_and_lets_nothing_be_done() {
    let mut story = Story::at_stage(Stage::Consented);
    let reader = Reader::of(&ben()).unwrap();
    let reads = |story: &Story| may_disclose(&story.case, Item::Needs, &reader, story.now).is_ok();
    assert!(!reads(&story));
    let reason = || Command::BreakGlass { reason: id("why") };
    assert_eq!(ben().part_in(&story.case, story.now), StaffPart::OtherNurse);
    assert_eq!(code(story.try_to(&nurse(), reason())), "glass-not-needed");
    assert_eq!(code(story.try_to(&lead(), reason())), "not-allowed");
    story.try_to(&ben(), reason()).unwrap();
    assert!(reads(&story));
    assert_eq!(ben().part_in(&story.case, story.now), StaffPart::BrokenGlass);
    assert_eq!(ReadFor::of_staff(&story.case, &ben(), story.now), ReadFor::BreakGlass);
    assert_eq!(ReadFor::of_staff(&story.case, &nurse(), story.now), ReadFor::Casework);
    assert_eq!(code(story.try_to(&ben(), Command::MarkUrgent)), "not-yours");
    assert_eq!(code(story.try_to(&ben(), reason())), "glass-not-needed");
    story.now = story.now.checked_add(jiff::SignedDuration::from_mins(60)).unwrap();
    assert!(!reads(&story));
}

#[test]
fn a_case_without_a_nurse_is_any_nurses_to_take_unless_it_was_erased() {
    let untaken = Story::default().does("receive a referral");
    assert_eq!(ben().part_in(&untaken.case, untaken.now), StaffPart::FreeToTake);
    let erased = Story::at_stage(Stage::Erased);
    assert_eq!(nurse().part_in(&erased.case, erased.now), StaffPart::OtherNurse);
}

#[test]
fn a_note_is_followed_by_a_correction_of_a_note_that_there_is() {
    let mut story = Story::at_stage(Stage::Consented).does("add a note");
    let correct = |corrects| Command::CorrectNote { sheet: id("n-2"), corrects };
    assert_eq!(code(story.try_to(&nurse(), correct(None))), "no-such-note");
    assert_eq!(code(story.try_to(&nurse(), correct(Some(id("sheet"))))), "accepted");
    assert_eq!(story.case.casework.notes, 2);
}

#[test]
fn a_complaint_is_a_task_until_it_is_answered() {
    let mut story = Story::at_stage(Stage::Closed).does("complain");
    let open = |story: &Story| tasks(&story.case).into_iter().map(|it| it.kind).collect::<Vec<_>>();
    assert_eq!(open(&story), [TaskKind::AnswerComplaint(Party::Member)]);
    let by_nurse = Command::Complain { sheet: id("c-2"), by: Party::Specialist(id("sp-1")) };
    assert_eq!(code(story.try_to(&ben(), by_nurse.clone())), "not-yours");
    assert_eq!(code(story.try_to(&nurse(), by_nurse)), "accepted");
    let answer = |complaint: &str| Command::AnswerComplaint {
        complaint: id(complaint),
        answer: id("answer"),
    };
    assert_eq!(code(story.try_to(&Actor::Member, answer("c-2"))), "not-allowed");
    story.try_to(&lead(), answer("c-2")).unwrap();
    assert_eq!(code(story.try_to(&lead(), answer("c-2"))), "no-such-complaint");
    story.try_to(&nurse(), answer("sheet")).unwrap();
    assert_eq!(open(&story), []);
}

#[test]
fn subject_access_is_due_in_one_month_on_a_working_day() {
    let asked = |at: &str| {
        let story = Story::at_stage(Stage::Released).at(at).does("ask for subject access");
        story.case.keeping.subject_access[0].due
    };
    assert_eq!(asked("2026-11-02T09:00:00Z"), date(2026, 12, 2));
    // Christmas Day, Boxing Day on a Saturday with its substitute, and the weekend.
    assert_eq!(asked("2026-11-25T09:00:00Z"), date(2026, 12, 29));
    // February has no 31st.
    assert_eq!(asked("2027-01-31T09:00:00Z"), date(2027, 3, 1));
}

#[test]
fn one_copy_is_made_at_a_time_and_it_is_the_members_alone() {
    let mut story = Story::at_stage(Stage::Closed).does("ask for subject access");
    let member = Reader::Member;
    let sees =
        |story: &Story, reader| may_disclose(&story.case, Item::Copy, reader, story.now).is_ok();
    assert_eq!(code(story.try_to(&nurse(), Keeping::AskSubjectAccess)), "already-asked");
    assert!(!sees(&story, &member));
    let read = story.now;
    let finish = || Keeping::FinishCopy { copy: copy_file(), read };
    assert_eq!(code(story.try_to(&nurse(), finish())), "not-allowed");
    story.try_to(&Actor::Archivist, finish()).unwrap();
    assert_eq!(code(story.try_to(&Actor::Archivist, finish())), "not-asked");
    assert!(sees(&story, &member) && !sees(&story, &Reader::Nurse(id("asha"))));
    assert_eq!(code(story.try_to(&operator(), Keeping::AskSubjectAccess)), "accepted");
}

#[test]
fn a_copy_with_a_file_that_was_taken_back_is_given_to_nobody() {
    let back = domain::records::Command::TakeBack { document: id("own") };
    let own = domain::records::Use::Own;
    let story = Story::at_stage(Stage::Consented)
        .then(&Actor::Member, crate::records::send("own", own, None))
        .then(&Actor::Scanner, crate::records::found("own"))
        .does("ask for subject access");
    let read = story.now;
    let finish = || Keeping::FinishCopy { copy: copy_file(), read };
    // It was in the copy already: that one is withdrawn, and its file deleted.
    let copied = story.clone().then(&Actor::Archivist, finish()).then(&Actor::Member, back.clone());
    assert!(copied.case.keeping.newest_copy().is_none());
    assert_eq!(copied.case.keeping.spoiled_copies().count(), 1);
    // It was taken back while the copy was made: that one is not taken.
    let mut meanwhile = story.at("2026-11-02T09:30:00Z").then(&Actor::Member, back);
    assert_eq!(code(meanwhile.try_to(&Actor::Archivist, finish())), "file-taken-back");
    let read = meanwhile.now;
    let fresh = Keeping::FinishCopy { copy: copy_file(), read };
    assert_eq!(code(meanwhile.try_to(&Actor::Archivist, fresh)), "accepted");
}

fn ended(how: Ending) -> Ended {
    let at = "2026-11-02T09:00:00Z".parse().unwrap();
    let reached = Reached { introduced: None, consented: None, doctors_asked: 0 };
    Ended { how, at, since: at, first_by: 1, reached }
}

#[test]
fn the_longest_time_to_keep_wins() {
    let until = |specialty: &str, age: AgeBand| {
        let mut case = Story::at_stage(Stage::Closed).case;
        case.casework.needs.as_mut().unwrap().specialty =
            Specialty::try_from(specialty.to_owned()).unwrap();
        case.received.as_mut().unwrap().age = age;
        retained_until(&case, &ended(Ending::Closed)).strftime("%Y-%m-%d").to_string()
    };
    assert_eq!(until("110", AgeBand::In40s), "2034-11-02");
    assert_eq!(until("110", AgeBand::Under16), "2052-11-02");
    assert_eq!(until("710", AgeBand::In40s), "2046-11-02");
    assert_eq!(until("710", AgeBand::Under16), "2052-11-02");
    assert_eq!(until("370", AgeBand::From16To17), "2056-11-02");
    assert_eq!(until("800", AgeBand::In40s), "2056-11-02");
    let declined = Story::at_stage(Stage::Declined).case;
    let until = retained_until(&declined, &ended(Ending::Declined));
    assert_eq!(until.strftime("%Y-%m-%d").to_string(), "2027-01-31");
}

#[test]
fn the_clock_erases_when_the_time_is_over_and_no_hold_stands() {
    let mut story = Story::at_stage(Stage::Closed);
    let erase = |grounds| Keeping::Erase { grounds };
    let over = || erase(ErasureGrounds::RetentionOver);
    assert_eq!(code(story.try_to(&Actor::Clock, over())), "retention-not-over");
    story.now = erasable_from(&story.case).unwrap();
    let lawful = erase(ErasureGrounds::LawfulRequest);
    assert_eq!(code(story.try_to(&Actor::Clock, lawful)), "not-allowed");
    let mut held = story.clone().does("place a legal hold");
    assert_eq!(erasable_from(&held.case), None);
    assert_eq!(code(held.try_to(&Actor::Clock, over())), "legal-hold");
    assert_eq!(code(held.does("lift a legal hold").try_to(&Actor::Clock, over())), "accepted");
    assert_eq!(code(story.try_to(&Actor::Clock, over())), "accepted");
    assert_eq!(erasable_from(&story.case), None);
    assert_eq!(erasable_from(&Story::at_stage(Stage::Released).case), None);
}

#[test]
fn an_erased_case_is_a_skeleton_that_implies_nothing_and_reads_the_same_to_the_client() {
    let story = Story::at_stage(Stage::Erased);
    let written = serde_json::to_string(&story.case).unwrap();
    for word in ["sp-1", "110", "st-anne", "d-1", "description", "asha"] {
        assert!(!written.contains(word), "{word} is in the head: {written}");
    }
    let seen = client_view(&story.case, story.now).unwrap();
    assert_eq!(seen.status, ClientStatus::Completed);
    assert!(seen.closed.is_some());

    let kept: Vec<_> = story.log.iter().filter(|it| outlives_erasure(it)).cloned().collect();
    assert!(kept.len() > 5 && kept.len() < story.log.len() - 10);
    let written = serde_json::to_string(&kept).unwrap();
    for word in ["sp-1", "110", "st-anne", "d-1", "description"] {
        assert!(!written.contains(word), "{word} is in the log: {written}");
    }
    // A head of another fold version is made again from what is left of the log.
    let replayed = Case::fold(story.case.id.clone(), &kept);
    assert_eq!(client_view(&replayed, story.now), Some(seen));
    assert_eq!(replayed.version, story.case.version);
    assert!(replayed.keeping.erased.is_some());
}

#[test]
fn every_command_is_refused_once_a_case_is_erased() {
    for (name, by, command) in crate::story::commands() {
        let expected = if name == "receive a referral" { "already-received" } else { "erased" };
        let refused = code(Story::at_stage(Stage::Erased).try_to(&by, command));
        assert!([expected, "erased"].contains(&refused), "{name}: {refused}");
    }
}

/// The ended case goes on as a new one, asked by someone.
fn reopen(ended: &Case, by: &Actor) -> Result<Story, Refusal> {
    let mut new = Story { case: Case::new(id("case-2")), ..Story::default() };
    let reopen = referral::Command::Reopen {
        continues: ended.may_go_on(by, new.now)?,
        client: client(),
        covers: covers(),
        details: details(),
        sheet: id("details-2"),
        marks: Vec::new(),
        rule: AddressRule::PrivateOnly,
    };
    new.try_to(by, reopen)?;
    Ok(new)
}

#[test]
fn an_ended_case_goes_on_as_another_and_brings_nothing_but_who_the_member_is() {
    let closed = Story::at_stage(Stage::Closed).case;
    let story = reopen(&closed, &nurse()).unwrap();
    let received = story.case.received.as_ref().unwrap();
    assert_eq!(received.continues.as_ref(), Some(&closed.id));
    assert_eq!(story.case.casework.nurse.as_ref().unwrap().nurse, id("asha"));
    assert_eq!(story.case.consent, domain::consent::Facts::default());
    assert_eq!(domain::question::stage(&story.case), Stage::Received);

    let refused = |outcome: Result<Story, Refusal>| outcome.unwrap_err().code();
    assert_eq!(refused(reopen(&closed, &ben())), "not-allowed");
    assert!(reopen(&closed, &lead()).is_ok());
    // A leave that was given to one is not another's to use.
    let command = referral::Command::Reopen {
        continues: closed.may_go_on(&nurse(), story.now).unwrap(),
        client: client(),
        covers: covers(),
        details: details(),
        sheet: id("details-2"),
        marks: Vec::new(),
        rule: AddressRule::PrivateOnly,
    };
    let mut new = Story { case: Case::new(id("case-3")), ..Story::default() };
    assert_eq!(code(new.try_to(&lead(), command)), "not-allowed");
    for stage in [Stage::Released, Stage::MemberDied] {
        let case = Story::at_stage(stage).case;
        assert_eq!(refused(reopen(&case, &lead())), "not-ended", "{stage:?}");
    }
}

#[test]
fn a_grounds_word_never_changes() {
    let event = domain::keeping::Event::Erased { grounds: ErasureGrounds::LawfulRequest };
    let written = serde_json::to_string(&event).unwrap();
    assert_eq!(written, r#"{"erased":{"grounds":"lawful-request"}}"#);
}

#[test]
fn the_members_copy_has_the_released_report_and_no_other_and_nothing_of_others() {
    use domain::question::{in_copy, sheets_not_in_copy};
    let story = Story::at_stage(Stage::Reported)
        .does("place a legal hold")
        .does("claim a copying fee")
        .then(
            &nurse(),
            Command::Complain { sheet: id("theirs"), by: Party::Specialist(id("sp-1")) },
        )
        .then(&Actor::Member, Command::Complain { sheet: id("own"), by: Party::Member });
    let hidden = |released| {
        let hidden = sheets_not_in_copy(&story.log, released).into_iter();
        hidden.map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(hidden(None), ["report-1", "sheet", "theirs"]);
    assert_eq!(hidden(Some(1)), ["sheet", "theirs"]);
    let told = in_copy(&story.log, None);
    let names: Vec<String> = told.iter().map(|it| it.event.name()).collect();
    for name in ["casework-legal-hold-placed", "records-copying-fee-claimed", "report-uploaded"] {
        assert!(!names.iter().any(|it| it == name), "{name}");
    }
    assert_eq!(names.iter().filter(|it| *it == "casework-complaint-made").count(), 1);
}

#[test]
fn an_erasure_ends_every_link() {
    let closed = Story::at_stage(Stage::Closed);
    let erased = closed.clone().does("erase");
    for party in [
        Party::Member,
        Party::PrimaryConsultant(id("d-1")),
        Party::Secretary(id("d-1")),
        Party::Specialist(id("sp-1")),
    ] {
        let epoch = |story: &Story| story.case.access.epoch_of(&party);
        assert!(epoch(&erased) > epoch(&closed), "{party}");
    }
}
