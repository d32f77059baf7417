//! What somebody decides on the way: the clinical lead after a doctor's objection, the nurse about a
//! report that is not good enough, finance about a new customer.

use crate::house::{of_tern, on_stack};
use domain::billing::Month;
use serde_json::json;
use testkit::journey::{DOCTOR_EMAIL, NURSE};
use testkit::{Clinic, Journey, mailbox};

const LEAD: &str = "ruth.adeyemi@nurses.example";

async fn last_event(journey: &Journey<'_>) -> String {
    let log = journey.log().await.unwrap();
    log.last().unwrap()["name"].as_str().unwrap().to_owned()
}

/// Nothing on the checklist exists, so the records are complete.
async fn nothing_to_send(clinic: &Clinic, journey: &Journey<'_>) {
    let path = format!("/cases/{}", journey.case);
    let shown = clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json();
    for item in shown["checklist"].as_object().unwrap().keys() {
        let reason = json!({"item": item, "reason": "there is none"});
        journey.nurse("records/not-available", &reason).await.unwrap();
    }
    journey.nurse("records/complete", &json!({})).await.unwrap();
}

#[test]
fn after_an_objection_the_case_goes_on_when_the_clinical_lead_says_so() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "objected.to@home.example");
        journey.to_records_asked().await.unwrap();
        journey.offer().await.unwrap();
        journey.choose().await.unwrap();
        journey.accept().await.unwrap();
        let path = format!("/cases/{}", journey.case);
        let decision = json!({"go_on": "go-on", "reason": "PLANTED-NEED: the member insists"});
        let early = clinic.post("lead", &format!("{path}/go-ahead"), &decision).await.unwrap();
        assert_eq!(early.code(), "nothing-to-decide");

        let asked = "A request about one of your patients";
        let mut doctor = journey.follow(DOCTOR_EMAIL, asked).await.unwrap();
        let objection = [("answer", "object"), ("reason", "PLANTED-NEED: I operate next week")];
        let page = doctor.at.clone();
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        doctor.submit(&format!("{page}/go-ahead"), &objection).await.unwrap();
        for who in ["asha.rahman@nurses.example", LEAD] {
            let mail = clinic.mail(who, "A decision is needed in a case", mark).await.unwrap();
            assert!(!mail.body_text.contains("PLANTED"));
        }
        assert!(is_first(clinic, NURSE, "mine", &journey.case).await);
        assert!(is_first(clinic, "lead", "clinical-lead", &journey.case).await);
        nothing_to_send(clinic, &journey).await;
        let refused = clinic.post(NURSE, &format!("{path}/hand-over"), &json!({})).await.unwrap();
        assert_eq!(refused.code(), "no-go-ahead");
        // The nurse of the case does not decide it.
        let nurse = clinic.post(NURSE, &format!("{path}/go-ahead"), &decision).await.unwrap();
        assert_eq!(nurse.status, 403, "{}", nurse.body);

        let decided = clinic.post("lead", &format!("{path}/go-ahead"), &decision).await.unwrap();
        decided.expect(200).unwrap();
        assert_eq!(last_event(&journey).await, "records-go-ahead-decided");
        assert!(!is_first(clinic, NURSE, "mine", &journey.case).await);
        journey.nurse("hand-over", &json!({})).await.unwrap();
        let address = journey.specialist_email();
        clinic.mail(&address, "The records are ready for you", journey.mark()).await.unwrap();
    });
}

#[test]
fn a_doctor_who_confirmed_may_still_object_and_a_decision_to_stop_ends_the_case() {
    on_stack(async |clinic| {
        let email = "no.longer.safe@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_hand_over().await.unwrap();
        let asked = "A request about one of your patients";
        let mut doctor = journey.follow(DOCTOR_EMAIL, asked).await.unwrap();
        let page = doctor.at.clone();
        let shown = doctor.get(&page).await.unwrap().expect(200).unwrap();
        assert!(shown.body.contains("Has something changed?"));
        let objection = [("answer", "object"), ("reason", "PLANTED-NEED: it has grown")];
        doctor.submit(&format!("{page}/go-ahead"), &objection).await.unwrap();
        assert!(is_first(clinic, "lead", "clinical-lead", &journey.case).await);

        let path = format!("/cases/{}/go-ahead", journey.case);
        let stop = json!({"go_on": "stop", "reason": "PLANTED-NEED: operate at once"});
        let stopped = clinic.post("lead", &path, &stop).await.unwrap().expect(200).unwrap();
        assert_eq!(stopped.json()["stage"], "stopped");
        assert!(!is_first(clinic, "lead", "clinical-lead", &journey.case).await);
        journey.after_the_month().unwrap();
        assert_eq!(journey.client_sees().await.unwrap(), "closed");
    });
}

/// Whether the case is on that list, before every case that is not urgent.
async fn is_first(clinic: &Clinic, who: &str, list: &str, case: &str) -> bool {
    let answer = clinic.get(who, &format!("/cases?list={list}")).await.unwrap();
    let cases = answer.expect(200).unwrap().json()["cases"].as_array().unwrap().clone();
    cases.iter().take_while(|line| line["urgent"] == true).any(|line| line["case"] == case)
}

#[test]
fn records_that_were_complete_are_opened_again_and_completed() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "opened.again@home.example");
        // A number of the test range: this stack lets it in, for nobody real is referred here.
        journey.referral["member"]["nhs_number"] = json!("999 000 0018");
        journey.to_records_asked().await.unwrap();
        let path = format!("/cases/{}/records/reopen", journey.case);
        let reason = json!({"reason": "PLANTED-NEED: a newer scan has been made"});
        let early = clinic.post(NURSE, &path, &reason).await.unwrap();
        assert_eq!(early.code(), "not-complete");
        nothing_to_send(clinic, &journey).await;
        journey.nurse("records/reopen", &reason).await.unwrap();
        assert_eq!(last_event(&journey).await, "records-reopened");
        journey.nurse("records/complete", &json!({})).await.unwrap();
    });
}

#[test]
fn a_returned_report_comes_back_as_a_new_version_and_that_one_is_released() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "second.version@home.example");
        journey.to_hand_over().await.unwrap();
        journey.review().await.unwrap();
        journey.book().await.unwrap();
        journey.consult().await.unwrap();
        journey.report().await.unwrap();
        let reason = json!({"reason": "PLANTED-ANSWER: please say why surgery can wait"});
        journey.nurse("report/return", &reason).await.unwrap();
        assert_eq!(last_event(&journey).await, "report-returned");
        let path = format!("/cases/{}/report", journey.case);
        let early = json!({"call": "offered"});
        let refused = clinic.post(NURSE, &format!("{path}/release"), &early).await.unwrap();
        assert_eq!(refused.code(), "version-returned");

        journey.report().await.unwrap();
        journey.release().await.unwrap();
        let log = journey.log().await.unwrap();
        let released = log.iter().find(|line| line["name"] == "report-released").unwrap();
        assert_eq!(released["event"]["report"]["released"]["version"], 2, "{released}");
        journey.read().await.unwrap();
    });
}

#[test]
fn a_contract_and_its_head_count_lead_to_an_invoice_of_their_month() {
    on_stack(async |clinic| {
        // A month in which no story charges anything, so that it may be closed.
        let month = Month::of(clinic.stack.clock.now()).before();
        let (from, until) = (month.first().to_string(), month.end().to_string());
        let contract = json!({
            "id": "harbour-1",
            "client": "harbour",
            "from": from,
            "until": until,
            "basis": {"capitation": {"tiers": [{"heads_from": 0, "price": 125}], "minimum": 100}},
        });
        crate::billing::client_named(clinic, "harbour").await;
        let agreed = clinic.post("finance", "/contracts", &contract).await.unwrap();
        assert_eq!(agreed.expect(201).unwrap().json(), contract);
        let mut other = contract.clone();
        other["id"] = "harbour-2".into();
        let overlaps = clinic.post("finance", "/contracts", &other).await.unwrap();
        assert_eq!(overlaps.code(), "contract-overlaps");
        let heads = json!({"client": "harbour", "from": from, "heads": 40});
        let declared = clinic.post("finance", "/contracts/heads", &heads).await.unwrap();
        assert_eq!(declared.expect(201).unwrap().json(), json!({"from": from, "heads": 40}));

        let run = json!({"month": month.to_string()});
        clinic.post("finance", "/billing-runs", &run).await.unwrap().expect(200).unwrap();
        let path = format!("/invoices/harbour/{month}");
        let invoice = clinic.get("finance", &path).await.unwrap().expect(200).unwrap().json();
        assert_eq!((&invoice["net"], &invoice["vat"]), (&json!(5_000), &json!(1_000)), "{invoice}");
    });
}
