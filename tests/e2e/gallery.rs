//! The gallery: every page that a person can be shown, shown once by the deployed functions and hung up
//! for the tests of pages, which need no stack after that.

mod doctors;

use crate::house::{of_tern, on_stack};
use doctors::{all_sent, asked_for_records, handed_over};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use testkit::clinic::{Answer, Visitor};
use testkit::journey::{AT_WORK, DOCTOR_EMAIL, INTRODUCTION, NURSE};
use testkit::{Clinic, Journey};

pub type Pages = BTreeMap<&'static str, Answer>;

/// Every page by its name, with the two files that pages use.
pub struct Gallery {
    pub pages: Pages,
    pub style: String,
    pub script: String,
}

pub static GALLERY: LazyLock<Gallery> = LazyLock::new(|| {
    let mut gallery = None;
    on_stack(async |clinic| gallery = Some(hang(clinic).await));
    gallery.unwrap()
});

async fn hang(clinic: &'static Clinic) -> Gallery {
    let mut pages = Pages::new();
    pages.insert("kit", crate::kit::page());
    the_way_in(clinic, &mut pages).await;
    the_way_out(clinic, &mut pages).await;
    a_whole_case(clinic, &mut pages).await;
    let file = async |path: &str| {
        let file = clinic.send(clinic.request(reqwest::Method::GET, path)).await.unwrap();
        file.expect(200).unwrap().body
    };
    Gallery { pages, style: file("/style.css").await, script: file("/page.js").await }
}

async fn introduced(clinic: &'static Clinic, email: &str) -> (Journey<'static>, String) {
    let mut journey = of_tern(clinic, email);
    journey.refer().await.unwrap();
    journey.introduce().await.unwrap();
    let at_work = email.ends_with("@tern.example");
    let subject = if at_work { AT_WORK } else { INTRODUCTION };
    let mail = clinic.mail(email, subject, 0).await.unwrap();
    (journey, clinic.path(mail.link().unwrap()))
}

async fn the_way_in(clinic: &'static Clinic, pages: &mut Pages) {
    let email = "gallery.in@home.example";
    let (journey, link) = introduced(clinic, email).await;
    let (code_path, session) = (format!("{link}/code"), format!("{link}/session"));
    let mut member = clinic.visitor(&link);
    pages.insert("front", member.get("/").await.unwrap());
    let declined = member.get("/matching/declined").await.unwrap();
    pages.insert("brief-declined", declined);
    pages.insert("invitation", member.get(&link).await.unwrap());
    pages.insert("code", member.press(&code_path, &[]).await.unwrap());
    for _ in 0..5 {
        pages.insert("code-wrong", member.post(&session, &[("code", "000000")]).await.unwrap());
    }
    pages.insert("code-locked", member.post(&session, &[("code", "000000")]).await.unwrap());
    let mut forgetful = clinic.visitor(&link);
    pages.insert("code-forgot", forgetful.post(&session, &[("code", "000000")]).await.unwrap());
    let code = member.ask_for_code(&link, email).await.unwrap();
    let opened = member.post(&session, &[("code", &code)]).await.unwrap().expect(303).unwrap();
    member.ask_for_code(&link, email).await.unwrap();
    journey.minutes_later(10).unwrap();
    pages.insert("code-too-old", member.post(&session, &[("code", "000000")]).await.unwrap());
    let page = opened.header("location").unwrap().to_owned();
    pages.insert("statement", member.get(&page).await.unwrap());
    let unsigned = [("statement", "2"), ("scope", "show"), ("name", " "), ("step", "check")];
    pages.insert("statement-wrong", member.post(&page, &unsigned).await.unwrap());
    let answers = [
        ("statement", "2"),
        ("scope", "collect"),
        ("scope", "show"),
        ("delay", "known"),
        ("signatory", "member"),
        ("name", "Maria Plantsworth"),
        ("step", "check"),
    ];
    pages.insert("check", member.post(&page, &answers).await.unwrap().expect(200).unwrap());
    pages.insert("ask-decline", member.get(&format!("{page}/decline")).await.unwrap());
    let own = member.my_case();
    pages.insert("problem", member.get(&format!("{own}/withdraw")).await.unwrap());
    pages.insert("browser-forgot", clinic.visitor(&page).get(&page).await.unwrap());
    let leave = format!("/sessions/{}/leave", page.rsplit('/').next().unwrap());
    pages.insert("left", member.clone().press(&leave, &[]).await.unwrap());
    pages.insert("session-over", member.get(&page).await.unwrap());
    let code = member.ask_for_code(&link, email).await.unwrap();
    let opened = member.post(&session, &[("code", &code)]).await.unwrap().expect(303).unwrap();
    let page = opened.header("location").unwrap().to_owned();
    let leave = format!("/sessions/{}/leave", page.rsplit('/').next().unwrap());
    member.post(&leave, &[]).await.unwrap().expect(303).unwrap();
    pages.insert("code-used", member.post(&session, &[("code", &code)]).await.unwrap());

    let (journey, link) = introduced(clinic, "gallery.at@tern.example").await;
    let mut at_work = clinic.visitor(&link);
    pages.insert("private-contact", at_work.get(&link).await.unwrap());
    let given = [("contact", "gallery.private@home.example")];
    let kept = at_work.press(&format!("{link}/private-contact"), &given).await.unwrap();
    pages.insert("contact-kept", kept);
    journey.nurse("contact", &json!({"email": "gallery.now@home.example"})).await.unwrap();
    pages.insert("link-ended", at_work.get(&link).await.unwrap());
    let gone = format!("/i/{}", "0".repeat(64));
    pages.insert("gone", clinic.visitor(&gone).get(&gone).await.unwrap());
}

async fn the_way_out(clinic: &'static Clinic, pages: &mut Pages) {
    let email = "gallery.no@home.example";
    let (journey, link) = introduced(clinic, email).await;
    let mut member = clinic.follow(&link, email).await.unwrap();
    let decline = format!("{}/decline", member.at);
    pages.insert("declined", member.press(&decline, &[]).await.unwrap());

    let email = "gallery.late@home.example";
    let (_, link) = introduced(clinic, email).await;
    journey.minutes_later(22 * 24 * 60).unwrap();
    let mut member = clinic.visitor(&link);
    pages.insert("link-expired", member.get(&link).await.unwrap());
    for _ in 0..3 {
        let sent = member.press(&format!("{link}/link"), &[]).await.unwrap();
        pages.insert("link-sent", sent.expect(200).unwrap());
    }
    pages.insert("too-often", member.post(&format!("{link}/link"), &[]).await.unwrap());
}

/// Keeps what a leg of the journey has shown, by title.
fn keep(clinic: &Clinic, pages: &mut Pages, names: &[(&'static str, &str)]) {
    let shown = clinic.recorded();
    for (name, title) in names {
        let fits = |page: &&Answer| page.title() == Some(title);
        let found = shown.iter().rev().find(fits);
        pages.insert(name, found.unwrap_or_else(|| panic!("{title} was not shown")).clone());
    }
}

/// The finish has slipped: what the member, the specialist and the doctor are asked then, and their answers.
async fn asked_again(journey: &mut Journey<'_>, pages: &mut Pages) {
    let again = "A date has changed: please look again";
    journey.later(15, jiff::civil::time(10, 30, 0, 0)).unwrap();
    for _ in 0..4 {
        journey.run_clock().await.unwrap();
    }
    let mut member = journey.follow(&journey.member_email(), again).await.unwrap();
    let at = member.at.clone();
    let page = member.get(&at).await.unwrap().expect(200).unwrap();
    let shown = page.hidden("shown-keep").unwrap();
    pages.insert("choice-again", page);
    let keep = [("specialist", "keep"), ("shown-keep", shown.as_str())];
    member.submit(&at, &keep).await.unwrap();

    let mut specialist = journey.follow(&journey.specialist_email(), again).await.unwrap();
    let at = specialist.at.clone();
    pages.insert("brief-again", specialist.get(&at).await.unwrap());
    let check = format!("/report/conflict/{}", specialist.selector());
    let shown = specialist.get(&check).await.unwrap().hidden("shown").unwrap();
    let accept = [
        ("answer", "accept"),
        ("delay", "acceptable"),
        ("conflict", "none"),
        ("shown", shown.as_str()),
    ];
    specialist.submit(&check, &accept).await.unwrap();

    let mut doctor = journey.follow(DOCTOR_EMAIL, again).await.unwrap();
    let at = doctor.at.clone();
    let page = doctor.get(&at).await.unwrap();
    let shown = page.hidden("shown").unwrap();
    pages.insert("records-again", page);
    let confirm = [("answer", "confirm"), ("shown", shown.as_str())];
    doctor.submit(&format!("{at}/go-ahead"), &confirm).await.unwrap();
    pages.insert("item-none", doctor.get(&format!("{at}/items/imaging")).await.unwrap());
    // The nurse asks for one thing more, and hears by phone that there is none.
    journey.nurse("records/items", &json!({"items": ["pathology"]})).await.unwrap();
    let none = json!({"item": "pathology", "reason": "none were taken"});
    journey.nurse("records/not-available", &none).await.unwrap();
    pages.insert("item-said", doctor.get(&format!("{at}/items/pathology")).await.unwrap());
}

/// A member who allows too little, and then all of it again.
async fn narrowed(member: &mut Visitor<'_>, pages: &mut Pages) {
    let own = member.my_case();
    let change = format!("{own}/change");
    let name = ("name", "Maria Plantsworth");
    member.submit(&change, &[("scope", "collect"), name]).await.unwrap();
    pages.insert("my-case-narrowed", member.get(&own).await.unwrap().expect(200).unwrap());
    let all = [("scope", "collect"), ("scope", "show"), ("scope", "report-to-doctors"), name];
    member.submit(&change, &all).await.unwrap();
}

/// A complaint, made wrongly, made, and answered.
async fn complained(journey: &Journey<'_>, member: &mut Visitor<'_>, pages: &mut Pages) {
    let complaint = member.my_case().replace("/my-case/", "/complaint/");
    let kept = member.press(&complaint, &[("complaint", "nobody rang")]).await.unwrap();
    pages.insert("complaint-kept", kept.expect(200).unwrap());
    let wrong = member.post(&complaint, &[("complaint", "")]).await.unwrap();
    pages.insert("complaint-wrong", wrong.expect(400).unwrap());
    let open = journey.clinic.get(NURSE, &format!("/cases/{}", journey.case)).await.unwrap().json();
    let id = open["complaints"].as_object().unwrap().keys().next().unwrap().clone();
    let answer = json!({"answer": "We are sorry. Asha will phone you today."});
    journey.nurse(&format!("complaints/{id}/answer"), &answer).await.unwrap();
    pages.insert("complaint-answered", member.get(&complaint).await.unwrap().expect(200).unwrap());
}

async fn a_whole_case(clinic: &'static Clinic, pages: &mut Pages) {
    let email = "gallery.whole@home.example";
    let mut journey = of_tern(clinic, email);
    journey.to_records_asked().await.unwrap();
    let mut member = journey.follow(email, INTRODUCTION).await.unwrap();
    let own = member.my_case();
    for (name, path) in [
        ("my-case", own.clone()),
        ("signed-statement", format!("{own}/statement")),
        ("change", format!("{own}/change")),
        ("withdraw", format!("{own}/withdraw")),
        ("own-records", own.replace("/my-case/", "/my-records/")),
        ("looks", format!("{own}/looks")),
        ("complaint", own.replace("/my-case/", "/complaint/")),
    ] {
        pages.insert(name, member.get(&path).await.unwrap().expect(200).unwrap());
    }
    complained(&journey, &mut member, pages).await;
    narrowed(&mut member, pages).await;
    asked_for_records(&journey, pages).await;

    journey.offer().await.unwrap();
    clinic.record();
    journey.choose().await.unwrap();
    keep(clinic, pages, &[("choice", "Choose a specialist"), ("chosen", "Your specialist")]);
    clinic.record();
    journey.accept().await.unwrap();
    let conflict = ("conflict", "Check for a conflict of interest");
    let brief = ("brief", "Would you take on this case?");
    keep(clinic, pages, &[brief, conflict, ("answered", "You have accepted the case")]);
    let choice = own.replace("/my-case/", "/matching/choice/");
    pages.insert("chosen-accepted", member.get(&choice).await.unwrap().expect(200).unwrap());
    journey.go_ahead_and_records().await.unwrap();
    pages.insert("records-sent", all_sent(&journey).await);
    asked_again(&mut journey, pages).await;
    journey.hand_over().await.unwrap();
    handed_over(&journey, pages).await;
    clinic.record();
    journey.review().await.unwrap();
    keep(clinic, pages, &[("desk", "Your case to review")]);
    let ready = "The records are ready for you";
    let mut specialist = journey.follow(&journey.specialist_email(), ready).await.unwrap();
    let desk = specialist.at.clone();
    pages.insert("desk-reviewed", specialist.get(&desk).await.unwrap());
    journey.book().await.unwrap();
    pages.insert("desk-booked", specialist.get(&desk).await.unwrap());
    let again = "A date has changed: please look again";
    let mut member = journey.follow(email, again).await.unwrap();
    let own = member.my_case();
    pages.insert("my-case-booked", member.get(&own).await.unwrap().expect(200).unwrap());
    let case = clinic.get(NURSE, &format!("/cases/{}", journey.case)).await.unwrap().json();
    journey.move_to(case["waiting_for"]["due"].as_str().unwrap().parse().unwrap()).unwrap();
    let mut specialist = journey.follow(&journey.specialist_email(), ready).await.unwrap();
    let desk = specialist.at.clone();
    pages.insert("desk-begun", specialist.get(&desk).await.unwrap());
    journey.consult().await.unwrap();
    let danger = [("concern", "Please stop the drug today")];
    let raised = specialist.submit(&format!("{desk}/concern"), &danger).await.unwrap();
    pages.insert("desk-concern", raised);
    pages.insert("attach", specialist.press(&format!("{desk}/uploads"), &[]).await.unwrap());
    journey.report().await.unwrap();
    let reason = json!({"reason": "Please say for how long surgery can wait"});
    journey.nurse("report/return", &reason).await.unwrap();
    let returned = "Please look at your report again";
    let mut specialist = journey.follow(&journey.specialist_email(), returned).await.unwrap();
    let desk = specialist.at.clone();
    pages.insert("desk-returned", specialist.get(&desk).await.unwrap());
    journey.report().await.unwrap();
    journey.release().await.unwrap();
    clinic.record();
    journey.read().await.unwrap();
    keep(clinic, pages, &[("unread", "Your report is ready"), ("report", "Your report")]);

    let ready = "Your nurse has an update for you";
    let mut member = journey.follow(email, ready).await.unwrap();
    let own = member.my_case();
    pages.insert("my-case-released", member.get(&own).await.unwrap().expect(200).unwrap());
    pages.insert("receipt", member.press(&format!("{own}/withdraw"), &[]).await.unwrap());
    let mail = clinic.mail(email, "We have stopped", 0).await.unwrap();
    let mut member = clinic.follow(mail.link().unwrap(), email).await.unwrap();
    let own = member.my_case();
    pages.insert("my-case-withdrawn", member.get(&own).await.unwrap().expect(200).unwrap());
}
