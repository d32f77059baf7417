//! Every page that a person can be shown: its headers, its looks, and whether everyone can use it.

use crate::chrome::Chrome;
use crate::gallery::{GALLERY, Gallery, Pages};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use fantoccini::key::Key;
use regex::Regex;
use serde_json::json;

/// How each page is looked at: on a small phone by day and by night, and on a desk.
const LOOKS: [(u32, &str); 3] = [(320, "day"), (320, "night"), (1280, "day")];
const PHONE: u32 = 320;
/// How a page asks for our script.
const SCRIPT: &str = r#"<script src="/page\.js\?v=[0-9a-f]{8}" defer></script>"#;

#[test]
fn every_template_of_a_page_is_in_the_gallery() {
    let pages = &GALLERY.pages;
    let words = Regex::new(r">([^<>{}\n]{12,})").unwrap();
    let mut templates = 0;
    for room in ["functions", "shared/web"] {
        for path in templates_in(&crate::root().join(room)) {
            // What is put into a copy for subject access is no page of ours.
            if path.to_string_lossy().contains("/templates/copy/") {
                continue;
            }
            let template = std::fs::read_to_string(&path).unwrap();
            let said = words.captures_iter(&template).map(|found| found[1].to_owned());
            // Its longest words are its own; a template without words is only a part.
            let Some(said) = said.max_by_key(String::len) else { continue };
            let shown = pages.values().any(|page| page.body.contains(&said));
            assert!(shown, "{} is shown nowhere: {said}", path.display());
            templates += 1;
        }
    }
    assert!(templates > 20, "only {templates} templates were found");
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
    let script = Regex::new(SCRIPT).unwrap();
    for (name, page) in &GALLERY.pages {
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
        let has_script = page.body.contains("<script src=\"/page.js?v=");
        assert_eq!(policy.contains("script-src 'self'"), has_script, "{name}: {policy}");
        let body = script.replace(&page.body, "");
        for inline in ["<script", "<style", " style=", " onclick=", "javascript:", "src=\"http"] {
            assert!(!body.contains(inline), "{name} has {inline}");
        }
    }
}

#[test]
fn every_page_looks_as_it_should() {
    for (name, page) in &GALLERY.pages {
        insta::assert_snapshot!(*name, normal(&page.body));
    }
}

/// A page without what differs from run to run: tokens, ids, references, days, ages and signatures.
fn normal(page: &str) -> String {
    let mut page = page.to_owned();
    for (pattern, word) in [
        (
            r#"name="(x-amz-[a-z-]+|policy|key|success_action_redirect)" value="[^"]*""#,
            r#"name="$1" value="[signed]""#,
        ),
        (r#"name="form-token" value="[^"]*""#, r#"name="form-token" value="[token]""#),
        (r#"name="(shown[^"]*)" value="[^"]*""#, r#"name="$1" value="[shown]""#),
        (r#"action="http[^"]*""#, r#"action="[bucket]""#),
        (r"SO-[0-9A-Z]{4}-[0-9A-Z]{4}", "[reference]"),
        (
            r"(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d{1,2} \w+ \d{4}( at (\d{1,2}(:\d\d)?[ap]m|midday))?",
            "[day]",
        ),
        (r"C-[0-9A-F]{6}", "[complaint]"),
        (r"Time: [^.<]*\.", "Time: [time]."),
        (r"<dd>\d0 to \d9</dd>", "<dd>[decade]</dd>"),
        (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "[id]"),
        (r"/i/[0-9a-f]{16,}", "/i/[token]"),
        (
            r"/(consent|my-case|my-records|complaint|records|choice|brief|conflict|opinion|report|sessions)/[0-9a-f]{8}\b",
            "/$1/[session]",
        ),
        // Every page asks for the stylesheet and the script by the version that they have.
        (r"\?v=[0-9a-f]{8}", "?v=[version]"),
        (r#"data-session="[0-9a-f]{8}""#, r#"data-session="[session]""#),
        (r"\d+ times", "[n] times"),
    ] {
        page = Regex::new(pattern).unwrap().replace_all(&page, word).into_owned();
    }
    page
}

/// Serves the pages as they were shown, with their own headers, to a browser that has no session.
async fn serve(gallery: &'static Gallery) -> String {
    async fn page(State(pages): State<&'static Pages>, Path(name): Path<String>) -> Response {
        let page = &pages[name.as_str()];
        let mut headers = HeaderMap::new();
        let policy = page.header("content-security-policy").unwrap();
        let name = HeaderName::from_static("content-security-policy");
        headers.insert(name, HeaderValue::from_str(policy).unwrap());
        (headers, Html(page.body.clone())).into_response()
    }
    let ours = |file: &'static str, kind: &'static str| {
        get(move || async move { ([("content-type", kind)], file) })
    };
    let routes = Router::new()
        .route("/style.css", ours(&gallery.style, "text/css"))
        .route("/page.js", ours(&gallery.script, "text/javascript"))
        .route("/pages/{name}", get(page))
        .with_state(&gallery.pages);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move { axum::serve(listener, routes).await });
    format!("http://{address}/pages")
}

fn in_a_browser(test: impl Future<Output = ()>) {
    tokio::runtime::Runtime::new().unwrap().block_on(test);
}

#[test]
fn every_page_passes_axe_on_a_phone_and_on_a_desk() {
    let gallery = &*GALLERY;
    in_a_browser(async {
        let axe = std::fs::read_to_string(testkit::tools::axe().await.unwrap()).unwrap();
        let address = serve(gallery).await;
        let rules = "const done = arguments[0]; axe.run(document, {runOnly: {type: 'tag', values: \
                     ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}}).then(found => \
                     done({passed: found.passes.length, violations: found.violations.map(it => \
                     it.id + ': ' + it.nodes.map(node => node.html).join(' | '))}));";
        for (width, looks) in LOOKS {
            let chrome = Chrome::open(width).await;
            chrome.looks(looks).await;
            for name in gallery.pages.keys() {
                chrome.client.goto(&format!("{address}/{name}")).await.unwrap();
                let fits =
                    "return [innerWidth, document.documentElement.scrollWidth <= innerWidth]";
                assert_eq!(chrome.run(fits).await, json!([width, true]), "{name} scrolls sideways");
                chrome.run("document.body.style.overflowWrap = 'normal'").await;
                assert_eq!(chrome.run(fits).await, json!([width, true]), "{name} breaks a word");
                chrome.run(&axe).await;
                let found = chrome.client.execute_async(rules, Vec::new()).await.unwrap();
                assert_eq!(found["violations"], json!([]), "{name} at {width} pixels by {looks}");
                assert!(found["passed"].as_u64() > Some(5), "{name}: axe looked at nothing");
            }
            chrome.close().await;
        }
    });
}

#[test]
fn every_page_is_walked_by_the_keyboard_in_its_own_order() {
    let gallery = &*GALLERY;
    in_a_browser(async {
        let address = serve(gallery).await;
        let chrome = Chrome::open(PHONE).await;
        // Of radio buttons with one name the chosen one is a stop, or the first; arrows reach the others.
        let stops = "const group = it => [...it.form.elements].filter(other => other.type === \
                     'radio' && other.name === it.name); window.stops = \
                     [...document.querySelectorAll('a[href], button, select, textarea, summary, \
                     input:not([type=hidden])')].filter(it => it.matches('summary') || \
                     !it.closest('details:not([open])')).filter(it => it.type !== 'radio' || it === \
                     (group(it).find(other => other.checked) || group(it)[0])); \
                     return stops.length;";
        let here = "const it = document.activeElement, style = getComputedStyle(it); return \
                    [stops.indexOf(it), style.outlineStyle !== 'none' && style.outlineWidth !== \
                    '0px'];";
        let errors = "return [Math.max(0, stops.findIndex(it => it.closest('.errors'))), \
                      document.activeElement.matches('.errors')]";
        let kind = "return document.activeElement.type";
        for name in gallery.pages.keys() {
            chrome.client.goto(&format!("{address}/{name}")).await.unwrap();
            let stops = chrome.run(stops).await.as_u64().unwrap();
            assert!(stops > 0, "{name}");
            // What was wrong with a form takes the focus, and the way goes on from there.
            let first = chrome.run(errors).await;
            let has_errors = GALLERY.pages[name].body.contains("class=\"errors\"");
            assert_eq!(first[1], json!(has_errors), "{name} begins elsewhere");
            for stop in first[0].as_u64().unwrap()..stops {
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

/// Pictures of every page, to be looked at: on a phone and on a desk, by day, by night and as printed. Run it
/// with `-- --ignored pictures`; they are in `pictures` below the target folder.
#[test]
#[ignore = "it shows pages to a person, and judges nothing"]
fn pictures_of_every_page() {
    let gallery = &*GALLERY;
    let folder = testkit::target().join("pictures");
    std::fs::create_dir_all(&folder).unwrap();
    in_a_browser(async {
        let address = serve(gallery).await;
        for (width, looks) in [(320, "day"), (320, "night"), (320, "print"), (1280, "day")] {
            let chrome = Chrome::open(width).await;
            chrome.looks(looks).await;
            for name in gallery.pages.keys() {
                chrome.client.goto(&format!("{address}/{name}")).await.unwrap();
                let file = folder.join(format!("{name}-{width}-{looks}.png"));
                std::fs::write(file, chrome.whole_page().await).unwrap();
            }
            chrome.close().await;
        }
    });
}
