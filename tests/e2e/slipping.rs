//! A finish that slips: whoever said yes is asked again, and a finish that is too late needs a reason.

use crate::choosing::{NURSE_EMAIL, post, stage};
use crate::house::{of_tern, on_stack};
use serde_json::json;
use testkit::journey::{DOCTOR_EMAIL, NURSE};
use testkit::mailbox;

const CHOICE: &str = "Please choose your specialist";
const AGAIN: &str = "A date has changed: please look again";

#[test]
fn when_the_finish_slips_everyone_is_asked_again_and_nothing_is_handed_over_before() {
    on_stack(async |clinic| {
        let email = "slipped@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_records_asked().await.unwrap();
        journey.offer().await.unwrap();
        journey.choose().await.unwrap();
        journey.accept().await.unwrap();
        journey.go_ahead_and_records().await.unwrap();
        journey.nurse("records/complete", &json!({})).await.unwrap();

        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        journey.later(15, jiff::civil::time(10, 30, 0, 0)).unwrap();
        assert_eq!(post(clinic, &journey, "hand-over", &json!({})).await, "asked-again");
        for _ in 0..4 {
            journey.run_clock().await.unwrap();
        }
        let specialist = journey.specialist_email();
        for address in [email, &specialist, DOCTOR_EMAIL] {
            clinic.mail(address, AGAIN, mark).await.unwrap();
        }
        let moved = "The expected finish of a case needs your attention";
        clinic.mail(NURSE_EMAIL, moved, mark).await.unwrap();
        assert_eq!(stage(clinic, &journey).await, "offered");

        let mut member = journey.follow(email, AGAIN).await.unwrap();
        let page = member.at.clone();
        let asked = member.get(&page).await.unwrap().expect(200).unwrap();
        assert!(asked.body.contains("so we ask you again"), "{}", asked.body);
        let shown = asked.hidden("shown-keep").unwrap();
        let stale = [("specialist", "keep"), ("shown-keep", "2026-01-01/")];
        assert_eq!(member.post(&page, &stale).await.unwrap().status, 409);
        let keep = [("specialist", "keep"), ("shown-keep", shown.as_str())];
        member.submit(&page, &keep).await.unwrap();

        let mut invited = journey.follow(&specialist, AGAIN).await.unwrap();
        let brief = invited.at.clone();
        let asked = invited.get(&brief).await.unwrap().body;
        assert!(asked.contains("You had said yes"), "{asked}");
        let check = format!("/report/conflict/{}", invited.selector());
        let shown = invited.get(&check).await.unwrap().hidden("shown").unwrap();
        let accept = [
            ("answer", "accept"),
            ("delay", "acceptable"),
            ("conflict", "none"),
            ("shown", shown.as_str()),
        ];
        invited.submit(&check, &accept).await.unwrap();
        assert_eq!(post(clinic, &journey, "hand-over", &json!({})).await, "no-go-ahead");
        let mut doctor = journey.follow(DOCTOR_EMAIL, AGAIN).await.unwrap();
        let page = doctor.at.clone();
        let shown = doctor.get(&page).await.unwrap().hidden("shown").unwrap();
        let confirm = [("answer", "confirm"), ("shown", shown.as_str())];
        doctor.submit(&format!("{page}/go-ahead"), &confirm).await.unwrap();
        journey.nurse("hand-over", &json!({})).await.unwrap();
    });
}

#[test]
fn the_nurse_keeps_the_choice_on_the_members_word() {
    on_stack(async |clinic| {
        let email = "keeps.it.by.phone@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_records_asked().await.unwrap();
        journey.offer().await.unwrap();
        journey.choose().await.unwrap();
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        journey.later(15, jiff::civil::time(10, 30, 0, 0)).unwrap();
        for _ in 0..3 {
            journey.run_clock().await.unwrap();
        }
        clinic.mail(email, AGAIN, mark).await.unwrap();
        assert_eq!(stage(clinic, &journey).await, "offered");

        // What the nurse tells the member is what the case says.
        let path = format!("/cases/{}", journey.case);
        let case = clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json();
        let (finish, safe) = (&case["expected_finish"], &case["latest_safe"]);
        let keep = json!({"expected": {"finish": finish, "latest_safe": safe}});
        journey.nurse("choice/keep", &keep).await.unwrap();
        assert_eq!(stage(clinic, &journey).await, "chosen");
    });
}

#[test]
fn a_finish_after_the_latest_safe_date_is_chosen_only_with_a_reason() {
    on_stack(async |clinic| {
        let email = "chooses.late@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_records_asked().await.unwrap();
        let soon = json!({"latest_safe": journey.working_day(8).to_string()});
        journey.nurse("dates", &soon).await.unwrap();
        journey.offer().await.unwrap();
        let mut member = journey.follow(email, CHOICE).await.unwrap();
        let page = member.at.clone();
        let offer = member.get(&page).await.unwrap().expect(200).unwrap();
        assert!(offer.body.contains("after the date by which treatment should start"));
        let field = format!("shown-{}", journey.specialist);
        let shown = offer.hidden(&field).unwrap();
        let mut chosen =
            vec![("specialist", journey.specialist.as_str()), (field.as_str(), shown.as_str())];
        let silent = member.post(&page, &chosen).await.unwrap();
        assert!(silent.body.contains("please say why"), "{}", silent.body);
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        chosen.push(("reason", "PLANTED-NEED: my consultant says that it can wait"));
        member.submit(&page, &chosen).await.unwrap();
        let moved = "The expected finish of a case needs your attention";
        let mail = clinic.mail(NURSE_EMAIL, moved, mark).await.unwrap();
        assert!(!mail.body_text.contains("PLANTED"));
        let path = format!("/cases/{}/timeline", journey.case);
        let told = clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap();
        assert!(told.body.contains("my consultant says that it can wait"));
    });
}
