//! Breaking the glass, and finding a person: what a nurse without a part in a case can do, and what is
//! noted of it.

use crate::house::{of_tern, on_stack};
use serde_json::json;
use testkit::journey::{INTRODUCTION, NURSE};
use testkit::mailbox;

const LEAD: &str = "ruth.adeyemi@nurses.example";

#[test]
fn a_stranger_reads_after_giving_a_reason_does_nothing_and_everyone_hears_of_it() {
    on_stack(async |clinic| {
        let email = "in.an.emergency@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_consent().await.unwrap();
        journey.understand().await.unwrap();
        let path = format!("/cases/{}", journey.case);
        assert_eq!(clinic.get("ben", &path).await.unwrap().status, 404);
        let glass = format!("{path}/break-glass");
        let reason = json!({"reason": "PLANTED-NEED: the ward rang, Asha is on a plane"});
        let not_needed = clinic.post(NURSE, &glass, &reason).await.unwrap();
        assert_eq!(not_needed.code(), "glass-not-needed");
        assert_eq!(clinic.post("lead", &glass, &reason).await.unwrap().code(), "missing-role");
        let empty = clinic.post("ben", &glass, &json!({"reason": " "})).await.unwrap();
        assert_eq!(empty.status, 400);
        assert_eq!(clinic.get("ben", &path).await.unwrap().status, 404);

        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        clinic.post("ben", &glass, &reason).await.unwrap().expect(200).unwrap();
        let shown = clinic.get("ben", &path).await.unwrap().expect(200).unwrap();
        assert!(shown.body.contains("PLANTED-NEED: knee pain"));
        for (verb, body) in [("urgent", json!({})), ("notes", json!({"note": "x"}))] {
            let refused = clinic.post("ben", &format!("{path}/{verb}"), &body).await.unwrap();
            assert_eq!(refused.status, 404, "{verb}");
        }
        let mail = clinic.mail(LEAD, "A case was opened in an emergency", mark).await.unwrap();
        assert!(!mail.body_text.contains("PLANTED"));
        // The lead reads the reason, the member who it was and why.
        let told = clinic.get("lead", &format!("{path}/timeline")).await.unwrap();
        assert!(told.expect(200).unwrap().body.contains("the ward rang"));
        let subject = INTRODUCTION;
        let mut member = journey.follow(email, subject).await.unwrap();
        let own = member.my_case();
        let page = member.get(&format!("{own}/looks")).await.unwrap().expect(200).unwrap();
        assert!(page.body.contains("Ben Carter"), "{}", page.body);
        assert!(page.body.contains("in an emergency"));
        let lines = clinic.stack.log_lines().await.unwrap();
        assert!(lines.iter().any(|line| line.contains("glass broken")), "no line for the alarm");

        journey.minutes_later(60).unwrap();
        assert_eq!(clinic.get("ben", &path).await.unwrap().status, 404);
    });
}

#[test]
fn a_case_that_no_nurse_has_is_read_after_breaking_the_glass_and_can_still_be_taken() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "nobodys.yet@home.example");
        journey.refer().await.unwrap();
        let path = format!("/cases/{}", journey.case);
        let reason = json!({"reason": "they rang, and nobody has the case"});
        let glass = clinic.post("ben", &format!("{path}/break-glass"), &reason).await.unwrap();
        glass.expect(200).unwrap();
        clinic.get("ben", &path).await.unwrap().expect(200).unwrap();
        let assign = json!({"nurse": "ben"});
        let taken = clinic.post("ben", &format!("{path}/assign"), &assign).await.unwrap();
        taken.expect(200).unwrap();
    });
}

#[test]
fn a_person_is_found_by_exactly_what_they_say_and_each_finding_is_noted() {
    on_stack(async |clinic| {
        let email = "Found.One@home.example";
        let mut journey = of_tern(clinic, email);
        journey.referral["member"]["name"] = json!("Zoë  O'Brien-Šmïd");
        journey.referral["member"]["birth_date"] = json!("1961-02-03");
        journey.referral["member"]["nhs_number"] = json!("943 476 5870");
        journey.to_consent().await.unwrap();
        let found = async |body: serde_json::Value| -> Vec<String> {
            let answer = clinic.post("ben", "/search", &body).await.unwrap().expect(200).unwrap();
            assert!(!answer.body.contains("Brien"), "a name is shown");
            let cases = answer.json()["cases"].as_array().unwrap().clone();
            cases.iter().map(|it| it["case"].as_str().unwrap().to_owned()).collect()
        };
        let case = std::slice::from_ref(&journey.case);
        assert_eq!(found(json!({"email": "found.one@HOME.example"})).await, case);
        assert_eq!(found(json!({"nhs_number": "9434765870"})).await, case);
        let born = "1961-02-03";
        assert_eq!(found(json!({"name": "zoë o'brien-šmïd", "birth_date": born})).await, case);
        for nobody in [
            json!({"email": "found@home.example"}),
            json!({"name": "Zoë", "birth_date": born}),
            json!({"name": "zoë o'brien-šmïd", "birth_date": "1961-02-04"}),
        ] {
            assert_eq!(found(nobody.clone()).await, Vec::<String>::new(), "{nobody}");
        }
        for bad in [json!({}), json!({"name": "Zoë"}), json!({"email": "a@b.c", "name": "Zoë"})] {
            let refused = clinic.post("ben", "/search", &bad).await.unwrap();
            assert_eq!(refused.code(), "bad-field", "{bad}");
        }
        // After a correction both addresses find the case.
        let other = json!({"email": "another.one@home.example"});
        journey.nurse("contact", &other).await.unwrap();
        assert_eq!(found(json!({"email": "another.one@home.example"})).await, case);
        assert_eq!(found(json!({"email": email})).await, case);
        let path = format!("/cases/{}/consent", journey.case);
        let seen = clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json();
        let searches = seen["disclosed"].as_array().unwrap().iter();
        let searches: Vec<_> = searches.filter(|it| it["why"] == "to find your case").collect();
        assert_eq!(searches[0]["to"], "Ben Carter (nurse)", "{seen}");
        assert!(searches[0]["when"].as_str().unwrap().contains("5 times"), "{seen}");
    });
}

#[test]
fn an_ended_case_goes_on_as_a_new_one_of_the_same_member_once() {
    on_stack(async |clinic| {
        let email = "comes.back@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_consent().await.unwrap();
        let path = format!("/cases/{}/reopen", journey.case);
        let open = clinic.post(NURSE, &path, &json!({})).await.unwrap();
        assert_eq!(open.code(), "not-ended");
        let stop = json!({"code": "other", "reason": "went on holiday"});
        journey.nurse("stop", &stop).await.unwrap();
        let new = clinic.post(NURSE, &path, &json!({})).await.unwrap().expect(201).unwrap().json();
        assert_eq!(new["continues"], journey.case);
        assert_eq!(new["stage"], "received");
        let again = clinic.post(NURSE, &path, &json!({})).await.unwrap();
        assert_eq!(again.code(), "live-duplicate");
        let id = new["id"].as_str().unwrap();
        let shown = clinic.get(NURSE, &format!("/cases/{id}")).await.unwrap().expect(200).unwrap();
        assert_eq!(shown.json()["continues"], journey.case);
        assert_eq!(shown.json()["member"]["email"], email);
        let found = clinic.post(NURSE, "/search", &json!({"email": email})).await.unwrap();
        assert_eq!(found.json()["cases"].as_array().unwrap().len(), 2);
    });
}
