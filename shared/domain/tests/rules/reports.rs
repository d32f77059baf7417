//! Reports: a version that comes back, and urgent concerns.

use crate::story::{Story, chosen, id, lead, monday, nurse, upload};
use domain::Party;
use domain::ids::ConcernId;
use domain::question::Stage;
use domain::report::{Command, Phoned, Upload};

#[test]
fn a_version_that_was_returned_stays_returned_and_the_next_one_is_released() {
    let hand_in = |version| Command::Upload(Upload { version, ..upload() });
    let mut story = Story::at_stage(Stage::Reported).does("return a report");
    assert_eq!(story.refused(&nurse(), Command::Release { call: None }), "version-returned");
    story = story.then(&chosen(), hand_in(2));
    story =
        story.then(&nurse(), Command::Return { reason: id("again") }).then(&chosen(), hand_in(3));
    let returned: Vec<_> =
        story.case.report.versions.iter().map(|version| version.returned.clone()).collect();
    assert_eq!(returned, [Some(id("sheet")), Some(id("again")), None]);
    story = story.does("release a report");
    assert_eq!(story.case.report.released_version().unwrap().version, 3);
}

#[test]
fn an_urgent_concern_is_open_until_somebody_was_phoned_about_that_very_one() {
    let raise = |concern: &str| Command::RaiseConcern { concern: id(concern), sheet: id("words") };
    let calls = |count| vec![Phoned { who: Party::Member, at: monday() }; count];
    let answer = |concern: &str, phoned| Command::AnswerConcern {
        concern: id(concern),
        sheet: id("answer"),
        phoned,
    };
    let story = Story::at_stage(Stage::Reviewed)
        .then(&chosen(), raise("u-1"))
        .then(&chosen(), raise("u-2"));
    assert_eq!(story.refused(&lead(), answer("u-3", calls(1))), "no-such-concern");
    let tomorrow = Phoned { who: Party::Member, at: story.clone().days_later(1).now };
    for phoned in [vec![], calls(11), vec![tomorrow]] {
        assert_eq!(story.refused(&lead(), answer("u-1", phoned)), "nobody-phoned");
    }
    let story = story.then(&lead(), answer("u-1", calls(10)));
    let open: Vec<&ConcernId> =
        story.case.report.concerns.iter().map(|raised| &raised.concern).collect();
    assert_eq!(open, [&id("u-2")]);
}
