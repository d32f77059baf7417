//! The member's way in a real browser at the width of a small phone, by the keyboard alone.

use crate::chrome::Chrome;
use crate::house::{of_tern, on_stack, walked};
use fantoccini::Locator;
use testkit::{Clinic, mailbox};

/// From a link to the page behind it.
async fn enter(clinic: &Clinic, chrome: &Chrome, link: &str, address: &str) {
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
        walked(clinic).await;
        let address = "browser.member@home.example";
        let mut journey = of_tern(clinic, address);
        journey.refer().await.unwrap();
        journey.introduce().await.unwrap();
        let mail = clinic.mail(address, "An appointment with our nurse team", 0).await.unwrap();

        let chrome = Chrome::open(320).await;
        enter(clinic, &chrome, mail.link().unwrap(), address).await;
        chrome.heading("Would you like a second opinion?").await;
        // Nothing is ticked before the member ticks it.
        for id in ["collect", "show", "report-to-doctors", "report-to-gp", "delay", "member"] {
            let ticked = chrome.client.find(Locator::Id(id)).await.unwrap().is_selected().await;
            assert!(!ticked.unwrap(), "{id}");
        }
        for id in ["collect", "show", "delay", "member"] {
            chrome.tick(id).await;
        }
        chrome.write("name", "Maria Plantsworth").await;
        chrome.press("Sign and send").await;
        chrome.heading("My case").await;
        assert_eq!(journey.client_sees().await.unwrap(), "in-progress");

        chrome.press("Take my consent back").await;
        chrome.heading("Take your consent back?").await;
        chrome.press("Take my consent back").await;
        chrome.heading("We have stopped").await;
        assert_eq!(journey.client_sees().await.unwrap(), "closed");
        chrome.close().await;
    });
}
