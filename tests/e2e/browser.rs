//! The member's way in a real browser at the width of a small phone, by the keyboard alone.

use crate::chrome::Chrome;
use crate::house::{of_tern, on_stack};
use fantoccini::Locator;
use jiff::ToSpan;
use testkit::journey::{DOCTOR_EMAIL, INTRODUCTION};
use testkit::{Clinic, mailbox};

const NOTHING_TICKED: [&str; 6] = [
    "scope-collect",
    "scope-show",
    "scope-report-to-doctors",
    "scope-report-to-gp",
    "delay",
    "signatory-member",
];

/// From a link to the page behind it.
pub async fn enter(clinic: &Clinic, chrome: &Chrome, link: &str, address: &str) {
    chrome.client.goto(link).await.unwrap();
    chrome.heading("Your private page").await;
    let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
    chrome.press("Send me the code").await;
    chrome.heading("Type your code").await;
    let mail = clinic.mail(address, "Your code", mark).await.unwrap();
    chrome.write("code", mail.code().unwrap()).await;
    chrome.press("Open my page").await;
}

#[test]
fn a_member_consents_and_withdraws_with_a_keyboard_alone() {
    on_stack(async |clinic| {
        let chrome = Chrome::open(320).await;
        in_and_out(clinic, chrome, "browser.member@home.example", true).await;
    });
}

#[test]
fn a_member_consents_and_withdraws_without_a_script() {
    on_stack(async |clinic| {
        let chrome = Chrome::open(320).await;
        chrome.without_scripts().await;
        in_and_out(clinic, chrome, "no.script@home.example", false).await;
    });
}

/// Fills the form in wrongly first, then rightly, signs, and takes it back.
async fn in_and_out(clinic: &'static Clinic, chrome: Chrome, address: &str, scripts: bool) {
    let mut journey = of_tern(clinic, address);
    journey.refer().await.unwrap();
    journey.introduce().await.unwrap();
    let mail = clinic.mail(address, INTRODUCTION, 0).await.unwrap();

    enter(clinic, &chrome, mail.link().unwrap(), address).await;
    chrome.heading("Would you like a second opinion?").await;
    // A script hides what no tick lets anybody see yet; without one everything that could be is said.
    let hidden = "return document.querySelectorAll('[data-scope][hidden]').length > 0";
    assert_eq!(chrome.run(hidden).await, scripts);
    // Nothing is ticked before the member ticks it.
    for id in NOTHING_TICKED {
        let ticked = chrome.client.find(Locator::Id(id)).await.unwrap().is_selected().await;
        assert!(!ticked.unwrap(), "{id}");
    }
    chrome.write("name", "Maria Plantsworth").await;
    chrome.press("Check my answers").await;
    chrome.heading("Would you like a second opinion?").await;
    assert!(chrome.client.source().await.unwrap().contains("There is a problem"));
    chrome.press("Choose who signs.").await;
    let name = chrome.client.find(Locator::Id("name")).await.unwrap();
    assert_eq!(name.prop("value").await.unwrap().as_deref(), Some("Maria Plantsworth"));
    for id in ["signatory-member", "scope-collect", "scope-show", "delay"] {
        chrome.tick(id).await;
    }
    chrome.press("Check my answers").await;
    chrome.heading("Check your answers").await;
    chrome.press("Sign and send").await;
    chrome.heading("Your case").await;
    assert_eq!(journey.client_sees().await.unwrap(), "in-progress");

    chrome.press("Take your consent back").await;
    chrome.heading("Take your consent back?").await;
    chrome.press("Take my consent back").await;
    chrome.heading("We have stopped").await;
    journey.after_the_month().unwrap();
    assert_eq!(journey.client_sees().await.unwrap(), "closed");
    chrome.close().await;
}

#[test]
fn a_page_warns_before_its_session_is_over_and_a_button_keeps_it() {
    on_stack(async |clinic| {
        let address = "reads.slowly@home.example";
        let mut journey = of_tern(clinic, address);
        journey.refer().await.unwrap();
        journey.introduce().await.unwrap();
        let mail = clinic.mail(address, INTRODUCTION, 0).await.unwrap();
        let chrome = Chrome::open(320).await;
        enter(clinic, &chrome, mail.link().unwrap(), address).await;
        chrome.heading("Would you like a second opinion?").await;
        let warned = "const box = document.querySelector('.stay'); return box ? box.innerText : ''";
        assert_eq!(chrome.run(warned).await, "");
        // The browser's own clock goes on; the page looks at it as soon as somebody comes back to it.
        let later = async |minutes: u32| {
            let script = format!(
                "const now = Date.now.bind(Date); Date.now = () => now() + {minutes} * 60000; \
                 document.dispatchEvent(new Event('visibilitychange'))"
            );
            chrome.run(&script).await;
            chrome.run(warned).await.as_str().unwrap().to_owned()
        };
        assert_eq!(later(24).await, "");
        assert!(later(2).await.contains("Are you still there?"));
        chrome.press("Stay signed in").await;
        let said = async |words: &str| {
            for _ in 0..50 {
                let said = chrome.run(warned).await;
                if said == words || (!words.is_empty() && said.as_str().unwrap().contains(words)) {
                    return;
                }
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            }
            panic!("the page does not say {words}");
        };
        said("").await;
        // Two hours after it was opened nothing keeps it.
        let opened = "const name = document.querySelector('main').dataset.session; \
                      sessionStorage.setItem(name, sessionStorage.getItem(name) - 116 * 60000); \
                      location.reload()";
        chrome.run(opened).await;
        chrome.heading("Would you like a second opinion?").await;
        assert!(later(0).await.contains("nobody stays signed in longer"));
        let button = "return getComputedStyle(document.querySelector('.stay button')).display";
        assert_eq!(chrome.run(button).await, "none");
        // At its end the page asks the service: another page of the session may have kept it.
        later(10).await;
        said("").await;
        let over = clinic.stack.clock.now().checked_add(31.minutes()).unwrap();
        journey.move_to(over).unwrap();
        later(31).await;
        said("You have been signed out").await;
        chrome.close().await;
    });
}

#[test]
fn a_doctor_sends_several_files_at_once_and_sees_what_became_of_each() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "many.at.once@home.example");
        journey.to_records_asked().await.unwrap();
        let asked = "A request about one of your patients";
        let mail = clinic.mail(DOCTOR_EMAIL, asked, journey.mark()).await.unwrap();
        let folder = testkit::target().join("local/many");
        std::fs::create_dir_all(&folder).unwrap();
        let files = [
            ("one.txt", b"Page one".to_vec()),
            ("two.txt", b"Page two".to_vec()),
            ("none.txt", Vec::new()),
        ];
        let paths = files.map(|(name, bytes)| {
            let path = folder.join(name);
            std::fs::write(&path, bytes).unwrap();
            path.display().to_string()
        });

        let chrome = Chrome::open(320).await;
        enter(clinic, &chrome, mail.link().unwrap(), DOCTOR_EMAIL).await;
        chrome.heading("A second opinion for your patient").await;
        chrome.press("Description of the condition").await;
        chrome.heading("Description of the condition").await;
        let input = chrome.client.find(Locator::Css("input[type=file]")).await.unwrap();
        input.send_keys(&paths.join("\n")).await.unwrap();
        let again = "//a[normalize-space()='Show what has arrived']";
        chrome.client.wait().for_element(Locator::XPath(again)).await.unwrap();
        let told = chrome.run("return document.querySelector('ul[role=status]').innerText").await;
        let told = told.as_str().unwrap();
        for line in ["one.txt: sent", "two.txt: sent", "none.txt: not sent"] {
            assert!(told.contains(line), "{line}: {told}");
        }
        journey.until_logged("records-document-clean").await.unwrap();
        let began = std::time::Instant::now();
        loop {
            chrome.client.refresh().await.unwrap();
            let page = chrome.client.source().await.unwrap();
            if page.matches(">received<").count() == 2 {
                break;
            }
            assert!(began.elapsed() < std::time::Duration::from_secs(30), "{page}");
        }
        chrome.close().await;
    });
}
