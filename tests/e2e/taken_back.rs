//! A file that was sent by mistake: its sender takes it back, and it is nowhere any more.

use crate::browser::enter;
use crate::chrome::Chrome;
use crate::house::{of_tern, on_stack, owners_s3};
use crate::records::{judged, shown};
use serde_json::json;
use std::time::{Duration, Instant};
use testkit::Clinic;
use testkit::journey::{DOCTOR_EMAIL, INTRODUCTION, NURSE};

/// Waits until the bucket has no version of anything under that name.
async fn gone(clinic: &Clinic, document: &str) {
    for folder in ["quarantine", "clean"] {
        gone_from(clinic, &format!("{folder}/{document}")).await;
    }
}

async fn gone_from(clinic: &Clinic, key: &str) {
    let (s3, bucket) = (owners_s3(clinic), clinic.stack.output("DocumentsBucket"));
    let began = Instant::now();
    loop {
        let found = s3.list_object_versions().bucket(bucket).prefix(key).send().await.unwrap();
        if found.versions().is_empty() && found.delete_markers().is_empty() {
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(30), "{key} is still there");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[test]
fn a_doctor_takes_a_file_back_and_it_is_nowhere_any_more() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "wrong.file@home.example");
        journey.to_records_asked().await.unwrap();
        let asked = "A request about one of your patients";
        let mut doctor = journey.follow(DOCTOR_EMAIL, asked).await.unwrap();
        let item = format!("{}/items/description", doctor.at);
        let form = doctor.press(&format!("{item}/uploads"), &[]).await.unwrap();
        let form = form.expect(200).unwrap();
        doctor.upload(&form, "x.txt", b"Another person's knee".to_vec()).await.unwrap();
        journey.until_logged("records-document-clean").await.unwrap();
        let seen = shown(clinic, &journey).await;
        let document = seen["documents"].as_object().unwrap().keys().next().unwrap().clone();

        let back = format!("{item}/documents/{document}/take-back");
        let page = doctor.submit(&back, &[]).await.unwrap();
        assert!(page.body.contains("taken back") && page.body.contains("still missing"));
        let seen = shown(clinic, &journey).await;
        assert_eq!(seen["checklist"]["description"], "missing");
        assert_eq!(seen["documents"][&document]["state"], "taken-back");
        gone(clinic, &format!("{}/{document}", journey.case)).await;
        let read = format!("/cases/{}/documents/{document}", journey.case);
        assert_eq!(clinic.get(NURSE, &read).await.unwrap().code(), "not-clean");
        assert_eq!(doctor.post(&back, &[]).await.unwrap().status, 409);
    });
}

#[test]
fn a_member_and_the_nurse_take_back_what_was_sent_for_them() {
    on_stack(async |clinic| {
        let email = "wrong.paper@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_records_asked().await.unwrap();
        let mut member = journey.follow(email, INTRODUCTION).await.unwrap();
        let own = format!("/my-records/{}", member.selector());
        let form = member.press(&format!("{own}/uploads"), &[]).await.unwrap();
        member
            .upload(&form.expect(200).unwrap(), "x.txt", b"A bill for the garden".to_vec())
            .await
            .unwrap();
        journey.until_logged("records-document-clean").await.unwrap();
        let seen = shown(clinic, &journey).await;
        let paper = seen["documents"].as_object().unwrap().keys().next().unwrap().clone();
        let back = |document: &str| format!("{own}/documents/{document}/take-back");
        let page = member.submit(&back(&paper), &[]).await.unwrap();
        assert!(page.body.contains("taken back") && !page.body.contains("Take it back"));
        gone(clinic, &format!("{}/{paper}", journey.case)).await;

        let path = format!("/cases/{}/documents", journey.case);
        let letter = json!({"item": "letters", "dated": journey.dated()});
        let form = clinic.post(NURSE, &path, &letter).await.unwrap().expect(201).unwrap().json();
        let document = form["document"].as_str().unwrap().to_owned();
        clinic.send_file(&form, testkit::papers::pdf("Dear colleague")).await.unwrap();
        assert_eq!(judged(clinic, &journey, &document).await, "clean");
        // What the nurse sent of a doctor's is not the member's to take back.
        assert_eq!(member.post(&back(&document), &[]).await.unwrap().status, 404);
        journey.nurse(&format!("documents/{document}/take-back"), &json!({})).await.unwrap();
        gone(clinic, &format!("{}/{document}", journey.case)).await;
    });
}

#[test]
fn a_doctor_answers_everything_without_a_script_and_corrects_it() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "no.script.doctor@home.example");
        journey.to_records_asked().await.unwrap();
        let asked = "A request about one of your patients";
        let mail = clinic.mail(DOCTOR_EMAIL, asked, journey.mark()).await.unwrap();
        let chrome = Chrome::open(320).await;
        chrome.without_scripts().await;
        enter(clinic, &chrome, mail.link().unwrap(), DOCTOR_EMAIL).await;
        chrome.heading("A second opinion for your patient").await;
        chrome.press("Yes, it is the right step").await;
        chrome.heading("A second opinion for your patient").await;

        chrome.press("Description of the condition").await;
        chrome.heading("Description of the condition").await;
        chrome.write("words", "PLANTED-NEED: pain in the knee since a fall").await;
        chrome.press("Send what I wrote").await;
        chrome.heading("A second opinion for your patient").await;
        journey.until_logged("records-document-clean").await.unwrap();
        let items = shown(clinic, &journey).await["checklist"].as_object().unwrap().clone();
        for code in items.keys().filter(|code| *code != "description") {
            let item = domain::records::ChecklistItem(code.clone());
            chrome.press(item.name()).await;
            chrome.heading(item.name()).await;
            chrome.write("reason", "none was made").await;
            chrome.press("Say that it is not available").await;
            chrome.heading("A second opinion for your patient").await;
        }
        let page = chrome.client.source().await.unwrap();
        assert!(page.contains("Thank you. We have what we need"), "{page}");
        chrome.press("Description of the condition").await;
        chrome.press("Take file 1 back").await;
        chrome.heading("Description of the condition").await;
        assert_eq!(shown(clinic, &journey).await["checklist"]["description"], "missing");
        chrome.close().await;
    });
}
