//! One case, from a referral to an invoice, through every function.

use crate::house::{after_the_walk, of_tern, on_stack};
use serde_json::{Value, json};
use testkit::journey::{INTRODUCTION, NURSE, PLANTED};
use testkit::mailbox;

/// A go-ahead as a doctor's page would send it.
const CONFIRM: [(&str, &str); 2] = [("answer", "confirm"), ("shown", "2026-12-24/")];

#[test]
fn one_case_goes_from_a_referral_to_an_invoice() {
    after_the_walk(async |_, walked| {
        let names: Vec<&str> = walked.log.iter().filter_map(|it| it["name"].as_str()).collect();
        let stages = [
            "referral-received",
            "casework-nurse-assigned",
            "casework-introduction-sent",
            "consent-given",
            "casework-needs-recorded",
            "records-asked",
            "matching-offer-made",
            "matching-specialist-chosen",
            "matching-specialist-accepted",
            "records-go-ahead-confirmed",
            "records-completed",
            "records-handed-over",
            "report-reviewed",
            "scheduling-appointment-booked",
            "scheduling-consultation-held",
            "report-uploaded",
            "report-released",
            "report-read",
            "report-follow-up-answered",
            "casework-closed",
        ];
        let mut rest = names.iter();
        for stage in stages {
            assert!(rest.any(|name| *name == stage), "{stage} is not in its place in {names:?}");
        }
        let sequences: Vec<u64> =
            walked.log.iter().filter_map(|it| it["sequence"].as_u64()).collect();
        assert_eq!(sequences, (1..=names.len() as u64).collect::<Vec<_>>());
    });
}

#[test]
fn every_letter_of_the_walk_is_in_the_mailbox() {
    after_the_walk(async |clinic, walked| {
        let case: domain::ids::CaseId = walked.case.parse().unwrap();
        let mut mails = mailbox::all(&clinic.stack.aws).await.unwrap();
        mails.retain(|mail| mail.body_text.contains(&case.reference()));
        let to = |address: &str, subject: &str| {
            let fits =
                |it: &&mailbox::Mail| it.to.contains(&address.to_owned()) && it.is_about(subject);
            mails.iter().filter(fits).count()
        };
        let member = "maria.plantsworth@home.example";
        for (address, subject) in [
            ("d.okafor@northwind.example", "A referral was made in your name"),
            (member, INTRODUCTION),
            (member, "Thank you. We have saved your answers"),
            (member, "Please choose your specialist"),
            (member, "Your appointment"),
            (member, "Your nurse has an update for you"),
        ] {
            assert_eq!(to(address, subject), 1, "{subject} to {address}");
        }
    });
}

#[test]
fn an_invoice_names_no_person() {
    after_the_walk(async |clinic, walked| {
        let invoice = walked.invoice.to_string();
        let staff = clinic.demo.staff.iter().map(|it| it.name.as_str());
        let specialists = clinic.demo.specialists.iter().map(|it| it.name.as_str());
        let managers = clinic.demo.clients.iter().flat_map(|it| &it.managers);
        let names = staff.chain(specialists).chain(managers.map(|it| it.name.as_str()));
        for name in names.chain(PLANTED) {
            assert!(!invoice.contains(name), "{name}");
        }
        assert_eq!(
            (walked.invoice["net"].as_i64(), walked.invoice["vat"].as_i64()),
            (Some(124_000), Some(24_800))
        );
    });
}

#[test]
fn a_case_by_referral_is_charged_once_it_is_released() {
    after_the_walk(async |clinic, walked| {
        // The walk has closed its month for every client: this case lives in the next.
        let closed = walked.invoice["month"].as_str().unwrap().to_owned();
        let mut journey = of_tern(clinic, "second.member@home.example");
        journey.begin_after(closed.parse().unwrap()).unwrap();
        journey.walk_on().await.unwrap();
        let invoice = journey.bill().await.unwrap();
        let case: domain::ids::CaseId = journey.case.parse().unwrap();
        // Other stories of this stack may be charged in the same month; this case is once.
        let of_case = |line: &&Value| line["kind"]["referral"]["reference"] == case.reference();
        let lines: Vec<&Value> =
            invoice["lines"].as_array().unwrap().iter().filter(of_case).collect();
        let [line] = lines[..] else { panic!("the case is charged {} times", lines.len()) };
        assert_eq!((line["net"].as_i64(), line["vat"].as_i64()), (Some(145_000), Some(0)));
        // The same month again gives the same invoice and the same number.
        let month = invoice["month"].clone();
        let again =
            clinic.post("finance", "/billing-runs", &json!({"month": month})).await.unwrap();
        let again = again.expect(200).unwrap().json();
        let numbers: Vec<&str> = again["invoices"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|it| it["number"].as_str())
            .collect();
        assert!(numbers.contains(&invoice["number"].as_str().unwrap()), "{numbers:?}");
        assert_eq!(numbers.len(), 2);
    });
}

#[test]
fn a_withdrawal_ends_every_other_partys_access_at_once() {
    on_stack(async |clinic| {
        let email = "third.member@home.example";
        let mut journey = of_tern(clinic, email);
        for leg in ["refer", "introduce", "consent", "understand", "ask"] {
            match leg {
                "refer" => journey.refer().await.unwrap(),
                "introduce" => journey.introduce().await.unwrap(),
                "consent" => journey.consent().await.unwrap(),
                "understand" => journey.understand().await.unwrap(),
                _ => journey.ask_for_records().await.unwrap(),
            }
        }
        let doctor = testkit::journey::DOCTOR_EMAIL;
        let mut treating =
            journey.follow(doctor, "A request about one of your patients").await.unwrap();
        let page = treating.at.clone();
        treating.get(&page).await.unwrap().expect(200).unwrap();

        let mut member = journey.follow(email, INTRODUCTION).await.unwrap();
        let own = member.my_case();
        member.press(&format!("{own}/withdraw"), &[]).await.unwrap().expect(200).unwrap();

        // The live session, the nurse's reading and the client's view, all at once.
        assert_eq!(treating.get(&page).await.unwrap().status, 410);
        assert_eq!(treating.post(&format!("{page}/go-ahead"), &CONFIRM).await.unwrap().status, 410);
        let needs = clinic.get(NURSE, &format!("/cases/{}", journey.case)).await.unwrap();
        assert!(!needs.expect(200).unwrap().body.contains("PLANTED-NEED"));
        // The employer learns of an end only with its month, and not of what it was.
        assert_eq!(journey.client_sees().await.unwrap(), "in-progress");
        journey.after_the_month().unwrap();
        assert_eq!(journey.client_sees().await.unwrap(), "closed");
    });
}
