//! Records from everyone who may send them: the secretary, the nurse on a doctor's behalf, the member;
//! by their age, in a ZIP, with a fee; and read by our own people.

use crate::house::{of_tern, on_stack};
use serde_json::{Value, json};
use std::io::Write;
use std::time::{Duration, Instant};
use testkit::journey::{DOCTOR_EMAIL, INTRODUCTION, NURSE, SECRETARY_EMAIL};
use testkit::{Clinic, Journey};
use zip::write::SimpleFileOptions;

const ASKED: &str = "A request about one of your patients";

pub async fn shown(clinic: &Clinic, journey: &Journey<'_>) -> Value {
    let path = format!("/cases/{}", journey.case);
    clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json()
}

/// Waits until a document is no longer being checked, and says what it is then.
pub async fn judged(clinic: &Clinic, journey: &Journey<'_>, document: &str) -> String {
    let began = Instant::now();
    loop {
        let state = shown(clinic, journey).await["documents"][document]["state"].clone();
        if state != "being-checked" {
            return state.as_str().unwrap_or_default().to_owned();
        }
        assert!(began.elapsed() < Duration::from_secs(30), "{document} was not judged");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[test]
fn a_secretary_sends_the_records_and_claims_the_fee_but_gives_no_go_ahead() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "by.the.secretary@home.example");
        journey.to_records_asked().await.unwrap();
        let subject = "A request for some records";
        let mut secretary = journey.follow(SECRETARY_EMAIL, subject).await.unwrap();
        let page = secretary.at.clone();
        let seen = secretary.get(&page).await.unwrap().expect(200).unwrap();
        assert!(
            seen.body.contains("Signed by") && !seen.body.contains("Yes, it is the right step")
        );
        let refused = secretary
            .post(&format!("{page}/go-ahead"), &[("answer", "confirm"), ("shown", "2026-12-24/")])
            .await;
        assert_eq!(refused.unwrap().status, 403);
        let uploads = format!("{page}/items/description/uploads");
        let form = secretary.press(&uploads, &[]).await.unwrap();
        secretary.upload(&form.expect(200).unwrap(), "x.txt", b"Knee pain".to_vec()).await.unwrap();
        for (pounds, status) in [("five", 400), ("0", 422), ("500.01", 422), ("49.50", 303)] {
            let claimed = secretary.post(&format!("{page}/fee"), &[("pounds", pounds)]).await;
            assert_eq!(claimed.unwrap().status, status, "{pounds}");
        }
        assert_eq!(shown(clinic, &journey).await["copying_fees"]["d-1"], 4950);
        let seen = secretary.get(&page).await.unwrap().expect(200).unwrap();
        assert!(seen.body.contains("£49.50 was claimed"));
    });
}

#[test]
fn a_doctor_reads_the_consent_writes_a_description_and_takes_an_answer_back() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "takes.back@home.example");
        journey.to_records_asked().await.unwrap();
        let asked = "A request about one of your patients";
        let mut doctor = journey.follow(DOCTOR_EMAIL, asked).await.unwrap();
        let page = doctor.at.clone();
        let seen = doctor.get(&page).await.unwrap().expect(200).unwrap();
        assert!(seen.body.contains("<dt>About</dt>"), "{}", seen.body);
        let consent = doctor.get(&format!("{page}/consent")).await.unwrap().expect(200).unwrap();
        assert!(consent.body.starts_with("%PDF"), "{}", &consent.body[..40]);

        let item = format!("{page}/items/operation");
        let none = [("reason", "none were done")];
        let early = doctor.post(&format!("{item}/available"), &[]).await.unwrap();
        assert_eq!(early.status, 409);
        doctor.submit(&format!("{item}/not-available"), &none).await.unwrap();
        assert_eq!(shown(clinic, &journey).await["checklist"]["operation"], "not-available");
        doctor.submit(&format!("{item}/available"), &[]).await.unwrap();
        assert_eq!(shown(clinic, &journey).await["checklist"]["operation"], "missing");

        let description = format!("{page}/items/description/text");
        let empty = doctor.post(&description, &[("words", " ")]).await.unwrap();
        assert_eq!(empty.status, 400);
        assert!(empty.body.contains("words-wrong"), "{}", empty.body);
        let elsewhere = format!("{page}/items/letters/text");
        let words = [("words", "PLANTED-NEED: pain in the knee since a fall")];
        assert_eq!(doctor.post(&elsewhere, &words).await.unwrap().status, 404);
        doctor.submit(&description, &words).await.unwrap();
        journey.until_logged("records-document-clean").await.unwrap();
        assert_eq!(shown(clinic, &journey).await["checklist"]["description"], "received");
        let seen = doctor.get(&page).await.unwrap().expect(200).unwrap();
        assert!(seen.body.contains("Receipt: what has been sent"), "{}", seen.body);
    });
}

#[test]
fn the_nurse_sends_chases_and_says_not_available_on_a_doctors_behalf() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "by.the.nurse@home.example");
        journey.to_records_asked().await.unwrap();
        let path = format!("/cases/{}", journey.case);
        let doctor = json!({"doctor": "d-1"});
        let early = clinic.post(NURSE, &format!("{path}/records/chase"), &doctor).await.unwrap();
        assert_eq!(early.code(), "not-due");
        journey.later(1, jiff::civil::time(9, 0, 0, 0)).unwrap();
        let mark = testkit::mailbox::count(&clinic.stack.aws).await.unwrap();
        journey.nurse("records/chase", &doctor).await.unwrap();
        clinic.mail(DOCTOR_EMAIL, "A reminder of our request", mark).await.unwrap();

        let send =
            async |body: Value| clinic.post(NURSE, &format!("{path}/documents"), &body).await;
        for (body, code) in [
            (json!({"item": "letters"}), "date-needed"),
            (json!({"item": "letters", "dated": "2019-01-01"}), "too-old"),
            (json!({"item": "letters", "dated": "2090-01-01"}), "date-to-come"),
            (json!({"item": "letters", "dated": "yesterday"}), "bad-field"),
            (json!({"item": "horoscope", "dated": journey.dated()}), "not-on-checklist"),
        ] {
            assert_eq!(send(body.clone()).await.unwrap().code(), code, "{body}");
        }
        let letter = json!({"item": "letters", "dated": journey.dated()});
        let form = send(letter).await.unwrap().expect(201).unwrap().json();
        let document = form["document"].as_str().unwrap().to_owned();
        let read = format!("{path}/documents/{document}");
        let early = clinic.get(NURSE, &read).await.unwrap();
        assert_eq!((early.status, early.code().as_str()), (409, "not-clean"));
        clinic.send_file(&form, testkit::papers::pdf("Dear colleague")).await.unwrap();
        assert_eq!(judged(clinic, &journey, &document).await, "clean");
        let reason = json!({"item": "imaging", "reason": "none was made"});
        journey.nurse("records/not-available", &reason).await.unwrap();
        assert_eq!(shown(clinic, &journey).await["checklist"]["imaging"], "not-available");

        // Only the nurse of the case reads it, and the address says nothing.
        assert_eq!(clinic.get("ben", &read).await.unwrap().status, 404);
        let led = clinic.get(NURSE, &read).await.unwrap().expect(303).unwrap();
        let url = led.header("location").unwrap();
        assert!(url.contains("document.pdf") && url.contains("X-Amz-Expires=60"), "{url}");
        let bytes = reqwest::get(url).await.unwrap().bytes().await.unwrap();
        assert!(bytes.starts_with(b"%PDF-1.4"));
    });
}

#[test]
fn an_edited_head_does_not_make_another_document_of_one_that_was_found_clean() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "edited.head@home.example");
        journey.to_records_asked().await.unwrap();
        let path = format!("/cases/{}/documents", journey.case);
        let body = json!({"item": "description"});
        let form = clinic.post(NURSE, &path, &body).await.unwrap().expect(201).unwrap().json();
        let document = form["document"].as_str().unwrap().to_owned();
        clinic.send_file(&form, b"Knee pain".to_vec()).await.unwrap();
        assert_eq!(judged(clinic, &journey, &document).await, "clean");
        let read = format!("{path}/{document}");
        let led = clinic.get(NURSE, &read).await.unwrap().expect(303).unwrap();
        assert!(led.header("location").is_some());

        use aws_sdk_dynamodb::types::AttributeValue::S;
        let client = aws_sdk_dynamodb::Client::new(&clinic.stack.owner().config);
        let key = [("pk", format!("CASE#{}", journey.case)), ("sk", "CASE".to_owned())];
        let key = key.map(|(name, value)| (name.to_owned(), S(value)));
        let table = clinic.stack.output("CasesTable");
        let get = client.get_item().table_name(table).set_key(Some(key.into()));
        let mut head = get.send().await.unwrap().item.unwrap();
        let folded = head["folded"].as_s().unwrap().clone();
        let hash = folded.split_once("\"hash\":\"").unwrap().1[..64].to_owned();
        head.insert("folded".to_owned(), S(folded.replace(&hash, &"0".repeat(64))));
        client.put_item().table_name(table).set_item(Some(head)).send().await.unwrap();
        assert_eq!(clinic.get(NURSE, &read).await.unwrap().status, 500);
    });
}

fn dicom() -> Vec<u8> {
    [&[0; 128][..], b"DICM\x02\0", &[7; 500]].concat()
}

fn zipped(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_zip_of_dicom_is_taken_for_imaging_and_any_other_zip_is_not() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "with.pictures@home.example");
        journey.to_records_asked().await.unwrap();
        let path = format!("/cases/{}/documents", journey.case);
        let send = async |item: &str, bytes: Vec<u8>| -> String {
            let body = json!({"item": item, "dated": journey.dated()});
            let form = clinic.post(NURSE, &path, &body).await.unwrap().expect(201).unwrap().json();
            let limit = if item == "imaging" { 2_147_483_648_u64 } else { 52_428_800 };
            assert_eq!(form["bytes_max"], limit);
            clinic.send_file(&form, bytes).await.unwrap();
            judged(clinic, &journey, form["document"].as_str().unwrap()).await
        };
        let series = [("DICOMDIR", dicom()), ("IM/0001", dicom()), ("IM/0002", dicom())];
        let whole = zipped(&series);
        let with_letter = zipped(&[("IM/0001", dicom()), ("letter.txt", b"Dear all".to_vec())]);
        let cut = whole[..whole.len() - 30].to_vec();
        assert_eq!(send("imaging", with_letter).await, "refused");
        assert_eq!(send("imaging", zipped(&[])).await, "refused");
        assert_eq!(send("imaging", cut).await, "refused");
        assert_eq!(send("description", whole.clone()).await, "refused");
        assert_eq!(shown(clinic, &journey).await["checklist"]["imaging"], "missing");
        assert_eq!(send("imaging", whole).await, "clean");
        assert_eq!(shown(clinic, &journey).await["checklist"]["imaging"], "received");
        let mut doctor = journey.follow(DOCTOR_EMAIL, ASKED).await.unwrap();
        let at = doctor.at.clone();
        let item = format!("{at}/items/imaging");
        let page = doctor.get(&item).await.unwrap().expect(200).unwrap();
        assert!(page.body.contains("at most 2 GB"), "{}", page.body);
    });
}

#[test]
fn the_member_adds_papers_of_their_own_and_the_specialist_sees_them() {
    on_stack(async |clinic| {
        let email = "adds.papers@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_records_asked().await.unwrap();
        let subject = INTRODUCTION;
        let mut member = journey.follow(email, subject).await.unwrap();
        let page = format!("/my-records/{}", member.selector());
        let seen = member.get(&page).await.unwrap().expect(200).unwrap();
        assert!(seen.body.contains("Nothing yet"));
        let uploads = format!("{page}/uploads");
        let unfit = member.post(&uploads, &[("name", "two\nlines")]).await.unwrap();
        assert_eq!(unfit.status, 400);
        assert!(unfit.body.contains("name-wrong"), "{}", unfit.body);
        let named = [("name", "PLANTED-NEED: my diary")];
        let form = member.press(&uploads, &named).await.unwrap().expect(200).unwrap();
        let sent = member.upload(&form, "mine.txt", b"PLANTED-NEED: a diary".to_vec()).await;
        assert!(sent.unwrap().is_redirection());
        let began = Instant::now();
        let link = loop {
            let seen = member.get(&page).await.unwrap().expect(200).unwrap();
            if let Some((_, rest)) = seen.body.split_once("<a href=\"/my-records/")
                && rest.contains("PLANTED-NEED: my diary</a>")
            {
                break format!("/my-records/{}", rest.split('"').next().unwrap());
            }
            assert!(began.elapsed() < Duration::from_secs(30), "{}", seen.body);
            tokio::time::sleep(Duration::from_millis(100)).await;
        };
        let led = member.get(&link).await.unwrap().expect(303).unwrap();
        let bytes = reqwest::get(led.header("location").unwrap()).await.unwrap();
        assert_eq!(bytes.text().await.unwrap(), "PLANTED-NEED: a diary");
        journey.offer().await.unwrap();
        journey.choose().await.unwrap();
        journey.accept().await.unwrap();
        journey.go_ahead_and_records().await.unwrap();
        journey.hand_over().await.unwrap();
        let address = journey.specialist_email();
        let subject = "The records are ready for you";
        let mut specialist = journey.follow(&address, subject).await.unwrap();
        let desk = specialist.at.clone();
        let seen = specialist.get(&desk).await.unwrap().expect(200).unwrap();
        assert!(seen.body.contains("Added by the member"), "{}", seen.body);
        assert!(seen.body.contains("Open PLANTED-NEED: my diary"), "{}", seen.body);
    });
}
