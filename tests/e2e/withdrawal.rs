//! Consent taken back, in part or whole: everything stops at once, and the receipt says who had seen what.

use crate::consent::{link_with, names, shown};
use crate::house::{of_tern, on_stack, until_free};
use serde_json::{Value, json};
use store::Slots;
use testkit::clinic::Visitor;
use testkit::journey::{DOCTOR_EMAIL, INTRODUCTION, NURSE, document_form};
use testkit::mailbox;

#[test]
fn what_a_member_no_longer_allows_stops_at_once() {
    on_stack(async |clinic| {
        let email = "narrows.it@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_records_asked().await.unwrap();
        let asked = "A request about one of your patients";
        let mut doctor = journey.follow(DOCTOR_EMAIL, asked).await.unwrap();
        let page = doctor.at.clone();
        doctor.get(&page).await.unwrap().expect(200).unwrap();
        let mut member = journey.follow(email, INTRODUCTION).await.unwrap();
        let change = format!("{}/change", member.my_case());
        let only_show = [("scope", "show"), ("name", "Maria Plantsworth")];
        member.submit(&change, &only_show).await.unwrap();
        assert_eq!(doctor.get(&page).await.unwrap().status, 410);
        for (verb, form) in [
            ("go-ahead", vec![("answer", "confirm"), ("shown", "2026-12-24/")]),
            ("items/letters/uploads", vec![]),
        ] {
            let answer = doctor.post(&format!("{page}/{verb}"), &form).await.unwrap();
            assert_eq!(answer.status, 403, "{verb}");
        }
        // The nurse may take away on the member's word, and give nothing.
        let case = format!("/cases/{}/consent/change", journey.case);
        let more = json!({"scopes": ["show", "collect"], "name": "Maria Plantsworth"});
        let refused = clinic.post(NURSE, &case, &more).await.unwrap();
        assert_eq!(refused.code(), "only-the-member-allows-more");
        let less = json!({"scopes": [], "name": "Maria Plantsworth"});
        clinic.post(NURSE, &case, &less).await.unwrap().expect(200).unwrap();
        assert_eq!(shown(clinic, &journey).await["consent"]["copies"].as_array().unwrap().len(), 3);
    });
}

#[test]
fn a_withdrawal_names_who_had_seen_what_and_frees_the_appointment() {
    on_stack(async |clinic| {
        let email = "withdraws.late@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_hand_over().await.unwrap();
        journey.review().await.unwrap();
        let (chosen, now) = (journey.specialist.parse().unwrap(), journey.now());
        let free = async || {
            let table = clinic.stack.output("SlotsTable").to_owned();
            let slots = Slots::new(&clinic.stack.owner(), table);
            slots.free_from(&chosen, now).await.unwrap()
        };
        let before = free().await;
        journey.book().await.unwrap();
        assert_ne!(free().await, before);
        let address = journey.specialist_email();
        let mut specialist =
            journey.follow(&address, "The records are ready for you").await.unwrap();
        let desk = specialist.at.clone();
        specialist.get(&desk).await.unwrap().expect(200).unwrap();
        let mut chooser = journey.follow(email, "Please choose your specialist").await.unwrap();
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();

        let mut member = journey.follow(email, INTRODUCTION).await.unwrap();
        let own = member.my_case();
        let asked = member.get(&format!("{own}/withdraw")).await.unwrap().expect(200).unwrap();
        assert!(asked.body.contains("We then stop at once"));
        let receipt =
            member.press(&format!("{own}/withdraw"), &[]).await.unwrap().expect(200).unwrap();
        // Another session of theirs, open beside it, gets the receipt as well.
        let beside = format!("{}/withdraw", chooser.my_case());
        let answer = chooser.press(&beside, &[]).await.unwrap().expect(200).unwrap();
        assert!(answer.body.contains("We have stopped"));
        // A double click gets the same answer, and does nothing more.
        let again = member.press(&format!("{own}/withdraw"), &[]).await.unwrap();
        assert_eq!((again.status, &again.body), (200, &receipt.body));
        for named in [
            "Dr Jane Whitfield (your own doctor)",
            "(specialist)",
            "an anonymous brief",
            "medical records",
        ] {
            assert!(receipt.body.contains(named), "{named} is not in {}", receipt.body);
        }
        let another = free().await[4].starts;
        // Everyone is out, the member too; nothing more can be done to the case.
        assert_eq!(member.get(&own).await.unwrap().status, 410);
        assert_eq!(specialist.get(&desk).await.unwrap().status, 410);
        let review = [("mode", "telephone")];
        let again = specialist.post(&format!("{desk}/review"), &review).await.unwrap();
        assert_eq!(again.status, 410);
        for (path, body) in [
            ("appointment", json!({"starts": another, "quanta": 1, "mode": "video"})),
            ("records", json!({"doctor": "d-1"})),
            ("report/release", json!({"call": "not-offered"})),
            ("questions", json!({"question": "one more"})),
        ] {
            let path = format!("/cases/{}/{path}", journey.case);
            let answer = clinic.post(NURSE, &path, &body).await.unwrap();
            assert!([403, 409, 422].contains(&answer.status), "{path}: {}", answer.body);
        }
        // The hours are free again, and the specialist knows no more than that.
        let cancelled = clinic.mail(&address, "Your appointment is cancelled", mark).await.unwrap();
        assert!(cancelled.link().is_none() && !cancelled.body_text.contains("withdr"));
        until_free(&journey, before.len()).await;
        // The receipt, the copy and the report's place stay the member's, by a fresh link and code.
        let mail = clinic.mail(email, "We have stopped", mark).await.unwrap();
        let mut member = clinic.follow(mail.link().unwrap(), email).await.unwrap();
        let page = member.at.clone();
        let kept = member.get(&format!("{page}/looks")).await.unwrap().expect(200).unwrap();
        assert!(kept.body.contains("Receipt") && kept.body.contains("medical records"));
        let kept = member.get(&format!("{page}/statement")).await.unwrap().expect(200).unwrap();
        let copy = link_with(&kept.body, "/signed-copies/");
        assert!(member.get(&copy).await.unwrap().expect(200).unwrap().body.starts_with("%PDF-"));
        let log = names(&journey).await;
        assert_eq!(log[log.len() - 2..], ["consent-withdrawn", "scheduling-appointment-cancelled"]);
    });
}

#[test]
fn a_withdrawal_wins_or_loses_against_every_other_writer_and_never_in_between() {
    on_stack(async |clinic| {
        let email = "races.all@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_records_asked().await.unwrap();
        let mut member = journey.follow(email, INTRODUCTION).await.unwrap();
        let asked = "A request about one of your patients";
        let doctor = journey.follow(DOCTOR_EMAIL, asked).await.unwrap();
        let withdraw = format!("{}/withdraw", member.my_case());
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();

        let nurse = async |path: &str, body: Value| {
            let path = format!("/cases/{}/{path}", journey.case);
            clinic.post(NURSE, &path, &body).await.unwrap().status
        };
        let upload = async |visitor: &Visitor<'_>, item: &str| {
            let mut visitor = visitor.clone();
            let path = format!("{}/items/{item}/uploads", visitor.at);
            let dated = journey.dated();
            visitor.post(&path, &document_form(&dated)).await.unwrap().status
        };
        let matches = clinic.get(NURSE, &format!("/cases/{}/matches", journey.case)).await.unwrap();
        let matches = matches.expect(200).unwrap().json();
        let ids: Vec<&Value> = matches["matches"]
            .as_array()
            .unwrap()
            .iter()
            .take(3)
            .map(|found| &found["specialist"])
            .collect();
        let others = futures::future::join5(
            nurse("questions", json!({"question": "PLANTED-QUESTION"})),
            nurse("offer", json!({"specialists": ids})),
            nurse("notes", json!({"note": "PLANTED-NEED"})),
            upload(&doctor, "letters"),
            upload(&doctor, "description"),
        );
        let withdrawn = async {
            member.post(&withdraw, &[]).await.unwrap().expect(303).unwrap();
        };
        let (statuses, ()) = futures::future::join(others, withdrawn).await;
        let told = format!("{statuses:?}");
        // Whatever was accepted came first; after the withdrawal nothing was written but its own.
        let log = names(&journey).await;
        let at = log.iter().position(|name| name == "consent-withdrawn").unwrap();
        assert_eq!(at, log.len() - 1, "{log:?} {told}");
        clinic.mail(email, "We have stopped", mark).await.unwrap();
        let thanks = "Nothing more is needed for our request";
        clinic.mail(DOCTOR_EMAIL, thanks, mark).await.unwrap();
        of_tern(clinic, "marks.the.end@home.example").refer().await.unwrap();
        let mails = mailbox::all(&clinic.stack.aws).await.unwrap();
        let stopped =
            mails.iter().position(|mail| mail.subject == "We have stopped" && mail.to == [email]);
        let later = &mails[stopped.unwrap() + 1..];
        // The doctor is thanked, which the withdrawal itself causes, and gets nothing else.
        let is_thanks = |mail: &&mailbox::Mail| mail.is_about(thanks);
        let of_case = |mail: &&mailbox::Mail| mail.to == [email] || mail.to == [DOCTOR_EMAIL];
        let others = later.iter().filter(of_case).filter(|mail| !is_thanks(mail));
        assert_eq!(others.count(), 0, "{later:?}");
        let thanked = mails[mark..].iter().filter(of_case).filter(is_thanks).count();
        assert_eq!(thanked, 1, "{later:?}");
    });
}
