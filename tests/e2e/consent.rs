//! Consent: signed by the member or for them, kept, and recorded by the nurse.

use crate::house::{
    ACCESS, born_years_ago, introduced, of_tern, on_stack, written, written_at_rest,
};
use serde_json::{Value, json};
use testkit::journey::{INTRODUCTION, NURSE};
use testkit::{Clinic, Journey};

pub async fn names(journey: &Journey<'_>) -> Vec<String> {
    let log = journey.log().await.unwrap();
    log.iter().map(|line| line["name"].as_str().unwrap().to_owned()).collect()
}

pub async fn shown(clinic: &Clinic, journey: &Journey<'_>) -> Value {
    let path = format!("/cases/{}/consent", journey.case);
    clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json()
}

#[test]
fn a_form_with_anything_missing_signs_nothing() {
    on_stack(async |clinic| {
        let email = "half.signed@home.example";
        let journey = introduced(clinic, email).await;
        let mut member = journey.follow(email, INTRODUCTION).await.unwrap();
        let page = member.at.clone();
        let before = written_at_rest(clinic).await;
        let whole = [
            ("statement", "2"),
            ("scope", "collect"),
            ("delay", "known"),
            ("signatory", "member"),
            ("name", "Maria Plantsworth"),
        ];
        let without = |field: &str| -> Vec<(&str, &str)> {
            whole.iter().filter(|(name, _)| *name != field).copied().collect()
        };
        let with = |field: &str, value: &'static str| -> Vec<(&str, &str)> {
            let change = |(name, old): &(&'static str, &'static str)| {
                (*name, if *name == field { value } else { *old })
            };
            whole.iter().map(change).collect()
        };
        for (form, status) in [
            (without("statement"), 400),
            (with("statement", "1"), 409),
            (with("statement", "99"), 409),
            (without("scope"), 400),
            (with("scope", "report-to-gp"), 400),
            (with("scope", "everything"), 400),
            (without("delay"), 400),
            (without("signatory"), 400),
            (with("signatory", "parent"), 409),
            (with("signatory", "representative"), 400),
            (without("name"), 400),
            (with("name", "   "), 400),
            (with("name", "Maria\u{202e}Plantsworth"), 400),
        ] {
            let answer = member.post(&page, &form).await.unwrap();
            assert_eq!(answer.status, status, "{form:?}: {}", answer.body);
            assert!(answer.body.contains("There is a problem"), "{form:?}: {}", answer.body);
            // What was answered to another statement is no answer to this one.
            let other = form.iter().any(|(name, value)| *name == "statement" && *value != "2");
            assert!(!(other && answer.body.contains(" checked")), "{form:?} is ticked already");
        }
        // The page with the form is shown again each time, and that the member saw it is noted.
        let looks = before[ACCESS] + 13;
        let mut after = written(clinic).await;
        assert_eq!(std::mem::replace(&mut after[ACCESS], before[ACCESS]), looks);
        assert_eq!(after, before);
        member.submit(&page, &whole).await.unwrap();
        // Another session signs nothing more.
        let mut other = journey.follow(email, INTRODUCTION).await.unwrap();
        let page = format!("/consent/{}", other.selector());
        assert_eq!(other.post(&page, &whole).await.unwrap().status, 409);
    });
}

#[test]
fn a_child_is_signed_for_and_a_representative_says_by_what_right() {
    on_stack(async |clinic| {
        let email = "parent.of@home.example";
        let mut journey = of_tern(clinic, email);
        journey.referral["member"]["birth_date"] = born_years_ago(&journey, 11).into();
        journey.refer().await.unwrap();
        journey.introduce().await.unwrap();
        let mut parent = journey.follow(email, INTRODUCTION).await.unwrap();
        let page = parent.at.clone();
        let form = parent.get(&page).await.unwrap().expect(200).unwrap();
        assert!(form.body.contains("parental responsibility"));
        assert!(!form.body.contains("I sign for myself"));
        let sign = |signatory: &'static str, capacity: &'static str| {
            [
                ("statement", "2"),
                ("scope", "collect"),
                ("delay", "known"),
                ("signatory", signatory),
                ("capacity", capacity),
                ("name", "Paula Plantsworth"),
            ]
        };
        assert_eq!(parent.post(&page, &sign("member", "")).await.unwrap().status, 422);
        assert_eq!(parent.post(&page, &sign("representative", "")).await.unwrap().status, 400);
        parent.submit(&page, &sign("representative", "deputy")).await.unwrap();
        let consent = shown(clinic, &journey).await["consent"].clone();
        assert_eq!(consent["capacity"], "deputy");
        assert_eq!(consent["signed_by"], "Paula Plantsworth");
    });
}

#[test]
fn what_was_signed_is_kept_as_a_paper_and_the_statement_as_it_was() {
    on_stack(async |clinic| {
        let email = "keeps.copies@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_consent().await.unwrap();
        let mail = clinic.mail(email, "Thank you. We have saved your answers", 0).await.unwrap();
        let mut member = clinic.follow(mail.link().unwrap(), email).await.unwrap();
        let own = member.my_case();
        let page = member.get(&format!("{own}/statement")).await.unwrap().expect(200).unwrap();
        let copy = link_with(&page.body, "/signed-copies/");
        let paper = member.get(&copy).await.unwrap().expect(200).unwrap();
        assert_eq!(paper.header("content-type"), Some("application/pdf"));
        assert_eq!(paper.header("content-disposition"), Some("attachment; filename=\"copy.pdf\""));
        assert!(paper.body.starts_with("%PDF-"), "not a PDF");
        let statement = member.get(&format!("{own}/statement")).await.unwrap().expect(200).unwrap();
        assert!(statement.body.contains("This is version 2"));

        // Another case's copy, or any other sheet, is nothing here.
        let foreign = format!("{own}/signed-copies/7b0c2d1e-aaaa-4bbb-8ccc-1234567890ab");
        assert_eq!(member.get(&foreign).await.unwrap().status, 404);
        let narrowed = [("scope", "collect"), ("name", "Maria Plantsworth")];
        member.submit(&format!("{own}/change"), &narrowed).await.unwrap();
        let changed = member.get(&format!("{own}/statement")).await.unwrap().expect(200).unwrap();
        assert_eq!(changed.body.matches("/signed-copies/").count(), 2);
        assert!(!changed.body.contains("when I say so"));
    });
}

pub fn link_with(page: &str, part: &str) -> String {
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.into_iter().find(|link| link.contains(part)).unwrap().to_owned()
}

#[test]
fn consent_on_paper_counts_with_its_scan_and_not_before() {
    on_stack(async |clinic| {
        let email = "signs.on.paper@home.example";
        let journey = introduced(clinic, email).await;
        let form = journey.nurse_creates("consent/scan", &json!({})).await.unwrap();
        let scan = form["document"].as_str().unwrap().to_owned();
        let record = json!({
            "statement": 2,
            "scopes": ["collect", "show"],
            "knows_of_delay": true,
            "signatory": "member",
            "name": "Maria Plantsworth",
            "heard": "on-paper",
            "scan": scan,
        });
        let path = format!("/cases/{}/consent", journey.case);
        let early = clinic.post(NURSE, &path, &record).await.unwrap();
        assert_eq!((early.status, early.code().as_str()), (409, "scan-not-clean"));
        clinic.send_file(&form, testkit::papers::pdf("the signed form")).await.unwrap();
        journey.until_logged("records-document-clean").await.unwrap();
        let mut unsaid = record.clone();
        unsaid["knows_of_delay"] = false.into();
        let refused = clinic.post(NURSE, &path, &unsaid).await.unwrap();
        assert_eq!(refused.code(), "delay-not-acknowledged");
        clinic.post(NURSE, &path, &record).await.unwrap().expect(200).unwrap();
        assert_eq!(journey.client_sees().await.unwrap(), "in-progress");
        let mail = clinic.mail(email, "Thank you. We have saved your answers", 0).await.unwrap();
        let mut member = clinic.follow(mail.link().unwrap(), email).await.unwrap();
        let page = format!("{}/statement", member.at);
        assert!(member.get(&page).await.unwrap().body.contains("Maria Plantsworth"));
        // The nurse withdraws on the member's word, by phone.
        let reason = json!({"reason": "PLANTED-NEED: had the operation after all"});
        journey.nurse("consent/withdraw", &reason).await.unwrap();
        clinic.mail(email, "We have stopped", 0).await.unwrap();
        let shown = clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json();
        assert_eq!(shown["reason"], reason["reason"]);
        assert_eq!(journey.client_sees().await.unwrap(), "in-progress");
        journey.after_the_month().unwrap();
        assert_eq!(journey.client_sees().await.unwrap(), "closed");
    });
}
