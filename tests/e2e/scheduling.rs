//! An appointment after it was booked: moved, cancelled, missed.

use crate::house::{of_tern, on_stack};
use serde_json::{Value, json};
use testkit::journey::NURSE;
use testkit::{Clinic, Journey, mailbox};

/// A case whose specialist advises a consultation.
async fn reviewed(clinic: &'static Clinic, email: &str) -> Journey<'static> {
    let mut journey = of_tern(clinic, email);
    journey.to_hand_over().await.unwrap();
    journey.review().await.unwrap();
    journey
}

/// The quanta that the nurse could book.
async fn free(clinic: &Clinic, journey: &Journey<'_>) -> Vec<String> {
    let path = format!("/cases/{}/slots", journey.case);
    let slots = clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json();
    let starts = slots["quanta"].as_array().unwrap().iter().map(|quantum| &quantum["starts"]);
    starts.map(|starts| starts.as_str().unwrap().to_owned()).collect()
}

async fn names(journey: &Journey<'_>) -> Vec<String> {
    let log = journey.log().await.unwrap();
    log.iter().map(|line| line["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_moved_appointment_frees_its_old_time_and_a_cancelled_one_all_of_it() {
    on_stack(async |clinic| {
        let email = "moves.it@home.example";
        let mut journey = reviewed(clinic, email).await;
        let before = free(clinic, &journey).await;
        journey.book().await.unwrap();
        let (first, later) = (&before[..2], &before[2..4]);
        assert_eq!(free(clinic, &journey).await, before[2..]);

        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        let moved = json!({"starts": later[0], "quanta": 1, "mode": "video"});
        journey.nurse("appointment/move", &moved).await.unwrap();
        let still_free: Vec<&String> = first.iter().chain(&before[3..]).collect();
        assert_eq!(free(clinic, &journey).await.iter().collect::<Vec<_>>(), still_free);
        let [when, was] = [&later[0], &first[0]].map(|at| at.parse::<jiff::Timestamp>().unwrap());
        for address in [email, &journey.specialist_email()] {
            let mail = clinic.mail(address, "Your appointment has moved", mark).await.unwrap();
            for (time, words) in [("New", when), ("Old", was)] {
                let words = format!("{time} time: {}", domain::calendar::moment_in_words(words));
                assert!(mail.body_text.contains(&words), "{words}: {}", mail.body_text);
            }
        }

        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        journey.nurse("appointment/cancel", &json!({})).await.unwrap();
        for address in [email, &journey.specialist_email()] {
            clinic.mail(address, "Your appointment is cancelled", mark).await.unwrap();
        }
        assert_eq!(free(clinic, &journey).await, before);
        let path = format!("/cases/{}/appointment/cancel", journey.case);
        let again = clinic.post(NURSE, &path, &json!({})).await.unwrap();
        assert_eq!(again.code(), "not-booked");
        let log = names(&journey).await;
        let booked_moved_cancelled = [
            "scheduling-appointment-booked",
            "scheduling-appointment-moved",
            "scheduling-appointment-cancelled",
        ];
        assert_eq!(log[log.len() - 3..], booked_moved_cancelled);
    });
}

#[test]
fn a_missed_consultation_is_noted_once_it_has_begun_and_another_can_be_booked() {
    on_stack(async |clinic| {
        let mut journey = reviewed(clinic, "overslept@home.example").await;
        let starts: jiff::Timestamp = free(clinic, &journey).await[0].parse().unwrap();
        journey.book().await.unwrap();
        let missed = json!({"outcome": {"missed": {"by": "member"}}});
        let path = format!("/cases/{}/consultation", journey.case);
        let early = clinic.post(NURSE, &path, &missed).await.unwrap();
        assert_eq!(early.code(), "not-started");
        journey.move_to(starts).unwrap();
        journey.nurse("consultation", &missed).await.unwrap();
        assert_eq!(names(&journey).await.last().unwrap(), "scheduling-consultation-missed");
        let report: Value = clinic.post(NURSE, &path, &missed).await.unwrap().json();
        assert_eq!(report["code"], "not-booked");
        journey.book().await.unwrap();
        journey.consult().await.unwrap();
        assert_eq!(names(&journey).await.last().unwrap(), "scheduling-consultation-held");
    });
}
