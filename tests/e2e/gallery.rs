//! The gallery: every page that a person can be shown, shown once by the deployed functions and hung up
//! for the tests of pages, which need no stack after that.

use crate::house::{of_tern, on_stack};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use testkit::clinic::Answer;
use testkit::journey::DOCTOR_EMAIL;
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

const INTRODUCTION: &str = "An appointment with our nurse team";

async fn hang(clinic: &'static Clinic) -> Gallery {
    let mut pages = Pages::new();
    the_way_in(clinic, &mut pages).await;
    the_way_out(clinic, &mut pages).await;
    a_whole_case(clinic, &mut pages).await;
    let file = async |path: &str| {
        let file = clinic.send(clinic.request(reqwest::Method::GET, path)).await.unwrap();
        file.expect(200).unwrap().body
    };
    Gallery { pages, style: file("/style.css").await, script: file("/upload.js").await }
}

async fn introduced(clinic: &'static Clinic, email: &str) -> (Journey<'static>, String) {
    let mut journey = of_tern(clinic, email);
    journey.refer().await.unwrap();
    journey.introduce().await.unwrap();
    let mail = clinic.mail(email, INTRODUCTION, 0).await.unwrap();
    (journey, clinic.path(mail.link().unwrap()))
}

async fn the_way_in(clinic: &'static Clinic, pages: &mut Pages) {
    let email = "gallery.in@home.example";
    let (journey, link) = introduced(clinic, email).await;
    let (code_path, session) = (format!("{link}/code"), format!("{link}/session"));
    let mut member = clinic.visitor(&link);
    pages.insert("front", member.get("/").await.unwrap());
    pages.insert("invitation", member.get(&link).await.unwrap());
    pages.insert("code", member.post(&code_path, &[]).await.unwrap());
    for _ in 0..5 {
        pages.insert("code-wrong", member.post(&session, &[("code", "wrong")]).await.unwrap());
    }
    pages.insert("code-locked", member.post(&session, &[("code", "wrong")]).await.unwrap());
    let mut forgetful = clinic.visitor(&link);
    pages.insert("code-forgot", forgetful.post(&session, &[("code", "1")]).await.unwrap());
    let code = member.ask_for_code(&link, email).await.unwrap();
    let opened = member.post(&session, &[("code", &code)]).await.unwrap().expect(303).unwrap();
    pages.insert("code-used", member.post(&session, &[("code", &code)]).await.unwrap());
    member.ask_for_code(&link, email).await.unwrap();
    journey.minutes_later(10).unwrap();
    pages.insert("code-too-old", member.post(&session, &[("code", "1")]).await.unwrap());
    let page = opened.header("location").unwrap().to_owned();
    pages.insert("statement", member.get(&page).await.unwrap());
    let unsigned = [("statement", "2"), ("signatory", "member"), ("name", "M")];
    pages.insert("problem", member.post(&page, &unsigned).await.unwrap());
    pages.insert("browser-forgot", clinic.visitor(&page).get(&page).await.unwrap());
    let leave = format!("/sessions/{}/leave", page.rsplit('/').next().unwrap());
    pages.insert("left", member.clone().post(&leave, &[]).await.unwrap());
    pages.insert("session-over", member.get(&page).await.unwrap());

    let (journey, link) = introduced(clinic, "gallery.at@tern.example").await;
    let mut at_work = clinic.visitor(&link);
    pages.insert("private-contact", at_work.get(&link).await.unwrap());
    let given = [("contact", "gallery.private@home.example")];
    let kept = at_work.post(&format!("{link}/private-contact"), &given).await.unwrap();
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
    pages.insert("declined", member.post(&decline, &[]).await.unwrap());

    let email = "gallery.late@home.example";
    let (_, link) = introduced(clinic, email).await;
    journey.minutes_later(22 * 24 * 60).unwrap();
    let mut member = clinic.visitor(&link);
    pages.insert("link-expired", member.get(&link).await.unwrap());
    for _ in 0..3 {
        let sent = member.post(&format!("{link}/link"), &[]).await.unwrap();
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
        ("complaint", own.replace("/my-case/", "/complaint/")),
    ] {
        pages.insert(name, member.get(&path).await.unwrap().expect(200).unwrap());
    }
    let complaint = own.replace("/my-case/", "/complaint/");
    let kept = member.post(&complaint, &[("complaint", "nobody rang")]).await.unwrap();
    pages.insert("complaint-kept", kept.expect(200).unwrap());
    let asked = "A request about one of your patients";
    let mut doctor = journey.follow(DOCTOR_EMAIL, asked).await.unwrap();
    let at = doctor.at.clone();
    pages.insert("records", doctor.get(&at).await.unwrap());
    let dated = journey.dated();
    let form = [("item", "letters"), ("dated", dated.as_str())];
    let upload = doctor.post(&format!("{at}/uploads"), &form).await.unwrap();
    pages.insert("upload", upload);

    journey.offer().await.unwrap();
    clinic.record();
    journey.choose().await.unwrap();
    keep(clinic, pages, &[("choice", "Choose a specialist"), ("chosen", "Thank you")]);
    clinic.record();
    journey.accept().await.unwrap();
    keep(clinic, pages, &[("brief", "Would you take on this case?"), ("answered", "Thank you")]);
    clinic.record();
    journey.go_ahead_and_records().await.unwrap();
    keep(clinic, pages, &[("records-sent", "A second opinion for your patient")]);
    journey.hand_over().await.unwrap();
    clinic.record();
    journey.review().await.unwrap();
    keep(clinic, pages, &[("desk", "The case in your hands")]);
    journey.book().await.unwrap();
    journey.consult().await.unwrap();
    let mut specialist =
        journey.follow(&journey.specialist_email(), "The records are ready for you").await.unwrap();
    let desk = specialist.at.clone();
    let danger = [("concern", "Please stop the drug today")];
    let raised = specialist.submit(&format!("{desk}/concern"), &danger).await.unwrap();
    pages.insert("desk-concern", raised);
    pages.insert("attach", specialist.post(&format!("{desk}/uploads"), &[]).await.unwrap());
    journey.report().await.unwrap();
    journey.release().await.unwrap();
    clinic.record();
    journey.read().await.unwrap();
    keep(clinic, pages, &[("unread", "Your report is ready"), ("report", "Your report")]);

    let mut member = journey.follow(email, INTRODUCTION).await.unwrap();
    let own = member.my_case();
    pages.insert("my-case-released", member.get(&own).await.unwrap().expect(200).unwrap());
    pages.insert("receipt", member.post(&format!("{own}/withdraw"), &[]).await.unwrap());
    let mail = clinic.mail(email, "We have stopped", 0).await.unwrap();
    let mut member = clinic.follow(mail.link().unwrap(), email).await.unwrap();
    let own = member.my_case();
    pages.insert("my-case-withdrawn", member.get(&own).await.unwrap().expect(200).unwrap());
}
