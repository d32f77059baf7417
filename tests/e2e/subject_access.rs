//! Subject access: one ZIP of everything that is held, made in the background and fetched by the member.

use crate::house::{of_tern, on_stack};
use serde_json::{Value, json};
use std::io::{Cursor, Read};
use testkit::journey::{DOCTOR_EMAIL, INTRODUCTION, NURSE, SECRETARY_EMAIL};
use testkit::mailbox;
use zip::ZipArchive;

const READY: &str = "The copy that you asked for is ready";

fn file(zip: &mut ZipArchive<Cursor<Vec<u8>>>, name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    zip.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_member_fetches_everything_that_is_held_with_who_looked_and_nothing_of_others() {
    on_stack(async |clinic| {
        let email = "wants.everything@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_hand_over().await.unwrap();
        journey.nurse("notes", &json!({"note": "PLANTED-NEED: rang twice"})).await.unwrap();
        let theirs = json!({"party": "doctor-d-1", "complaint": "HIDDEN: the member is rude"});
        journey.nurse("complaints", &theirs).await.unwrap();
        let hold = json!({"reason": "HIDDEN: a claim is pending"});
        let path = format!("/cases/{}/legal-hold", journey.case);
        clinic.post("operator", &path, &hold).await.unwrap().expect(200).unwrap();
        let subject = INTRODUCTION;
        let mut member = journey.follow(email, subject).await.unwrap();
        let own = member.my_case();
        let copy = format!("{own}/copy");
        assert_eq!(member.get(&copy).await.unwrap().status, 404);
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        let page = member.submit(&copy, &[]).await.unwrap();
        assert!(page.body.contains("We are making your copy") || page.body.contains("is ready"));
        let mail = clinic.mail(email, READY, mark).await.unwrap();

        // By a fresh link and a code of its own.
        let mut member = clinic.follow(mail.link().unwrap(), email).await.unwrap();
        let copy = format!("{}/copy", member.my_case());
        let led = member.get(&copy).await.unwrap().expect(303).unwrap();
        let url = led.header("location").unwrap().to_owned();
        assert!(url.contains("everything.zip") && url.contains("X-Amz-Expires=60"), "{url}");
        let bytes = reqwest::get(url).await.unwrap().bytes().await.unwrap().to_vec();
        let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
        for name in ["index.html", "everything.json", "consent/signed-1.html"] {
            assert!(names.iter().any(|it| it == name), "{name} is missing: {names:?}");
        }
        assert_eq!(names.iter().filter(|it| it.starts_with("documents/")).count(), 2, "{names:?}");
        let signed = String::from_utf8(file(&mut zip, "consent/signed-1.html")).unwrap();
        assert!(signed.contains("<h1>Consent to a second medical opinion</h1>"), "{signed}");
        assert!(signed.contains("Name as typed: "), "{signed}");
        let sent = names.iter().find(|name| name.contains(".txt")).unwrap();
        assert_eq!(file(&mut zip, sent), b"Knee pain after a fall.");
        let pages = ["index.html", "written.html", "happened.html", "looks.html"];
        let pages = pages.map(|name| String::from_utf8(file(&mut zip, name)).unwrap());
        let days = regex::Regex::new(r"\d{4}-\d\d-\d\d").unwrap();
        for page in &pages {
            assert!(page.contains("name=\"viewport\"") && page.contains("--accent"), "{page}");
            assert_eq!(days.find(page), None, "a date that nobody says");
        }
        assert!(pages[0].contains("href=\"written.html\"") && pages[0].contains("12 April 1979"));
        let html = pages.concat();
        let machine = String::from_utf8(file(&mut zip, "everything.json")).unwrap();
        for text in [&html, &machine] {
            for word in ["Maria Plantsworth", email, "rang twice", "knee pain", "Whitfield"] {
                assert!(text.contains(word), "{word} is missing");
            }
            for word in [DOCTOR_EMAIL, SECRETARY_EMAIL, "asha", "HIDDEN"] {
                assert!(!text.contains(word), "{word} is a third party's");
            }
        }
        let machine: Value = serde_json::from_str(&machine).unwrap();
        assert!(machine["timeline"].as_array().unwrap().len() > 20);
        let looks = machine["who_looked"].as_array().unwrap();
        assert!(looks.iter().any(|it| it["who"] == "a treating doctor"), "{looks:?}");
        assert!(looks.iter().any(|it| it["who"] == "the service"), "the gathering is not noted");

        // Asked again by the nurse, because the member said so.
        let path = format!("/cases/{}/subject-access", journey.case);
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        clinic.post(NURSE, &path, &json!({})).await.unwrap().expect(200).unwrap();
        clinic.mail(email, READY, mark).await.unwrap();
        let log = journey.log().await.unwrap();
        let made = log.iter().filter(|line| line["name"] == "keeping-copy-ready");
        assert_eq!(made.count(), 2);
    });
}
