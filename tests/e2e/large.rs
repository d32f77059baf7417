//! The largest cases, with every function held to the memory that Lambda gives it.

use crate::house::{of_tern, on_stack};
use domain::casework::Event;
use domain::{Actor, ids::CaseId};
use serde_json::json;
use std::process::Command;
use std::time::{Duration, Instant};
use store::{Cases, Change};
use testkit::journey::NURSE;
use testkit::{Clinic, Journey};

/// What a function has, in bytes: it may not even reserve more.
const MEMORY: u64 = 256 * 1024 * 1024;

/// The running functions of the local AWS, by process.
fn functions(clinic: &Clinic) -> Vec<u32> {
    let place = format!("local/{}/temporary/", clinic.stack.aws.port);
    let processes = std::fs::read_dir("/proc").unwrap().filter_map(Result::ok);
    let ids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let is_function = |id: &u32| {
        let run = std::fs::read_to_string(format!("/proc/{id}/cmdline")).unwrap_or_default();
        run.contains(&place) && !run.contains("python")
    };
    ids.filter(is_function).collect()
}

/// Holds every running function to that memory. Returns which they are.
fn held(clinic: &Clinic) -> Vec<u32> {
    let running = functions(clinic);
    assert!(running.len() >= 4, "only {} functions run", running.len());
    for id in &running {
        let limit = Command::new("prlimit")
            .args(["--pid", &id.to_string(), &format!("--as={MEMORY}")])
            .status();
        assert!(limit.unwrap().success(), "prlimit is missing. On Debian: apt install util-linux");
    }
    running
}

/// None of those that were held has died of it.
fn all_alive(clinic: &Clinic, held: &[u32]) {
    let running = functions(clinic);
    assert!(held.iter().all(|id| running.contains(id)), "a function died: {held:?} {running:?}");
}

/// Reads as a careful caller does: where the service is busy, it asks again. The local AWS may take
/// longer over ten thousand items than a function waits, while other stories use the machine as well.
async fn patiently(clinic: &Clinic, path: &str) {
    let began = Instant::now();
    loop {
        let answer = clinic.get(NURSE, path).await.unwrap();
        if answer.status != 503 {
            answer.expect(200).unwrap();
            return;
        }
        assert!(answer.header("retry-after").is_some(), "{path} does not say when to ask again");
        assert!(began.elapsed() < Duration::from_secs(60), "{path} was never answered");
    }
}

async fn clean(clinic: &Clinic, journey: &Journey<'_>, wanted: usize) {
    let path = format!("/cases/{}", journey.case);
    let began = Instant::now();
    loop {
        let shown = clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json();
        let documents = shown["documents"].as_object().unwrap().values();
        if documents.filter(|it| it["state"] == "clean").count() == wanted {
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(120), "not all {wanted} are clean");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

#[test]
fn fifty_megabytes_and_a_hundred_files_are_checked_shown_read_and_bundled() {
    on_stack(async |clinic| {
        let email = "has.many.files@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_records_asked().await.unwrap();
        let held = held(clinic);
        let path = format!("/cases/{}", journey.case);
        let send = async |bytes: Vec<u8>| -> String {
            let body = json!({"item": "description"});
            let form = clinic.post(NURSE, &format!("{path}/documents"), &body).await.unwrap();
            let form = form.expect(201).unwrap().json();
            clinic.send_file(&form, bytes).await.unwrap();
            form["document"].as_str().unwrap().to_owned()
        };
        let largest = 50 * 1024 * 1024;
        let room = largest - testkit::papers::pdf("").len();
        // The place of the table is written with more digits in a large file.
        let large = testkit::papers::pdf(&"x".repeat(room - 5));
        assert_eq!(large.len(), largest);
        let document = send(large).await;
        for number in 1..100 {
            send(format!("Page number {number}").into_bytes()).await;
        }
        let body = json!({"item": "description"});
        let refused = clinic.post(NURSE, &format!("{path}/documents"), &body).await.unwrap();
        assert_eq!(refused.code(), "too-many-documents");
        clean(clinic, &journey, 100).await;
        let read = clinic.get(NURSE, &format!("{path}/documents/{document}")).await.unwrap();
        let url = read.expect(303).unwrap().header("location").unwrap().to_owned();
        assert_eq!(reqwest::get(url).await.unwrap().bytes().await.unwrap().len(), 52_428_800);

        let mark = testkit::mailbox::count(&clinic.stack.aws).await.unwrap();
        journey.nurse("subject-access", &json!({})).await.unwrap();
        clinic.mail(email, "The copy that you asked for is ready", mark).await.unwrap();
        all_alive(clinic, &held);
    });
}

#[test]
fn a_case_of_ten_thousand_events_is_shown_told_verified_and_worked_on() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "goes.on.and.on@home.example");
        journey.to_consent().await.unwrap();
        let cases = Cases::new(&clinic.stack.owner(), clinic.stack.output("CasesTable").to_owned());
        let id: CaseId = journey.case.parse().unwrap();
        let by = Actor::Nurse("asha".parse().unwrap());
        let now = journey.now();
        let mut loaded = cases.load(&id).await.unwrap().unwrap();
        while loaded.case.version < 10_000 {
            let covered = Event::NurseCovered { nurse: "ben".parse().unwrap(), until: now };
            let many = vec![covered.into(); 98];
            loaded = cases.append(loaded, Change::of(&by, many), now).await.unwrap();
        }
        let path = format!("/cases/{}", journey.case);
        patiently(clinic, &format!("{path}/timeline")).await;
        let held = held(clinic);
        patiently(clinic, &path).await;
        let log = journey.log().await.unwrap();
        assert!(log.len() >= 10_000, "{}", log.len());
        let sequences = log.iter().map(|line| line["sequence"].as_u64().unwrap());
        assert!(sequences.eq(1..=log.len() as u64));
        let whole = journey.verify().await.unwrap();
        assert_eq!(whole["whole"], true, "{whole}");
        journey.nurse("notes", &json!({"note": "still here"})).await.unwrap();
        all_alive(clinic, &held);
    });
}
