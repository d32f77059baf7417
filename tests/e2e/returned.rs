//! Mails that came back or were called spam, told by the events that SES documents; the local SES
//! sends none of its own.

use crate::house::{introduced, of_tern, on_stack};
use serde_json::{Value, json};
use testkit::journey::{INTRODUCTION, NURSE};
use testkit::{Clinic, Journey, mailbox};

/// The event of SES about the letter that followed the third event of the case.
async fn came_back(clinic: &Clinic, journey: &Journey<'_>, kind: &str) {
    let event = json!({
        "source": "aws.ses",
        "detail-type": kind,
        "detail": {
            "bounce": {"bounceType": "Permanent"},
            "mail": {"tags": {"case": [journey.case], "sequence": ["3"], "party": ["member"]}},
        },
    });
    let notify = clinic.stack.output("NotifyFunction");
    // It is delivered twice, and noted once.
    for _ in 0..2 {
        let answer = clinic.stack.aws.invoke(notify, &event).await.unwrap();
        assert!(answer.get("errorMessage").is_none(), "{answer}");
    }
}

async fn case(clinic: &Clinic, journey: &Journey<'_>) -> Value {
    let path = format!("/cases/{}", journey.case);
    clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json()
}

#[test]
fn a_mail_that_did_not_arrive_shows_and_is_the_nurses_until_she_has_phoned() {
    on_stack(async |clinic| {
        let journey = introduced(clinic, "moved.away@home.example").await;
        came_back(clinic, &journey, "Email Bounced").await;
        let shown = case(clinic, &journey).await;
        assert_eq!(shown["not_delivered"], json!(["member"]));
        assert_eq!(shown["tasks"][0]["kind"], json!({"kind": "reach", "party": "member"}));
        assert_eq!(shown["waiting_for"]["party"], "nurse");
        let worklist = clinic.get(NURSE, "/cases?waiting_for=nurse").await.unwrap();
        assert!(worklist.expect(200).unwrap().body.contains(&journey.case));

        let called = json!({"way": "call", "party": "member", "outcome": "reached"});
        journey.nurse("contacts", &called).await.unwrap();
        let shown = case(clinic, &journey).await;
        assert_eq!((&shown["tasks"], &shown["not_delivered"]), (&json!([]), &json!([])));
    });
}

#[test]
fn spam_stops_the_mail_to_that_address_until_there_is_another() {
    on_stack(async |clinic| {
        let (old, new) = ("calls.it.spam@home.example", "reads.it.gladly@home.example");
        let journey = introduced(clinic, old).await;
        came_back(clinic, &journey, "Email Complaint Received").await;
        let shown = case(clinic, &journey).await;
        assert_eq!(shown["tasks"][0]["kind"], json!({"kind": "mail-stopped", "party": "member"}));
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        journey.nurse("link", &json!({"party": "member"})).await.unwrap();
        of_tern(clinic, "after.the.spam@home.example").refer().await.unwrap();
        let mails = mailbox::all(&clinic.stack.aws).await.unwrap();
        assert!(mails[mark..].iter().all(|mail| !mail.to.contains(&old.to_owned())));

        journey.nurse("contact", &json!({"email": new})).await.unwrap();
        let mail = clinic.mail(new, INTRODUCTION, mark).await.unwrap();
        clinic.follow(mail.link().unwrap(), new).await.unwrap();
        assert_eq!(case(clinic, &journey).await["tasks"], json!([]));
    });
}

#[test]
fn an_event_that_is_not_of_a_letter_of_ours_changes_nothing() {
    on_stack(async |clinic| {
        let journey = introduced(clinic, "not.ours@home.example").await;
        let before = journey.log().await.unwrap().len();
        let notify = clinic.stack.output("NotifyFunction");
        for tags in [
            json!({}),
            json!({"case": ["x"], "sequence": ["1"]}),
            json!({"case": [journey.case], "sequence": ["99"]}),
        ] {
            let event = json!({"source": "aws.ses", "detail-type": "Email Bounced", "detail": {"mail": {"tags": tags}}});
            let answer = clinic.stack.aws.invoke(notify, &event).await.unwrap();
            assert!(answer.get("errorMessage").is_none(), "{answer}");
        }
        assert_eq!(journey.log().await.unwrap().len(), before);
    });
}
