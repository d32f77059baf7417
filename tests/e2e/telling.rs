//! Who is told of what, also when one mail fails, when the member has died, or when nobody has consented
//! yet.

use crate::house::{introduced, of_tern, on_stack};
use aws_sdk_dynamodb::types::AttributeValue;
use serde_json::json;
use testkit::journey::{DOCTOR_EMAIL, NURSE};
use testkit::{Clinic, Journey, mailbox};

const OVER: &str = "Nothing more is needed for our request";
const CONCERN: &str = "Urgent: a concern has been raised";
const LEAD: &str = "ruth.adeyemi@nurses.example";

async fn code(clinic: &Clinic, who: &str, path: &str, body: &serde_json::Value) -> String {
    clinic.post(who, path, body).await.unwrap().code()
}

/// Claims a letter that nobody sends, as a sender would that is at work on it.
async fn hold_letter(clinic: &Clinic, journey: &Journey<'_>, letter: &str) {
    let client = aws_sdk_dynamodb::Client::new(&clinic.stack.owner().config);
    let text = |value: String| AttributeValue::S(value);
    client
        .put_item()
        .table_name(clinic.stack.output("AccessTable"))
        .item("pk", text(format!("LETTER#{}#{letter}", journey.case)))
        .item("sk", text("LETTER".to_owned()))
        .item("claimed_at", text(journey.now().to_string()))
        .send()
        .await
        .unwrap();
}

#[test]
fn a_mail_that_cannot_leave_keeps_it_from_nobody_else_and_comes_later() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "told.all.the.same@home.example");
        journey.to_hand_over().await.unwrap();
        let next = journey.log().await.unwrap().len() + 1;
        hold_letter(clinic, &journey, &format!("{next:06}#urgent-concern#nurse")).await;
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        let told = json!({"concern": "PLANTED-NEED: her leg is swollen and hot"});
        journey.nurse("concerns", &told).await.unwrap();
        // The nurse wrote it down, so that only the lead is told: by a colleague it would be both.
        clinic.mail(LEAD, CONCERN, mark).await.unwrap();

        let address = journey.specialist_email();
        let mut specialist =
            journey.follow(&address, "The records are ready for you").await.unwrap();
        let desk = specialist.at.clone();
        let next = journey.log().await.unwrap().len() + 1;
        hold_letter(clinic, &journey, &format!("{next:06}#urgent-concern#nurse")).await;
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        let words = [("concern", "PLANTED-NEED: stop the drug")];
        specialist.submit(&format!("{desk}/concern"), &words).await.unwrap();
        clinic.mail(LEAD, CONCERN, mark).await.unwrap();
    });
}

#[test]
fn after_a_death_doctors_and_specialist_are_told_and_nobody_on_the_members_side() {
    on_stack(async |clinic| {
        let email = "has.died@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_hand_over().await.unwrap();
        journey.review().await.unwrap();
        journey.book().await.unwrap();
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        journey.nurse("death", &json!({})).await.unwrap();
        let specialist = journey.specialist_email();
        for address in [DOCTOR_EMAIL, &specialist] {
            clinic.mail(address, OVER, mark).await.unwrap();
        }
        clinic.mail(&specialist, "Your appointment is cancelled", mark).await.unwrap();
        let mails = mailbox::all(&clinic.stack.aws).await.unwrap();
        let to_member = |mail: &&mailbox::Mail| mail.to.iter().any(|to| to == email);
        assert_eq!(mails.iter().skip(mark).filter(to_member).count(), 0);
    });
}

#[test]
fn before_consent_a_contact_is_an_outcome_and_nothing_that_was_said() {
    on_stack(async |clinic| {
        let journey = introduced(clinic, "not.yet.signed@home.example").await;
        let path = format!("/cases/{}/contacts", journey.case);
        let mut contact = json!({
            "way": "call",
            "party": "member",
            "outcome": "left-message",
            "note": "PLANTED-NEED: her knee hurts",
        });
        assert_eq!(code(clinic, NURSE, &path, &contact).await, "no-consent");
        contact.as_object_mut().unwrap().remove("note");
        clinic.post(NURSE, &path, &contact).await.unwrap().expect(200).unwrap();
        let timeline = format!("/cases/{}/timeline", journey.case);
        let told = clinic.get(NURSE, &timeline).await.unwrap().expect(200).unwrap();
        assert!(told.body.contains("The nurse tried to reach someone"));
    });
}

#[test]
fn the_clinical_lead_sets_the_cover_of_a_nurse_who_is_away() {
    on_stack(async |clinic| {
        let journey = introduced(clinic, "her.nurse.is.ill@home.example").await;
        let path = format!("/cases/{}", journey.case);
        assert_eq!(clinic.get("ben", &path).await.unwrap().status, 404);
        let until = journey.now().checked_add(jiff::ToSpan::hours(24)).unwrap().to_string();
        let cover = json!({"nurse": "ben", "until": until});
        clinic.post("lead", &format!("{path}/cover"), &cover).await.unwrap().expect(200).unwrap();
        clinic.get("ben", &path).await.unwrap().expect(200).unwrap();
        // The colleague cannot make their own cover longer.
        assert_eq!(code(clinic, "ben", &format!("{path}/cover"), &cover).await, "not-allowed");
    });
}

#[test]
fn an_urgent_concern_is_taken_and_answered_after_the_end_too() {
    on_stack(async |clinic| {
        let email = "phones.afterwards@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_consent().await.unwrap();
        let why = json!({"code": "other", "reason": "PLANTED-NEED: she goes elsewhere"});
        journey.nurse("stop", &why).await.unwrap();
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        let told = json!({"concern": "PLANTED-NEED: she cannot breathe well"});
        let progress = journey.nurse("concerns", &told).await.unwrap();
        let steps = progress["next_steps"].as_array().unwrap();
        assert!(steps.iter().any(|step| step["what"] == "answer-concern"), "{progress}");
        clinic.mail(LEAD, CONCERN, mark).await.unwrap();
        let path = format!("/cases/{}/concerns", journey.case);
        let open = clinic.get("lead", &path).await.unwrap().expect(200).unwrap().json();
        let concern = open["open"][0]["concern"].as_str().unwrap().to_owned();
        let phoned = json!([{"party": "member", "at": journey.now().to_string()}]);
        let answer = json!({"answer": "PLANTED-NEED: she phoned 999", "phoned": phoned});
        let path = format!("{path}/{concern}/answer");
        let answered = clinic.post("lead", &path, &answer).await.unwrap().expect(200).unwrap();
        assert_eq!(answered.json()["next_steps"], json!([]));
    });
}
