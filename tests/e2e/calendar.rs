//! The calendar entries of an appointment, given to a calendar that is none of ours.

use crate::house::{of_tern, on_quiet_stack};
use serde_json::{Value, json};
use std::io::Write;
use std::process::{Command, Stdio};
use testkit::journey::NURSE;
use testkit::mailbox::{self, Mail};

/// What is in a calendar after each of the entries that were sent.
async fn kept(entries: &[String]) -> Vec<Vec<Value>> {
    let python = testkit::tools::calendar().await.unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/e2e/kept_entries.py");
    let mut calendar = Command::new(python)
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let entries = serde_json::to_string(entries).unwrap();
    calendar.stdin.take().unwrap().write_all(entries.as_bytes()).unwrap();
    let printed = calendar.wait_with_output().unwrap();
    assert!(printed.status.success());
    serde_json::from_slice(&printed.stdout).unwrap()
}

/// The calendar entries of a case that were sent to an address so far, oldest first.
fn entries(mails: &[Mail], reference: &str, address: &str) -> Vec<String> {
    let to = mails.iter().filter(|mail| mail.to.iter().any(|to| to == address));
    let of_case = to.filter(|mail| mail.is_of(reference));
    of_case.flat_map(|mail| &mail.attachments).map(|attached| attached.text().unwrap()).collect()
}

#[test]
fn a_calendar_follows_an_appointment_through_a_move_a_cancellation_and_a_new_booking() {
    on_quiet_stack(async |clinic| {
        let email = "keeps.a.calendar@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_hand_over().await.unwrap();
        journey.review().await.unwrap();
        let path = format!("/cases/{}/slots", journey.case);
        let free = clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json();
        let at = |number: usize| free["quanta"][number]["starts"].clone();
        let slot = |number: usize| json!({"starts": at(number), "quanta": 2, "mode": "video"});
        for (way, body) in [
            ("appointment", slot(0)),
            ("appointment/move", slot(4)),
            ("appointment/cancel", json!({})),
            ("appointment", slot(8)),
        ] {
            journey.nurse(way, &body).await.unwrap();
            crate::logbook::until_quiet(&clinic.stack).await.unwrap();
        }

        let mails = mailbox::all(&clinic.stack.aws).await.unwrap();
        let reference = journey.reference();
        let sender = mails[0].source.split(['<', '>']).nth(1).unwrap();
        let organiser = format!("mailto:{sender}");
        for address in [email, &journey.specialist_email()] {
            let after = kept(&entries(&mails, &reference, address)).await;
            let starts: Vec<Vec<&Value>> = after
                .iter()
                .map(|kept| kept.iter().map(|entry| &entry["starts"]).collect())
                .collect();
            let moment = |number: usize| at(number).as_str().unwrap().replace('Z', "+00:00");
            let expected = [vec![moment(0)], vec![moment(4)], vec![], vec![moment(8)]];
            assert_eq!(json!(starts), json!(expected), "{address}");
            let entry = &after[3][0];
            assert_eq!(entry["summary"], "Appointment");
            assert_eq!(entry["others"], json!([]), "{entry}");
            assert_eq!(entry["attendee"], format!("mailto:{address}"));
            // Our own address, whoever the nurse is.
            assert_eq!(entry["organiser"], organiser);
            // Made when it was booked, not when it takes place.
            assert_ne!(entry["stamp"], entry["starts"]);
        }
    });
}
