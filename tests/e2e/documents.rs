//! Documents: what is not taken, and how the sender is told.

use crate::house::{of_tern, on_quiet_stack, on_stack};
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use testkit::clinic::{Answer, Visitor};
use testkit::journey::{DOCTOR_EMAIL, document_form};
use testkit::{Clinic, Journey, papers, scanner};

const ASKED: &str = "A request about one of your patients";

/// A treating doctor at their page.
async fn at_the_page(clinic: &'static Clinic, email: &str) -> (Journey<'static>, Visitor<'static>) {
    let mut journey = of_tern(clinic, email);
    journey.to_records_asked().await.unwrap();
    let doctor = journey.follow(DOCTOR_EMAIL, ASKED).await.unwrap();
    (journey, doctor)
}

const HERE: &str = r#"</a></span> <span class="tag quiet">received"#;
const LETTERS_HERE: &str =
    r#"Clinic letters from the last year</a></span> <span class="tag quiet">received"#;

async fn form(journey: &Journey<'_>, doctor: &mut Visitor<'_>, item: &str) -> Answer {
    let (path, dated) = (format!("{}/items/{item}/uploads", doctor.at), journey.dated());
    doctor.press(&path, &document_form(&dated)).await.unwrap().expect(200).unwrap()
}

/// Waits until the doctor's page says those words.
async fn told(doctor: &mut Visitor<'_>, words: &str) -> Answer {
    let page = doctor.at.clone();
    let began = Instant::now();
    loop {
        let shown = doctor.get(&page).await.unwrap().expect(200).unwrap();
        if shown.body.contains(words) {
            return shown;
        }
        assert!(began.elapsed() < Duration::from_secs(30), "{words}: {}", shown.body);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn events(journey: &Journey<'_>, name: &str) -> usize {
    let log = journey.log().await.unwrap();
    log.iter().filter(|line| line["name"] == name).count()
}

#[test]
fn what_is_not_taken_is_told_in_words_that_help() {
    on_stack(async |clinic| {
        let (journey, mut doctor) = at_the_page(clinic, "bad.files@home.example").await;
        let opens = "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>";
        let files: [(&str, Vec<u8>, &str); 11] = [
            ("letter.txt", scanner::eicar().into_bytes(), "found something harmful"),
            ("letter.pdf", b"<html><body>hello</body></html>".to_vec(), "not a PDF"),
            ("scan.png", b"<svg xmlns='x' onload='y'/>".to_vec(), "not a PDF"),
            ("both.pdf", b"%PDF-1.4\n<script>alert(1)</script>".to_vec(), "not a PDF"),
            ("active.pdf", papers::pdf_that(opens, "a script"), "something that starts by itself"),
            ("late.txt", [&[b'x'; 5_000][..], b"<script>alert(1)"].concat(), "not a PDF"),
            ("one.txt", b"x".to_vec(), "there was nothing in it"),
            ("empty.txt", Vec::new(), "there was nothing in it"),
            ("setup.pdf", b"MZ\x90\0\x03\0\0\0".to_vec(), "not a PDF"),
            ("old.zip", b"PK\x03\x04\x14\0\0\0".to_vec(), "not a PDF"),
            (
                "locked.pdf",
                b"%PDF-1.6\ntrailer << /Encrypt 5 0 R >>\n%%EOF".to_vec(),
                "print it to a new PDF",
            ),
        ];
        let mut refused = 0;
        for (name, bytes, words) in files {
            let page = form(&journey, &mut doctor, "letters").await;
            assert!(doctor.upload(&page, name, bytes).await.unwrap().is_redirection());
            refused += 1;
            let began = Instant::now();
            while events(&journey, "records-document-refused").await < refused {
                assert!(began.elapsed() < Duration::from_secs(30), "{name} was not judged");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            told(&mut doctor, words).await;
        }
        assert_eq!(events(&journey, "records-document-clean").await, 0);
        // A short letter is a record, and nothing is known of the others after it.
        let page = form(&journey, &mut doctor, "letters").await;
        doctor.upload(&page, "x.txt", b"Dear all".to_vec()).await.unwrap();
        let shown = told(&mut doctor, LETTERS_HERE).await;
        assert!(!shown.body.contains("Your last file was not taken"));
    });
}

#[test]
fn the_bucket_takes_one_file_of_the_signed_size_under_the_signed_key() {
    on_stack(async |clinic| {
        let (journey, mut doctor) = at_the_page(clinic, "odd.uploads@home.example").await;
        let page = form(&journey, &mut doctor, "letters").await;
        let large = vec![b'x'; 50 * 1024 * 1024 + 1];
        assert!(doctor.upload(&page, "large.txt", large).await.unwrap().is_client_error());
        let key = page.hidden("key").unwrap();
        let elsewhere =
            Answer { body: page.body.replace(&key, "clean/another/one"), ..page.clone() };
        assert!(doctor.upload(&elsewhere, "x.txt", b"x".to_vec()).await.unwrap().is_client_error());
        assert_eq!(events(&journey, "records-document-clean").await, 0);
        doctor.upload(&page, "x.txt", b"Dear colleague".to_vec()).await.unwrap();
        told(&mut doctor, HERE).await;
    });
}

/// The event that a scanner sends of an object.
fn verdict(clinic: &Clinic, key: &str, version: &str, status: &str) -> Value {
    let bucket = clinic.stack.output("DocumentsBucket");
    json!({
        "source": "aws.guardduty",
        "detail-type": "GuardDuty Malware Protection Object Scan Result",
        "detail": {
            "s3ObjectDetails": {"bucketName": bucket, "objectKey": key, "versionId": version},
            "scanResultDetails": {"scanResultStatus": status},
        },
    })
}

#[test]
fn a_verdict_that_is_doubled_late_failed_or_forged_never_makes_a_document_clean() {
    on_stack(async |clinic| {
        let (journey, mut doctor) = at_the_page(clinic, "odd.verdicts@home.example").await;
        let records = clinic.stack.output("RecordsFunction");
        let page = form(&journey, &mut doctor, "letters").await;
        let key = page.hidden("key").unwrap();
        // Nothing has arrived: a verdict for it clears nothing.
        for (event, fails) in [
            (verdict(clinic, &key, "no-such-version", "NO_THREATS_FOUND"), true),
            (verdict(clinic, &key, "v", "FAILED"), false),
            (verdict(clinic, &key, "v", "ACCESS_DENIED"), false),
            (verdict(clinic, &key, "v", "CLEAN_ENOUGH"), true),
            (json!({"source": "someone.else", "detail": {}}), true),
            (json!({}), true),
            (verdict(clinic, "quarantine/x/y", "v", "NO_THREATS_FOUND"), false),
            (verdict(clinic, "clean/x", "v", "NO_THREATS_FOUND"), false),
        ] {
            let answer = clinic.stack.aws.invoke(records, &event).await.unwrap();
            assert_eq!(answer.get("errorMessage").is_some(), fails, "{event}: {answer}");
        }
        assert_eq!(events(&journey, "records-document-clean").await, 0);
        doctor.upload(&page, "x.txt", b"Dear colleague".to_vec()).await.unwrap();
        told(&mut doctor, HERE).await;
        // The same verdict again, weeks later from a failure queue, has no effect.
        let again = verdict(clinic, &key, "v", "THREATS_FOUND");
        let answer = clinic.stack.aws.invoke(records, &again).await.unwrap();
        assert!(answer.get("errorMessage").is_none(), "{answer}");
        assert_eq!(events(&journey, "records-document-clean").await, 1);
        assert_eq!(events(&journey, "records-document-refused").await, 0);
    });
}

#[test]
fn a_file_that_comes_after_the_withdrawal_is_swept_and_no_form_is_given() {
    on_stack(async |clinic| {
        let (journey, mut doctor) = at_the_page(clinic, "late.file@home.example").await;
        let page = form(&journey, &mut doctor, "letters").await;
        journey.nurse("consent/withdraw", &json!({})).await.unwrap();
        let (path, dated) = (format!("{}/items/letters/uploads", doctor.at), journey.dated());
        assert_eq!(doctor.post(&path, &document_form(&dated)).await.unwrap().status, 410);
        doctor.upload(&page, "late.txt", b"Dear colleague".to_vec()).await.unwrap();
        let config = aws_sdk_s3::config::Builder::from(&clinic.stack.owner().config);
        let s3 = aws_sdk_s3::Client::from_conf(config.force_path_style(true).build());
        let (bucket, key) = (clinic.stack.output("DocumentsBucket"), page.hidden("key").unwrap());
        let began = Instant::now();
        while s3.head_object().bucket(bucket).key(&key).send().await.is_ok() {
            assert!(began.elapsed() < Duration::from_secs(30), "the late file is still there");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let log = journey.log().await.unwrap();
        assert_eq!(log.last().unwrap()["name"], "consent-withdrawn");
    });
}

/// How often a scan was asked for again, while the document lies in quarantine.
async fn asked_again(clinic: &Clinic, key: &str) -> Option<u32> {
    let config = aws_sdk_s3::config::Builder::from(&clinic.stack.owner().config);
    let s3 = aws_sdk_s3::Client::from_conf(config.force_path_style(true).build());
    let head = s3.head_object().bucket(clinic.stack.output("DocumentsBucket")).key(key);
    let head = head.send().await.ok()?;
    Some(head.metadata().and_then(|notes| notes.get("asked")?.parse().ok()).unwrap_or(0))
}

/// A letter that a doctor sent, and that the scanner only judges once it was asked again that many times.
async fn sent_unjudged(
    journey: &Journey<'_>,
    doctor: &mut Visitor<'_>,
    answered_when_asked: u32,
) -> String {
    let page = form(journey, doctor, "letters").await;
    let letter = scanner::answered_when_asked(answered_when_asked);
    doctor.upload(&page, "x.txt", letter.into_bytes()).await.unwrap();
    page.hidden("key").unwrap()
}

const NOT_READ: &str = "our scanner could not read it";

#[test]
fn a_scan_that_fails_is_asked_for_again_and_given_up_in_the_end() {
    on_stack(async |clinic| {
        let (journey, mut doctor) = at_the_page(clinic, "never.scanned@home.example").await;
        let key = sent_unjudged(&journey, &mut doctor, 99).await;
        let records = clinic.stack.output("RecordsFunction");
        let failed = verdict(clinic, &key, "v", "FAILED");
        for times in 1..=8 {
            clinic.stack.aws.invoke(records, &failed).await.unwrap();
            assert_eq!(asked_again(clinic, &key).await, Some(times));
        }
        clinic.stack.aws.invoke(records, &failed).await.unwrap();
        assert_eq!(asked_again(clinic, &key).await, None, "it is asked for without an end");
        told(&mut doctor, NOT_READ).await;
        assert_eq!(events(&journey, "records-document-clean").await, 0);
    });
}

#[test]
fn a_scan_that_never_came_is_asked_for_by_the_hourly_look() {
    on_quiet_stack(async |clinic| {
        let (journey, mut doctor) = at_the_page(clinic, "no.verdict@home.example").await;
        let late = sent_unjudged(&journey, &mut doctor, 1).await;
        let never = sent_unjudged(&journey, &mut doctor, 99).await;
        let hourly = json!({"source": "second-opinion", "detail-type": "sweep", "detail": {"day": "2000-01-01"}});
        let look = async |minutes_later: i64| {
            let bucket_time = Timestamp::now();
            clinic.stack.clock.move_to(bucket_time + minutes_later.minutes()).unwrap();
            let records = clinic.stack.output("RecordsFunction");
            let answer = clinic.stack.aws.invoke(records, &hourly).await.unwrap();
            assert!(answer.get("errorMessage").is_none(), "{answer}");
        };
        let begun = clinic.stack.clock.now();
        // Within the hour a scanner may still be at work.
        look(58).await;
        assert_eq!(asked_again(clinic, &late).await, Some(0));
        look(61).await;
        assert_eq!(asked_again(clinic, &never).await, Some(1));
        clinic.stack.clock.move_to(begun).unwrap();
        told(&mut doctor, LETTERS_HERE).await;
        assert_eq!(asked_again(clinic, &late).await, None);
        // Eight times in all; then the one who sent it is told to send it otherwise.
        let far = 60 * 24 * 30;
        for times in 2..=8 {
            look(far).await;
            assert_eq!(asked_again(clinic, &never).await, Some(times));
        }
        look(far).await;
        assert_eq!(asked_again(clinic, &never).await, None);
        assert_eq!(events(&journey, "records-document-refused").await, 1);
        clinic.stack.clock.move_to(begun).unwrap();
        told(&mut doctor, NOT_READ).await;
    });
}
