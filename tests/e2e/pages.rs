//! Every page that a person can be shown: its headers, its looks, and whether everyone can use it.

use crate::chrome::Chrome;
use crate::house::{of_tern, on_stack, walked};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use fantoccini::key::Key;
use regex::Regex;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;
use testkit::clinic::Answer;
use testkit::journey::DOCTOR_EMAIL;
use testkit::{Clinic, Journey};
use tokio::sync::OnceCell;

type Pages = BTreeMap<&'static str, Answer>;

/// The widths at which each page is looked at: a small phone, and a desk.
const WIDTHS: [u32; 2] = [320, 1280];
const INTRODUCTION: &str = "An appointment with our nurse team";

static GALLERY: OnceCell<Pages> = OnceCell::const_new();

/// Every page by its name, shown once by the deployed functions.
async fn gallery(clinic: &'static Clinic) -> &'static Pages {
    GALLERY
        .get_or_init(|| async {
            walked(clinic).await;
            let mut pages = Pages::new();
            the_way_in(clinic, &mut pages).await;
            the_way_out(clinic, &mut pages).await;
            a_whole_case(clinic, &mut pages).await;
            pages
        })
        .await
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

#[test]
fn every_template_of_a_page_is_in_the_gallery() {
    on_stack(async |clinic| {
        let pages = gallery(clinic).await;
        let words = Regex::new(r">([^<>{}\n]{12,})").unwrap();
        let mut templates = 0;
        for room in ["functions", "shared/web"] {
            for path in templates_in(&crate::root().join(room)) {
                // What is put into a copy for subject access is no page of ours.
                if path.ends_with("everything.html") {
                    continue;
                }
                let template = std::fs::read_to_string(&path).unwrap();
                let said = words.captures_iter(&template).map(|it| it[1].to_owned());
                // Its longest words are its own; a template without words is only a part.
                let Some(said) = said.max_by_key(String::len) else { continue };
                let shown = pages.values().any(|page| page.body.contains(&said));
                assert!(shown, "{} is shown nowhere: {said}", path.display());
                templates += 1;
            }
        }
        assert!(templates > 20, "only {templates} templates were found");
    });
}

fn templates_in(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { templates_in(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|it| it == "html"))
        .collect()
}

#[test]
fn every_page_carries_the_headers_that_keep_it_private() {
    on_stack(async |clinic| {
        for (name, page) in gallery(clinic).await {
            for (header, value) in [
                ("cache-control", "no-store"),
                ("referrer-policy", "no-referrer"),
                ("strict-transport-security", "max-age=63072000; includeSubDomains"),
                ("x-content-type-options", "nosniff"),
                ("content-type", "text/html; charset=utf-8"),
            ] {
                assert_eq!(page.header(header), Some(value), "{name}: {header}");
            }
            let policy = page.header("content-security-policy").unwrap();
            for part in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"] {
                assert!(policy.contains(part), "{name}: {policy}");
            }
            assert!(!policy.contains("unsafe") && !policy.contains('*'), "{name}: {policy}");
            // The one script is a file of ours, and every page works without it.
            let body = page.body.replace("<script src=\"/upload.js\" defer></script>", "");
            for inline in ["<script", "<style", " style=", " onclick=", "javascript:", "src=\"http"]
            {
                assert!(!body.contains(inline), "{name} has {inline}");
            }
        }
    });
}

#[test]
fn every_page_looks_as_it_should() {
    on_stack(async |clinic| {
        for (name, page) in gallery(clinic).await {
            insta::assert_snapshot!(*name, normal(&page.body));
        }
    });
}

/// A page without what differs from run to run: tokens, ids, references, days and signatures.
fn normal(page: &str) -> String {
    let mut page = page.to_owned();
    for (pattern, word) in [
        (
            r#"name="(x-amz-[a-z-]+|policy|key|success_action_redirect)" value="[^"]*""#,
            r#"name="$1" value="[signed]""#,
        ),
        (r#"action="http[^"]*""#, r#"action="[bucket]""#),
        (r"SO-[0-9A-Z]{4}-[0-9A-Z]{4}", "[reference]"),
        (r"(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d{1,2} \w+ \d{4}( at \d\d:\d\d)?", "[day]"),
        (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "[id]"),
        (r"/i/[0-9a-f]{16,}", "/i/[token]"),
        (
            r"/(consent|my-case|my-records|complaint|records|choice|brief|opinion|report|sessions)/[0-9a-f]{8}\b",
            "/$1/[session]",
        ),
        (r"\d+ times", "[n] times"),
    ] {
        page = Regex::new(pattern).unwrap().replace_all(&page, word).into_owned();
    }
    page
}

/// Serves the pages as they were shown, with their own headers, to a browser that has no session.
async fn serve(clinic: &Clinic, pages: &'static Pages) -> String {
    async fn page(State(pages): State<&'static Pages>, Path(name): Path<String>) -> Response {
        let page = &pages[name.as_str()];
        let mut headers = HeaderMap::new();
        let policy = page.header("content-security-policy").unwrap();
        let name = HeaderName::from_static("content-security-policy");
        headers.insert(name, HeaderValue::from_str(policy).unwrap());
        (headers, Html(page.body.clone())).into_response()
    }
    let ours = async |path: &str, kind: &'static str| {
        let file = clinic.send(clinic.request(reqwest::Method::GET, path)).await.unwrap();
        let file: Arc<str> = file.expect(200).unwrap().body.into();
        get(move || async move { ([("content-type", kind)], file.to_string()) })
    };
    let routes = Router::new()
        .route("/style.css", ours("/style.css", "text/css").await)
        .route("/upload.js", ours("/upload.js", "text/javascript").await)
        .route("/pages/{name}", get(page))
        .with_state(pages);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move { axum::serve(listener, routes).await });
    format!("http://{address}/pages")
}

#[test]
fn every_page_passes_axe_on_a_phone_and_on_a_desk() {
    on_stack(async |clinic| {
        let pages = gallery(clinic).await;
        let axe = std::fs::read_to_string(testkit::tools::axe().await.unwrap()).unwrap();
        let address = serve(clinic, pages).await;
        let rules = "const done = arguments[0]; axe.run(document, {runOnly: {type: 'tag', values: \
                     ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}}).then(found => \
                     done({passed: found.passes.length, violations: found.violations.map(it => \
                     it.id + ': ' + it.nodes.map(node => node.html).join(' | '))}));";
        for width in WIDTHS {
            let chrome = Chrome::open(width).await;
            for name in pages.keys() {
                chrome.client.goto(&format!("{address}/{name}")).await.unwrap();
                let fits =
                    "return [innerWidth, document.documentElement.scrollWidth <= innerWidth]";
                assert_eq!(chrome.run(fits).await, json!([width, true]), "{name} scrolls sideways");
                chrome.run(&axe).await;
                let found = chrome.client.execute_async(rules, Vec::new()).await.unwrap();
                assert_eq!(found["violations"], json!([]), "{name} at {width} pixels");
                assert!(found["passed"].as_u64() > Some(5), "{name}: axe looked at nothing");
            }
            chrome.close().await;
        }
    });
}

#[test]
fn every_page_is_walked_by_the_keyboard_in_its_own_order() {
    on_stack(async |clinic| {
        let pages = gallery(clinic).await;
        let address = serve(clinic, pages).await;
        let chrome = Chrome::open(WIDTHS[0]).await;
        // Of radio buttons with one name the first is a stop; arrows reach the others.
        let stops = "window.stops = [...document.querySelectorAll('a[href], button, select, \
                     textarea, input:not([type=hidden])')].filter((it, at, all) => it.type !== \
                     'radio' || all.findIndex(other => other.name === it.name) === at); \
                     return stops.length;";
        let here = "const it = document.activeElement, style = getComputedStyle(it); return \
                    [stops.indexOf(it), style.outlineStyle !== 'none' && style.outlineWidth !== \
                    '0px'];";
        let kind = "return document.activeElement.type";
        for name in pages.keys() {
            chrome.client.goto(&format!("{address}/{name}")).await.unwrap();
            let stops = chrome.run(stops).await.as_u64().unwrap();
            assert!(stops > 0, "{name}");
            for stop in 0..stops {
                chrome.key(Key::Tab).await;
                // Day, month, year and calendar are stops within one field of a date; the browser
                // shows where among them the focus is.
                while stop > 0 && chrome.run(here).await[0] == json!(stop - 1) {
                    assert_eq!(chrome.run(kind).await, "date", "{name} is stuck at {stop}");
                    chrome.key(Key::Tab).await;
                }
                assert_eq!(chrome.run(here).await, json!([stop, true]), "{name}, stop {stop}");
            }
        }
        chrome.close().await;
    });
}
