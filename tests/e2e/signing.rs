//! A consent that was signed with another name, and one that is narrowed while something rests on it.

use crate::house::{free_quanta, introduced, of_tern, on_stack, until_free};
use serde_json::json;
use testkit::journey::{INTRODUCTION, NURSE};
use testkit::{Clinic, Journey, mailbox};

async fn sign_as(journey: &Journey<'_>, email: &str, name: &str) {
    let mut member = journey.follow(email, INTRODUCTION).await.unwrap();
    let page = member.at.clone();
    let statement = member.get(&page).await.unwrap().expect(200).unwrap();
    let version = statement.hidden("statement").unwrap();
    let signed = [
        ("statement", version.as_str()),
        ("scope", "collect"),
        ("scope", "show"),
        ("delay", "known"),
        ("signatory", "member"),
        ("name", name),
    ];
    member.submit(&page, &signed).await.unwrap();
}

async fn first_task(clinic: &Clinic, journey: &Journey<'_>) -> String {
    let path = format!("/cases/{}", journey.case);
    let shown = clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json();
    shown["tasks"][0]["kind"]["kind"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_signature_that_does_not_fit_collects_nothing_until_the_nurse_has_phoned() {
    on_stack(async |clinic| {
        let email = "signed.for.her@home.example";
        let mut journey = introduced(clinic, email).await;
        sign_as(&journey, email, "Dele Okafor").await;
        assert_eq!(first_task(clinic, &journey).await, "confirm-signature");
        journey.understand().await.unwrap();
        let ask = format!("/cases/{}/records", journey.case);
        let early = clinic.post(NURSE, &ask, &json!({"doctor": "d-1"})).await.unwrap();
        assert_eq!(early.code(), "signature-unconfirmed");
        let mut member = journey.follow(email, INTRODUCTION).await.unwrap();
        let own = member.my_case();
        assert!(member.get(&own).await.unwrap().body.contains("will phone to confirm it"));

        // It was somebody else: she is asked as at first, and the old session ends.
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        journey.nurse("consent/signature", &json!({"heard": "refused"})).await.unwrap();
        assert_eq!(member.get(&own).await.unwrap().status, 410);
        let mail = clinic.mail(email, "Please sign again", mark).await.unwrap();
        let mut member = clinic.follow(mail.link().unwrap(), email).await.unwrap();
        let page = member.at.clone();
        let version = member.get(&page).await.unwrap().hidden("statement").unwrap();
        let signed = [
            ("statement", version.as_str()),
            ("scope", "collect"),
            ("scope", "show"),
            ("delay", "known"),
            ("signatory", "member"),
            ("name", "Mrs Maria Plantsworth"),
        ];
        member.submit(&page, &signed).await.unwrap();
        journey.ask_for_records().await.unwrap();
        let path = format!("/cases/{}/consent/signature", journey.case);
        let nothing = clinic.post(NURSE, &path, &json!({"heard": "confirmed"})).await.unwrap();
        assert_eq!(nothing.code(), "nothing-to-confirm");
    });
}

#[test]
fn a_signature_that_is_confirmed_by_phone_counts() {
    on_stack(async |clinic| {
        let email = "signs.in.a.hurry@home.example";
        let mut journey = introduced(clinic, email).await;
        sign_as(&journey, email, "MP").await;
        journey.nurse("consent/signature", &json!({"heard": "confirmed"})).await.unwrap();
        assert_eq!(first_task(clinic, &journey).await, "");
        journey.understand().await.unwrap();
        journey.ask_for_records().await.unwrap();
    });
}

#[test]
fn a_member_who_shows_nothing_any_more_ends_the_appointment_and_the_specialist_is_told() {
    on_stack(async |clinic| {
        let email = "shows.no.more@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_hand_over().await.unwrap();
        journey.review().await.unwrap();
        let before = free_quanta(&journey).await;
        journey.book().await.unwrap();
        let address = journey.specialist_email();
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        let mut member = journey.follow(email, INTRODUCTION).await.unwrap();
        let change = format!("{}/change", member.my_case());
        let narrower = [("scope", "collect"), ("name", "Maria Plantsworth")];
        member.submit(&change, &narrower).await.unwrap();
        clinic.mail(&address, "Nothing more is needed for our request", mark).await.unwrap();
        for to in [email, &address] {
            clinic.mail(to, "Your appointment is cancelled", mark).await.unwrap();
        }
        until_free(&journey, before).await;
    });
}
