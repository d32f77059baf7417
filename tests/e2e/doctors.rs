//! Treating doctors whose address was wrong, who do not treat any more, or who must not be written to; and
//! what is asked of them again.

use crate::house::{of_tern, on_stack};
use serde_json::{Value, json};
use testkit::journey::{DOCTOR_EMAIL, NURSE, SECRETARY_EMAIL};
use testkit::{Clinic, Journey, mailbox};

const ASKED: &str = "A request about one of your patients";
const MORE: &str = "We need something more for our request";
const OVER: &str = "Nothing more is needed for our request";

fn doctor(email: &str) -> Value {
    json!({
        "name": "Dr Jane Whitfield",
        "email": email,
        "hospital_name": "St Anne's Hospital",
        "hospital": "st-anne",
        "address": "verified",
    })
}

async fn refused(clinic: &Clinic, journey: &Journey<'_>, path: &str, body: &Value) -> String {
    let path = format!("/cases/{}/{path}", journey.case);
    clinic.post(NURSE, &path, body).await.unwrap().code()
}

async fn shown(clinic: &Clinic, journey: &Journey<'_>) -> Value {
    let path = format!("/cases/{}", journey.case);
    clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json()
}

/// The kinds of the tasks that the case has for its nurse.
async fn tasks(clinic: &Clinic, journey: &Journey<'_>) -> Vec<String> {
    let shown = shown(clinic, journey).await;
    let tasks = shown["tasks"].as_array().unwrap().iter();
    tasks.map(|task| task["kind"]["kind"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_doctor_at_a_wrong_address_is_corrected_and_the_old_link_opens_nothing() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "wrong.box@home.example");
        journey.to_records_asked().await.unwrap();
        let old = clinic.mail(DOCTOR_EMAIL, ASKED, journey.mark()).await.unwrap();
        let mut wrong = journey.follow(DOCTOR_EMAIL, ASKED).await.unwrap();
        let page = wrong.at.clone();
        let shown = wrong.get(&page).await.unwrap().expect(200).unwrap().hidden("shown").unwrap();
        let confirm = [("answer", "confirm"), ("shown", shown.as_str())];
        wrong.submit(&format!("{page}/go-ahead"), &confirm).await.unwrap();

        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        let right = "jane.whitfield@st-anne.example";
        journey.nurse("doctors/d-1/correct", &doctor(right)).await.unwrap();
        assert_eq!(wrong.get(&page).await.unwrap().status, 410);
        let link = clinic.path(old.link().unwrap());
        assert_eq!(clinic.visitor(&link).get(&link).await.unwrap().status, 410);
        // At the right address they are asked as at first: a yes from elsewhere does not count.
        let mail = clinic.mail(right, ASKED, mark).await.unwrap();
        let mut treating = clinic.follow(mail.link().unwrap(), right).await.unwrap();
        let page = treating.at.clone();
        assert!(treating.get(&page).await.unwrap().body.contains("Yes, it is the right step"));

        let why = json!({"reason": "PLANTED-NEED: retired last week"});
        journey.nurse("doctors/d-1/withdraw", &why).await.unwrap();
        assert_eq!(treating.get(&page).await.unwrap().status, 410);
        clinic.mail(right, OVER, mark).await.unwrap();
        let twice = refused(clinic, &journey, "doctors/d-1/withdraw", &why).await;
        assert_eq!(twice, "doctor-withdrawn");
        let unknown = refused(clinic, &journey, "doctors/d-7/correct", &doctor(right)).await;
        assert_eq!(unknown, "not-found");
    });
}

#[test]
fn a_doctor_is_never_the_member_and_at_the_employer_only_as_the_clinical_lead_allows() {
    on_stack(async |clinic| {
        let email = "treated.at.work@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_consent().await.unwrap();
        let own =
            refused(clinic, &journey, "doctors", &doctor("Treated.At.Work@home.example")).await;
        assert_eq!(own, "members-address");
        let mut by_secretary = doctor(DOCTOR_EMAIL);
        by_secretary["secretary"] = email.into();
        let own = refused(clinic, &journey, "doctors", &by_secretary).await;
        assert_eq!(own, "members-address");
        let at_work = doctor("j.whitfield@clinic.tern.example");
        assert_eq!(refused(clinic, &journey, "doctors", &at_work).await, "employers-address");

        let path = format!("/cases/{}/employer-address", journey.case);
        let mut allow = json!({"member": "not-asked", "reason": "PLANTED-NEED: a nurse there"});
        assert_eq!(clinic.post(NURSE, &path, &allow).await.unwrap().status, 403);
        let early = clinic.post("lead", &path, &allow).await.unwrap();
        assert_eq!(early.code(), "member-has-not-agreed");
        allow["member"] = "agreed".into();
        clinic.post("lead", &path, &allow).await.unwrap().expect(200).unwrap();
        journey.nurse("doctors", &at_work).await.unwrap();
    });
}

#[test]
fn one_more_item_is_asked_of_the_doctor_and_the_specialist_hears_when_it_is_there() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "one.more@home.example");
        journey.to_hand_over().await.unwrap();
        let specialist = journey.specialist_email();
        let ready = "The records are ready for you";
        let mut desk = journey.follow(&specialist, ready).await.unwrap();
        let page = desk.at.clone();
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        let missing = [("item", "pathology"), ("reason", "PLANTED-NEED: the slides, please")];
        desk.submit(&format!("{page}/items"), &missing).await.unwrap();
        let again = desk.post(&format!("{page}/items"), &missing).await.unwrap();
        assert!(again.body.contains("asked for already"), "{}", again.body);
        assert!(again.body.contains("the slides, please</textarea>"), "{}", again.body);
        clinic.mail(SECRETARY_EMAIL, MORE, mark).await.unwrap();
        let opened = "The records of a case are not complete any more";
        clinic.mail("asha.rahman@nurses.example", opened, mark).await.unwrap();
        assert_eq!(shown(clinic, &journey).await["checklist"]["pathology"], "missing");

        let mail = clinic.mail(DOCTOR_EMAIL, MORE, mark).await.unwrap();
        let mut treating = clinic.follow(mail.link().unwrap(), DOCTOR_EMAIL).await.unwrap();
        let records = treating.at.clone();
        let seen = treating.get(&records).await.unwrap().expect(200).unwrap();
        assert!(
            seen.body.contains(r#"Pathology reports</a></span> <span class="tag">still missing"#)
        );
        let item = format!("{records}/items/pathology");
        let none = [("reason", "none were taken")];
        treating.submit(&format!("{item}/not-available"), &none).await.unwrap();
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        journey.nurse("records/complete", &json!({})).await.unwrap();
        clinic.mail(&specialist, ready, mark).await.unwrap();

        // The nurse asks for the same again, of one doctor.
        let same = json!({"items": ["pathology"], "doctor": "d-1"});
        journey.nurse("records/items", &same).await.unwrap();
        assert_eq!(shown(clinic, &journey).await["checklist"]["pathology"], "missing");
    });
}

#[test]
fn papers_that_never_come_are_chased_and_then_the_nurses_to_settle() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "papers.never.come@home.example");
        journey.to_records_asked().await.unwrap();
        let mut treating = journey.follow(DOCTOR_EMAIL, ASKED).await.unwrap();
        let page = treating.at.clone();
        let shown = treating.get(&page).await.unwrap().hidden("shown").unwrap();
        let confirm = [("answer", "confirm"), ("shown", shown.as_str())];
        treating.submit(&format!("{page}/go-ahead"), &confirm).await.unwrap();
        assert_eq!(tasks(clinic, &journey).await, [""; 0]);
        let mut chases = 0;
        for days in [1, 2, 2] {
            let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
            journey.later(days, jiff::civil::time(10, 30, 0, 0)).unwrap();
            journey.run_clock().await.unwrap();
            let log = journey.log().await.unwrap();
            chases += 1;
            let noted = log.iter().filter(|line| line["name"] == "records-chased").count();
            assert_eq!(noted, chases, "after {days} days more");
            clinic.mail(DOCTOR_EMAIL, "A reminder of our request", mark).await.unwrap();
        }
        assert_eq!(tasks(clinic, &journey).await, ["missing-papers"]);
    });
}
