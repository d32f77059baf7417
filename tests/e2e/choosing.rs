//! The offer, the choice and the acceptance when something changes meanwhile: the directory, a doctor, the
//! dates, the member's mind, or a specialist who stays silent.

use crate::house::{free_quanta, of_tern, on_stack, until_free};
use api::directory::EntryShown;
use domain::directory::Specialist;
use serde_json::{Value, json};
use testkit::journey::NURSE;
use testkit::{Clinic, Journey, mailbox};

pub const NURSE_EMAIL: &str = "asha.rahman@nurses.example";
const CHOICE: &str = "Please choose your specialist";
const BRIEF: &str = "Would you take on a case?";
const OVER: &str = "Nothing more is needed for our request";
const OTHERS: &str = "We are looking for someone else for you";

pub async fn post(clinic: &Clinic, journey: &Journey<'_>, path: &str, body: &Value) -> String {
    let path = format!("/cases/{}/{path}", journey.case);
    clinic.post(NURSE, &path, body).await.unwrap().code()
}

pub async fn stage(clinic: &Clinic, journey: &Journey<'_>) -> String {
    let path = format!("/cases/{}", journey.case);
    let shown = clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json();
    shown["stage"].as_str().unwrap().to_owned()
}

/// What must be done next, by whom, as the API tells the nurse.
async fn must(clinic: &Clinic, journey: &Journey<'_>) -> Vec<(String, String)> {
    let path = format!("/cases/{}", journey.case);
    let shown = clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json();
    let word = |step: &Value, field: &str| step[field].as_str().unwrap().to_owned();
    let steps = shown["next_steps"].as_array().unwrap().iter();
    let must = steps.filter(|step| step["need"] == "must");
    must.map(|step| (word(step, "by"), word(step, "what"))).collect()
}

/// The entry of a specialist while a story changes it.
async fn with_entry(
    clinic: &Clinic,
    id: &str,
    change: impl FnOnce(&mut Specialist),
    story: impl AsyncFnOnce(),
) {
    let before = specialist(clinic, id).await;
    let mut changed = before.entry.clone();
    change(&mut changed);
    keep(clinic, &changed, before.version).await;
    story().await;
    keep(clinic, &before.entry, before.version + 1).await;
}

async fn specialist(clinic: &Clinic, id: &str) -> EntryShown<Specialist> {
    let shown = clinic.get("keeper", &format!("/specialists/{id}")).await.unwrap();
    shown.expect(200).unwrap().read().unwrap()
}

async fn keep(clinic: &Clinic, entry: &Specialist, seen: u64) {
    let mut body = serde_json::to_value(entry).unwrap();
    body.as_object_mut().unwrap().remove("id");
    let request = clinic.request(reqwest::Method::POST, &format!("/specialists/{}", entry.id));
    let request = request.bearer_auth(clinic.token("keeper").await.unwrap()).json(&body);
    let request = request.header("if-match", format!("\"{seen}\""));
    clinic.send(request).await.unwrap().expect(200).unwrap();
}

#[test]
fn a_specialist_who_lost_their_registration_is_not_chosen_nor_accepts_nor_takes_over() {
    on_stack(async |clinic| {
        let email = "no.longer.registered@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_records_asked().await.unwrap();
        journey.offer().await.unwrap();
        let specialist = journey.specialist.clone();
        let today = journey.today();
        let lapsed = move |entry: &mut Specialist| entry.checked_until = today;

        let mut member = journey.follow(email, CHOICE).await.unwrap();
        let page = member.at.clone();
        let field = format!("shown-{specialist}");
        let shown = member.get(&page).await.unwrap().expect(200).unwrap().hidden(&field).unwrap();
        let chosen = [("specialist", specialist.as_str()), (field.as_str(), shown.as_str())];
        with_entry(clinic, &specialist, lapsed, async || {
            let refused = member.post(&page, &chosen).await.unwrap();
            assert_eq!(refused.status, 409, "{}", refused.body);
            assert!(refused.body.contains("please ask for others"), "{}", refused.body);
        })
        .await;
        member.submit(&page, &chosen).await.unwrap();

        let mut invited = journey.follow(&journey.specialist_email(), BRIEF).await.unwrap();
        let page = format!("/report/conflict/{}", invited.selector());
        let check = invited.get(&page).await.unwrap().expect(200).unwrap();
        // What a conflict check needs, and nothing of the case.
        assert!(check.body.contains("Maria Plantsworth") && check.body.contains("Whitfield"));
        assert!(check.body.contains("Tern &amp; Co") || check.body.contains("Tern &#38; Co"));
        assert!(!check.body.contains("PLANTED-"), "{}", check.body);
        let shown = check.hidden("shown").unwrap();
        let mut accept =
            vec![("answer", "accept"), ("delay", "acceptable"), ("shown", shown.as_str())];
        let unsaid = invited.post(&page, &accept).await.unwrap();
        // On the page of the check itself, with what was ticked.
        assert!(unsaid.body.contains("Check for a conflict of interest"), "{}", unsaid.body);
        assert!(unsaid.body.contains(r#"value="acceptable" checked"#), "{}", unsaid.body);
        assert!(unsaid.body.contains("no conflict of interest"), "{}", unsaid.body);
        accept.push(("conflict", "none"));
        with_entry(clinic, &specialist, lapsed, async || {
            assert_eq!(invited.post(&page, &accept).await.unwrap().status, 409);
        })
        .await;
        invited.submit(&page, &accept).await.unwrap();
        clinic.mail(NURSE_EMAIL, "A specialist has accepted a case", journey.mark()).await.unwrap();

        journey.go_ahead_and_records().await.unwrap();
        journey.nurse("records/complete", &json!({})).await.unwrap();
        with_entry(clinic, &specialist, lapsed, async || {
            let code = post(clinic, &journey, "hand-over", &json!({})).await;
            assert_eq!(code, "no-longer-eligible");
        })
        .await;
        journey.nurse("hand-over", &json!({})).await.unwrap();
    });
}

#[test]
fn a_doctor_named_where_the_specialist_works_ends_the_choice_and_everybody_is_told() {
    on_stack(async |clinic| {
        let email = "named.too.late@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_records_asked().await.unwrap();
        journey.offer().await.unwrap();
        journey.choose().await.unwrap();
        journey.accept().await.unwrap();
        let address = journey.specialist_email();
        let mut invited = journey.follow(&address, BRIEF).await.unwrap();
        let page = invited.at.clone();
        let specialist =
            clinic.demo.specialists.iter().find(|specialist| specialist.email == address).unwrap();

        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        let doctor = json!({
            "name": "Dr Owen Marsh",
            "email": "o.marsh@hospital.example",
            "hospital_name": "Where they work",
            "hospital": specialist.hospitals[0],
            "address": "verified",
        });
        let progress = journey.nurse("doctors", &doctor).await.unwrap();
        assert_eq!(progress["stage"], "understood", "{progress}");
        clinic.mail(&address, OVER, mark).await.unwrap();
        clinic.mail(email, OTHERS, mark).await.unwrap();
        assert_eq!(invited.get(&page).await.unwrap().status, 410);
        assert!(
            must(clinic, &journey).await.contains(&("nurse".into(), "offer-specialists".into()))
        );
        // Whoever works there is not among the matches any more.
        let path = format!("/cases/{}/matches", journey.case);
        let matches = clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap();
        assert!(!matches.body.contains(&format!("\"{}\"", journey.specialist)));
    });
}

#[test]
fn the_nurse_chooses_on_the_members_word_and_the_member_thinks_again() {
    on_stack(async |clinic| {
        let email = "says.it.by.phone@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_records_asked().await.unwrap();
        journey.offer().await.unwrap();
        let path = format!("/cases/{}/matches", journey.case);
        let matches = clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json();
        let expected = matches["matches"][0]["expected"].clone();
        let specialist = journey.specialist.clone();
        let choice = json!({"specialist": specialist, "expected": expected});
        let stale = json!({"specialist": specialist, "expected": {"finish": "2026-11-26"}});
        assert_eq!(post(clinic, &journey, "choice", &stale).await, "finish-moved");
        journey.nurse("choice", &choice).await.unwrap();
        assert_eq!(post(clinic, &journey, "choice", &choice).await, "already-chosen");
        let keep = json!({"expected": expected});
        assert_eq!(post(clinic, &journey, "choice/keep", &keep).await, "not-asked-again");
        clinic.mail(&journey.specialist_email(), BRIEF, journey.mark()).await.unwrap();

        // By the link of the choice the member reaches every page of theirs, and changes their mind.
        let mut member = journey.follow(email, CHOICE).await.unwrap();
        let page = member.at.clone();
        for path in ["my-case", "my-records", "complaint"] {
            let path = format!("/{path}/{}", member.selector());
            member.get(&path).await.unwrap().expect(200).unwrap();
        }
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        assert!(member.get(&page).await.unwrap().body.contains("Have you changed your mind?"));
        let others = [("specialist", "others"), ("reason", "PLANTED-NEED: someone nearer")];
        member.submit(&page, &others).await.unwrap();
        clinic.mail(&journey.specialist_email(), OVER, mark).await.unwrap();
        journey.offer().await.unwrap();
        let more = json!({"reason": "PLANTED-NEED: a woman, please"});
        journey.nurse("choice/others", &more).await.unwrap();
        assert_eq!(stage(clinic, &journey).await, "understood");
    });
}

#[test]
fn a_silent_specialist_is_replaced_and_their_time_is_free_again() {
    on_stack(async |clinic| {
        let email = "waits.in.vain@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_hand_over().await.unwrap();
        journey.review().await.unwrap();
        let (address, mark) = (journey.specialist_email(), journey.mark());
        let mut silent = journey.follow(&address, "The records are ready for you").await.unwrap();
        let desk = silent.at.clone();
        journey.book().await.unwrap();
        let booked = free_quanta(&journey).await;

        let replaced = json!({"why": "silence"});
        journey.nurse("specialist/replace", &replaced).await.unwrap();
        until_free(&journey, booked + 2).await;
        assert_eq!(silent.get(&desk).await.unwrap().status, 410);
        clinic.mail(&address, OVER, mark).await.unwrap();
        clinic.mail(email, "Your appointment is cancelled", mark).await.unwrap();
        clinic.mail(email, OTHERS, mark).await.unwrap();
        assert_eq!(post(clinic, &journey, "specialist/replace", &replaced).await, "not-chosen");
        // The next in the ranking takes over, and the records are still complete.
        journey.offer().await.unwrap();
        assert_ne!(journey.specialist_email(), address);
        journey.choose().await.unwrap();
        journey.accept().await.unwrap();
        journey.nurse("hand-over", &json!({})).await.unwrap();
        assert_eq!(stage(clinic, &journey).await, "with-the-specialist");
    });
}
