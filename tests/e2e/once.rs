//! The same request with the same key is done once and answered alike, whichever operation it is.

use crate::billing::client_named;
use crate::house::{of_tern, on_stack};
use crate::table::UNKNOWN;
use serde_json::{Value, json};
use testkit::journey::NURSE;
use testkit::{Clinic, Journey};

async fn count(journey: &Journey<'_>, name: &str) -> usize {
    journey.log().await.unwrap().iter().filter(|line| line["name"] == name).count()
}

async fn post(clinic: &Clinic, path: &str, body: &Value, key: &str) -> (u16, String, String) {
    let answer = clinic.post_with_key(NURSE, path, body, key).await.unwrap();
    let tag = answer.header("etag").unwrap_or_default().to_owned();
    (answer.status, answer.body, tag)
}

#[test]
fn a_command_asked_again_with_its_key_is_done_once() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "asked.again@home.example");
        journey.to_consent().await.unwrap();
        let tasks = format!("/cases/{}/tasks", journey.case);
        let task = json!({"task": "PLANTED-NEED: ask about the scan"});
        let first = post(clinic, &tasks, &task, "one").await;
        assert_eq!(first.0, 200);
        assert_eq!(post(clinic, &tasks, &task, "one").await, first);
        // After others have written, too: the answer is the one that was given.
        post(clinic, &tasks, &task, "two").await;
        assert_eq!(post(clinic, &tasks, &task, "one").await, first);
        assert_eq!(count(&journey, "casework-task-added").await, 2);

        let at_once = (0..5).map(|_| post(clinic, &tasks, &task, "three"));
        let answers = futures::future::join_all(at_once).await;
        assert!(
            answers.iter().all(|answer| *answer == answers[0] && answer.0 == 200),
            "{answers:?}"
        );
        assert_eq!(count(&journey, "casework-task-added").await, 3);
    });
}

#[test]
fn a_key_means_one_body_at_one_path() {
    on_stack(async |clinic| {
        let (mut one, mut other) =
            (of_tern(clinic, "one.path@home.example"), of_tern(clinic, "other.path@home.example"));
        one.to_consent().await.unwrap();
        other.to_consent().await.unwrap();
        let note = json!({"note": "She prefers the morning."});
        let notes = |case: &str| format!("/cases/{case}/notes");
        post(clinic, &notes(&one.case), &note, "a-note").await;
        for (path, body) in [
            (notes(&one.case), json!({"note": "Another."})),
            (notes(&other.case), note.clone()),
            (format!("/cases/{}/contacts", one.case), json!({"way": "call", "note": "x"})),
        ] {
            let (status, body, _) = post(clinic, &path, &body, "a-note").await;
            assert_eq!(status, 422, "{path}: {body}");
            assert!(body.contains("idempotency-key-reused"), "{body}");
        }
        // A key of someone else's says nothing, and what was refused is not kept.
        let stranger =
            clinic.post_with_key("ben", &notes(&one.case), &note, "a-note").await.unwrap();
        assert_eq!(stranger.status, 404);
        let unknown = clinic.post_with_key(NURSE, &notes(UNKNOWN), &note, "new").await.unwrap();
        assert_eq!(unknown.status, 404);
        assert_eq!(post(clinic, &notes(&one.case), &note, "new").await.0, 200);
        assert_eq!(count(&one, "casework-note-added").await, 2);
        assert_eq!(count(&other, "casework-note-added").await, 0);
    });
}

#[test]
fn a_document_announced_again_is_the_same_with_a_form_of_its_own() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "announced.again@home.example");
        journey.to_records_asked().await.unwrap();
        let documents = format!("/cases/{}/documents", journey.case);
        let letter = json!({"item": "description"});
        let first = clinic.post_with_key(NURSE, &documents, &letter, "d").await.unwrap();
        let first = first.expect(201).unwrap().json();
        let again = clinic.post_with_key(NURSE, &documents, &letter, "d").await.unwrap();
        let again = again.expect(201).unwrap().json();
        assert_eq!(again["document"], first["document"]);
        assert_eq!(count(&journey, "records-document-announced").await, 1);
        clinic.send_file(&again, b"A description.".to_vec()).await.unwrap();
        journey.until_logged("records-document-clean").await.unwrap();
    });
}

#[test]
fn no_form_is_given_again_once_the_member_has_withdrawn_or_the_document_is_here() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "withdrawn.since@home.example");
        journey.to_records_asked().await.unwrap();
        let documents = format!("/cases/{}/documents", journey.case);
        let letter = json!({"item": "description"});
        let sent = clinic.post_with_key(NURSE, &documents, &letter, "sent").await.unwrap();
        let form = sent.expect(201).unwrap().json();
        clinic.send_file(&form, b"A description.".to_vec()).await.unwrap();
        journey.until_logged("records-document-clean").await.unwrap();
        let again = clinic.post_with_key(NURSE, &documents, &letter, "sent").await.unwrap();
        assert_eq!(again.code(), "already-answered");
        let other = json!({"item": "letters", "dated": journey.today().to_string()});
        let waits = clinic.post_with_key(NURSE, &documents, &other, "waits").await.unwrap();
        waits.expect(201).unwrap();
        journey.nurse("consent/withdraw", &json!({})).await.unwrap();
        let again = clinic.post_with_key(NURSE, &documents, &other, "waits").await.unwrap();
        assert_eq!(again.code(), "ended");
    });
}

#[test]
fn a_nurse_who_gave_a_case_away_is_answered_again() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "given.away@home.example");
        journey.to_consent().await.unwrap();
        let assign = format!("/cases/{}/assign", journey.case);
        let to_ben = json!({"nurse": "ben"});
        let first = post(clinic, &assign, &to_ben, "to-ben").await;
        assert_eq!(first.0, 200);
        assert_eq!(post(clinic, &assign, &to_ben, "to-ben").await, first);
        let seen = clinic.get(NURSE, &format!("/cases/{}", journey.case)).await.unwrap();
        assert_eq!(seen.status, 404);
    });
}

#[test]
fn finance_and_clients_are_answered_alike_too() {
    on_stack(async |clinic| {
        let heads = json!({"client": "kestrel", "from": "2027-01-01", "heads": 992});
        let contract = json!({
            "id": "kestrel-1", "client": "kestrel", "from": "2027-01-01",
            "basis": {"per-referral": {"fee": 45000, "due": "release", "cancellation_fee": 0}},
        });
        client_named(clinic, "kestrel").await;
        for (path, body) in [("/contracts/heads", heads), ("/contracts", contract)] {
            let key = format!("f{path}");
            let ask_once =
                async || clinic.post_with_key("finance", path, &body, &key).await.unwrap();
            let answers = futures::future::join_all((0..4).map(|_| ask_once())).await;
            for answer in &answers {
                assert_eq!((answer.status, &answer.body), (201, &answers[0].body), "{path}");
            }
        }
        let referral = of_tern(clinic, "at.once@home.example").referral;
        let refer =
            async || clinic.post_with_key("tern", "/referrals", &referral, "r").await.unwrap();
        let answers = futures::future::join_all((0..4).map(|_| refer())).await;
        for answer in &answers {
            assert_eq!((answer.status, &answer.body), (201, &answers[0].body), "{}", answer.body);
        }
    });
}

#[test]
fn the_contract_that_is_served_is_the_one_that_was_made() {
    on_stack(async |clinic| {
        let served =
            clinic.send(clinic.request(reqwest::Method::GET, "/openapi.yaml")).await.unwrap();
        let kept = std::fs::read_to_string(crate::root().join("infra/openapi.yaml")).unwrap();
        assert_eq!(served.header("content-type"), Some("application/yaml"));
        assert_eq!(served.body, kept);
    });
}
