//! The specialist's own page: what became of the consultation, a report that is not whole, and one that was
//! returned.

use crate::house::{of_tern, on_stack};
use serde_json::json;
use testkit::clinic::Visitor;
use testkit::journey::NURSE;
use testkit::{Clinic, Journey, mailbox};

const READY: &str = "The records are ready for you";

async fn at_desk(
    clinic: &'static Clinic,
    email: &str,
) -> (Journey<'static>, Visitor<'static>, String) {
    let mut journey = of_tern(clinic, email);
    journey.to_hand_over().await.unwrap();
    journey.review().await.unwrap();
    let specialist = journey.follow(&journey.specialist_email(), READY).await.unwrap();
    let desk = specialist.at.clone();
    (journey, specialist, desk)
}

async fn last_event(journey: &Journey<'_>) -> String {
    journey.log().await.unwrap().last().unwrap()["name"].as_str().unwrap().to_owned()
}

#[test]
fn the_specialist_says_what_became_of_the_consultation() {
    on_stack(async |clinic| {
        let (mut journey, mut specialist, desk) = at_desk(clinic, "talked.with@home.example").await;
        journey.book().await.unwrap();
        let held = [("outcome", "held")];
        let path = format!("{desk}/consultation");
        let early = specialist.post(&path, &held).await.unwrap();
        assert_eq!(early.status, 409);
        assert!(
            specialist.get(&desk).await.unwrap().body.contains("Your appointment with the member")
        );
        let case = clinic.get(NURSE, &format!("/cases/{}", journey.case)).await.unwrap();
        let due = case.json()["waiting_for"]["due"].as_str().unwrap().parse().unwrap();
        journey.move_to(due).unwrap();
        // Their session has run out in the meantime; the same link opens another.
        let address = journey.specialist_email();
        let mut specialist = journey.follow(&address, READY).await.unwrap();
        let desk = specialist.at.clone();
        assert!(specialist.get(&desk).await.unwrap().body.contains("take place?"));
        let missed = [("outcome", "member-missed")];
        specialist.submit(&format!("{desk}/consultation"), &missed).await.unwrap();
        assert_eq!(last_event(&journey).await, "scheduling-consultation-missed");
        let unsaid = [("outcome", "not-needed")];
        let refused = specialist.post(&format!("{desk}/consultation"), &unsaid).await.unwrap();
        assert_eq!(refused.status, 400, "{}", refused.body);
        assert!(refused.body.contains(r#"class="wrong" id="why-wrong""#), "{}", refused.body);
        let needless = [("outcome", "not-needed"), ("why", "records-suffice")];
        specialist.submit(&format!("{desk}/consultation"), &needless).await.unwrap();
        assert_eq!(last_event(&journey).await, "scheduling-consultation-not-needed");
        journey.report().await.unwrap();
        journey.release().await.unwrap();
    });
}

#[test]
fn a_specialist_declines_and_the_member_and_the_nurse_hear_of_it() {
    on_stack(async |clinic| {
        let email = "declined.by@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_records_asked().await.unwrap();
        journey.offer().await.unwrap();
        journey.choose().await.unwrap();
        let brief = "Would you take on a case?";
        let mut invited = journey.follow(&journey.specialist_email(), brief).await.unwrap();
        let page = invited.at.clone();
        let far = "x".repeat(20_001);
        let long = invited.post(&page, &[("reason", far.as_str())]).await.unwrap();
        assert_eq!(long.status, 400);
        assert!(long.body.contains("reason-wrong"), "{}", long.body);
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        invited.submit(&page, &[("reason", "PLANTED-NEED: away until March")]).await.unwrap();
        assert_eq!(last_event(&journey).await, "matching-specialist-declined");
        clinic.mail(email, "We are looking for someone else for you", mark).await.unwrap();
        let needed = "Other specialists are needed in a case";
        clinic.mail("asha.rahman@nurses.example", needed, mark).await.unwrap();
        // Their session is over with their part.
        assert_eq!(invited.get(&page).await.unwrap().status, 410);
    });
}

#[test]
fn the_nurse_notes_that_no_consultation_is_needed() {
    on_stack(async |clinic| {
        let (journey, ..) = at_desk(clinic, "no.need.to.talk@home.example").await;
        let needless = json!({"outcome": {"not-needed": {"why": "doctor-consulted"}}});
        journey.nurse("consultation", &needless).await.unwrap();
        assert_eq!(last_event(&journey).await, "scheduling-consultation-not-needed");
    });
}

#[test]
fn a_report_that_is_not_whole_is_refused_and_one_that_was_returned_is_as_it_was() {
    on_stack(async |clinic| {
        let (mut journey, mut specialist, desk) = at_desk(clinic, "not.whole@home.example").await;
        let needless = json!({"outcome": {"not-needed": {"why": "records-suffice"}}});
        journey.nurse("consultation", &needless).await.unwrap();
        let blank = specialist.get(&desk).await.unwrap().expect(200).unwrap();
        assert!(!blank.body.contains(" selected>") && !blank.body.contains(" checked>"));
        let whole = [
            ("document", ""),
            ("diagnosis", "confirmed"),
            ("treatment", "changed"),
            ("impact", "moderate"),
            ("summary", "PLANTED-ANSWER: surgery can wait"),
            ("difference", "PLANTED-ANSWER: physiotherapy first"),
            ("answer-q-1", "PLANTED-ANSWER: not yet"),
            ("answer-q-2", "PLANTED-ANSWER: yes"),
        ];
        for (missing, code) in [("impact", 400), ("answer-q-2", 422), ("treatment", 422)] {
            let left: Vec<_> = whole.into_iter().filter(|(name, _)| *name != missing).collect();
            let refused = specialist.post(&desk, &left).await.unwrap();
            assert!((400..500).contains(&refused.status), "{missing} {code}: {}", refused.status);
        }
        // A record of the case is no file of the report.
        let path = format!("/cases/{}", journey.case);
        let shown = clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json();
        let record = shown["documents"].as_object().unwrap().keys().next().unwrap().clone();
        let mut other = whole;
        other[0].1 = record.as_str();
        let refused = specialist.post(&desk, &other).await.unwrap();
        assert!(refused.body.contains("still being checked, or was refused"), "{}", refused.body);
        assert_eq!(last_event(&journey).await, "scheduling-consultation-not-needed");
        specialist.submit(&desk, &whole).await.unwrap();

        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        let reason = json!({"reason": "PLANTED-ANSWER: please say for how long it can wait"});
        journey.nurse("report/return", &reason).await.unwrap();
        let address = journey.specialist_email();
        let mail = clinic.mail(&address, "Please look at your report again", mark).await.unwrap();
        let mut specialist = clinic.follow(mail.link().unwrap(), &address).await.unwrap();
        let desk = specialist.at.clone();
        let again = specialist.get(&desk).await.unwrap().expect(200).unwrap();
        for words in ["please say for how long it can wait", "surgery can wait", "not yet"] {
            assert!(again.body.contains(words), "{words}");
        }
        assert!(again.body.contains("<option value=\"moderate\" selected>"));
        journey.report().await.unwrap();
        journey.release().await.unwrap();
    });
}
