//! The consent leg in a real browser, by the links and buttons that a member sees.

use crate::house::{of_tern, on_stack, walked};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use std::ffi::OsStr;
use std::time::Duration;
use testkit::Clinic;
use testkit::group::Group;

const MISSING: &str = "Chromium and its driver are needed for this test. \
                       On Debian: apt install chromium chromium-driver";

/// A headless browser with its driver, both stopped when dropped.
struct Browser {
    client: Client,
    _driver: Group,
    _profile: Profile,
}

/// A browser's folder, removed when dropped.
struct Profile(std::path::PathBuf);

impl Drop for Profile {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn installed(program: &str) -> bool {
    let version = std::process::Command::new(program).arg("--version").output();
    version.is_ok_and(|it| it.status.success())
}

impl Browser {
    async fn open() -> Self {
        let free = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        assert!(installed("chromedriver") && installed("chromium"), "{MISSING}");
        let log = std::fs::File::create(testkit::target().join("local/browser.log")).unwrap();
        let arguments = [format!("--port={port}")];
        let driver = Group::start(OsStr::new("chromedriver"), &arguments, &[], &log).unwrap();
        let profile = testkit::target().join("local").join(format!("browser-{port}"));
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--window-size=360,800",
        ];
        let mut arguments: Vec<String> = arguments.iter().map(|it| (*it).to_owned()).collect();
        arguments.push(format!("--user-data-dir={}", profile.display()));
        let wanted = json!({"goog:chromeOptions": {"args": arguments}});
        let wanted = wanted.as_object().unwrap().clone();
        let url = format!("http://127.0.0.1:{port}");
        for _ in 0..100 {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            if let Ok(client) = builder.capabilities(wanted.clone()).connect(&url).await {
                return Self { client, _driver: driver, _profile: Profile(profile) };
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{MISSING}");
    }

    async fn click(&self, text: &str) {
        let button = format!("//button[normalize-space()='{text}']");
        let found = self.client.wait().for_element(Locator::XPath(&button)).await;
        found.unwrap().click().await.unwrap();
    }

    async fn tick(&self, id: &str) {
        self.client.find(Locator::Id(id)).await.unwrap().click().await.unwrap();
    }

    async fn heading(&self, text: &str) {
        let heading = format!("//h1[normalize-space()='{text}']");
        let found = self.client.wait().for_element(Locator::XPath(&heading)).await;
        assert!(found.is_ok(), "{text} is not shown at {:?}", self.client.current_url().await);
    }
}

async fn code(clinic: &Clinic, address: &str, mark: usize) -> String {
    let mail = clinic.mail(address, "Your code", mark).await.unwrap();
    mail.code().unwrap().to_owned()
}

#[test]
fn a_member_consents_in_a_browser() {
    on_stack(async |clinic| {
        walked(clinic).await;
        let address = "browser.member@home.example";
        let mut journey = of_tern(clinic, address);
        journey.refer().await.unwrap();
        journey.introduce().await.unwrap();
        let mail = clinic.mail(address, "An appointment with our nurse team", 0).await.unwrap();

        let browser = Browser::open().await;
        browser.client.goto(mail.link().unwrap()).await.unwrap();
        browser.heading("Your private page").await;
        let mark = testkit::mailbox::count(&clinic.stack.aws).await.unwrap();
        browser.click("Send me the code").await;
        browser.heading("Type your code").await;
        let code = code(clinic, address, mark).await;
        let field = browser.client.find(Locator::Id("code")).await.unwrap();
        field.send_keys(&code).await.unwrap();
        browser.click("Open my page").await;

        browser.heading("Would you like a second opinion?").await;
        // Nothing is ticked before the member ticks it.
        for id in ["collect", "show", "report-to-doctors", "report-to-gp", "delay", "member"] {
            let ticked = browser.client.find(Locator::Id(id)).await.unwrap().is_selected().await;
            assert!(!ticked.unwrap(), "{id}");
        }
        for id in ["collect", "show", "delay", "member"] {
            browser.tick(id).await;
        }
        let name = browser.client.find(Locator::Id("name")).await.unwrap();
        name.send_keys("Maria Plantsworth").await.unwrap();
        browser.click("Sign and send").await;
        browser.heading("My case").await;
        browser.client.clone().close().await.unwrap();
        assert_eq!(journey.client_sees().await.unwrap(), "in-progress");
    });
}
