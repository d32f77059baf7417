//! Links of a case that is over: withdrawn, after a death, erased.

use crate::house::{of_tern, on_stack};
use crate::links::{FRESH, get, introduced, link_to};
use domain::Actor;
use domain::ids::CaseId;
use domain::keeping::{Command, ErasureGrounds};
use serde_json::json;
use store::{Cases, Change};
use testkit::journey::{DOCTOR_EMAIL, INTRODUCTION};
use testkit::{Clinic, Journey, mailbox};

#[test]
fn after_a_withdrawal_a_doctors_link_and_session_are_gone_without_a_hint() {
    on_stack(async |clinic| {
        let email = "took.back@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_records_asked().await.unwrap();
        let subject = "A request about one of your patients";
        let mut doctor = journey.follow(DOCTOR_EMAIL, subject).await.unwrap();
        let page = doctor.at.clone();
        doctor.get(&page).await.unwrap().expect(200).unwrap();
        let mails = mailbox::all(&clinic.stack.aws).await.unwrap();
        let asked = |mail: &&mailbox::Mail| mail.is_about(subject);
        let link = clinic.path(mails.iter().rev().find(asked).unwrap().link().unwrap());
        let mut member = journey.follow(email, INTRODUCTION).await.unwrap();
        let own = member.my_case();
        member.press(&format!("{own}/withdraw"), &[]).await.unwrap().expect(200).unwrap();
        clinic.mail(email, "We have stopped", 0).await.unwrap();

        let case: CaseId = journey.case.parse().unwrap();
        let closed = doctor.get(&page).await.unwrap();
        let ended = get(clinic, &link).await;
        for answer in [&closed, &ended] {
            assert_eq!(answer.status, 410);
            for hint in ["Plantsworth", "withdr", "consent", &case.reference()] {
                assert!(!answer.body.contains(hint), "{hint}");
            }
        }
        // An expired link of a doctor says the very same.
        let mut other = of_tern(clinic, "kept.on@home.example");
        other.to_records_asked().await.unwrap();
        let mails = mailbox::all(&clinic.stack.aws).await.unwrap();
        let expired = clinic.path(mails.iter().rev().find(asked).unwrap().link().unwrap());
        other.minutes_later(15 * 24 * 60).unwrap();
        let expired_page = get(clinic, &expired).await;
        let alike = |page: &str, link: &str| {
            let tokens = regex::Regex::new(r#"name="form-token" value="[^"]*""#).unwrap();
            tokens.replace_all(page, "TOKEN").replace(link, "LINK")
        };
        assert_eq!(alike(&ended.body, &link), alike(&expired_page.body, &expired));

        // Nothing is sent to the doctor; the member keeps their own by a fresh link and code.
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        doctor.press(&format!("{link}/link"), &[]).await.unwrap().expect(200).unwrap();
        let old = link_to(clinic, email, INTRODUCTION, 0).await;
        assert_eq!(get(clinic, &old).await.status, 410);
        clinic.visitor(&old).press(&format!("{old}/link"), &[]).await.unwrap().expect(200).unwrap();
        let fresh = link_to(clinic, email, FRESH, mark).await;
        let mut member = clinic.follow(&fresh, email).await.unwrap();
        let page = format!("{}/looks", member.at);
        let own = member.get(&page).await.unwrap().expect(200).unwrap();
        assert!(own.body.contains("Receipt") && own.body.contains("Whitfield"));
        let mails = mailbox::all(&clinic.stack.aws).await.unwrap();
        assert!(mails[mark..].iter().all(|mail| !mail.to.contains(&DOCTOR_EMAIL.to_owned())));
    });
}

#[test]
fn after_a_death_or_an_erasure_every_link_is_gone_and_no_mail_leaves() {
    on_stack(async |clinic| {
        let mut links = Vec::new();
        for (email, erased) in [("died@home.example", false), ("erased@home.example", true)] {
            let (journey, link) = introduced(clinic, email).await;
            let mut member = clinic.follow(&link, email).await.unwrap();
            if erased {
                journey.nurse("consent/decline", &json!({})).await.unwrap();
                erase(clinic, &journey).await;
            } else {
                journey.nurse("death", &json!({})).await.unwrap();
            }
            let page = member.at.clone();
            assert_eq!(member.get(&page).await.unwrap().status, 410);
            links.push(link);
        }
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        let unknown = get(clinic, &format!("/i/{}", "0".repeat(64))).await;
        for link in &links {
            let over = get(clinic, link).await;
            assert_eq!((over.status, &over.body), (410, &unknown.body));
            let mut visitor = clinic.visitor(link);
            assert_eq!(visitor.post(&format!("{link}/code"), &[]).await.unwrap().status, 410);
            let asked = visitor.post(&format!("{link}/link"), &[]).await.unwrap();
            assert_eq!(asked.status, 410);
        }
        // Once a later letter has come, an earlier one would have.
        of_tern(clinic, "lives.on@home.example").refer().await.unwrap();
        let mails = mailbox::all(&clinic.stack.aws).await.unwrap();
        let to = |email: &str| mails[mark..].iter().any(|mail| mail.to.contains(&email.to_owned()));
        assert!(!to("died@home.example") && !to("erased@home.example"));
    });
}

/// An operator erases the case; there is no route for it yet.
async fn erase(clinic: &Clinic, journey: &Journey<'_>) {
    let table = clinic.stack.output("CasesTable").to_owned();
    let cases = Cases::new(&clinic.stack.owner(), table);
    let loaded = cases.load(&journey.case.parse().unwrap()).await.unwrap().unwrap();
    let by = Actor::Operator("oli".parse().unwrap());
    let erase = Command::Erase { grounds: ErasureGrounds::LawfulRequest };
    let events = loaded.case.decide(&by, erase, journey.now()).unwrap();
    cases.append(loaded, Change::of(&by, events), journey.now()).await.unwrap();
}
