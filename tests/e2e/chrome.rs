//! A real browser, headless, used by its keys alone.

use base64::Engine;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::{Method, Url};
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::str::FromStr;
use std::time::Duration;
use testkit::group::Group;
use testkit::local_aws::LocalAws;

const MISSING: &str = "Chromium and its driver are needed for this test. \
                       On Debian: apt install chromium chromium-driver";
/// Stops on one page, at most.
const STOPS_MAX: usize = 80;

/// A headless browser with its driver, both stopped when dropped.
pub struct Chrome {
    pub client: Client,
    _driver: Group,
    _profile: Profile,
}

/// A browser's folder, removed when dropped.
struct Profile(std::path::PathBuf);

/// A command of the browser's own protocol, which its driver hands on.
#[derive(Debug)]
struct DevTools {
    command: String,
    parameters: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, <Url as FromStr>::Err> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = json!({"cmd": self.command, "params": self.parameters});
        (Method::POST, Some(body.to_string()))
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn installed(program: &str) -> bool {
    let version = std::process::Command::new(program).arg("--version").output();
    version.is_ok_and(|it| it.status.success())
}

impl Chrome {
    /// A browser whose page is that many pixels wide.
    pub async fn open(width: u32) -> Self {
        let port = LocalAws::free_port().unwrap();
        assert!(installed("chromedriver") && installed("chromium"), "{MISSING}");
        let profile = testkit::target().join("local").join(format!("browser-{port}"));
        std::fs::create_dir_all(&profile).unwrap();
        let log = std::fs::File::create(profile.join("driver.log")).unwrap();
        let arguments = [format!("--port={port}")];
        let driver = Group::start(OsStr::new("chromedriver"), &arguments, &[], &log).unwrap();
        let wanted = wanted(width, &profile);
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

    pub async fn close(self) {
        self.client.clone().close().await.unwrap();
    }

    pub async fn heading(&self, text: &str) {
        let heading = format!("//h1[normalize-space()='{text}']");
        let found = self.client.wait().for_element(Locator::XPath(&heading)).await;
        assert!(found.is_ok(), "{text} is not shown at {:?}", self.client.current_url().await);
    }

    pub async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    /// What has the focus: the text of a button or link, or the id of a field.
    async fn focused(&self) -> String {
        let script = "const it = document.activeElement; \
                      return it.id || it.textContent.trim();";
        self.run(script).await.as_str().unwrap_or_default().to_owned()
    }

    pub async fn key(&self, key: Key) {
        let value: char = key.into();
        let press = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value });
        self.client.perform_actions(press).await.unwrap();
    }

    /// Goes on by Tab until that button, link or field has the focus.
    pub async fn tab_to(&self, wanted: &str) {
        for _ in 0..STOPS_MAX {
            if self.focused().await == wanted {
                return;
            }
            self.key(Key::Tab).await;
        }
        panic!("{wanted} cannot be reached by the keyboard");
    }

    pub async fn press(&self, button: &str) {
        self.tab_to(button).await;
        self.key(Key::Enter).await;
    }

    pub async fn tick(&self, id: &str) {
        self.tab_to(id).await;
        self.key(Key::Space).await;
    }

    /// Shows pages as by `day`, by `night` or in `print`.
    pub async fn looks(&self, looks: &str) {
        let scheme = if looks == "night" { "dark" } else { "light" };
        let media = if looks == "print" { "print" } else { "screen" };
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.devtools("Emulation.setEmulatedMedia", json!({"media": media, "features": features}))
            .await;
    }

    /// From now on no script of a page runs.
    pub async fn without_scripts(&self) {
        self.devtools("Emulation.setScriptExecutionDisabled", json!({"value": true})).await;
    }

    /// A picture of a page from its top to its end, as a PNG.
    pub async fn whole_page(&self) -> Vec<u8> {
        let asked = json!({"format": "png", "captureBeyondViewport": true});
        let picture = self.devtools("Page.captureScreenshot", asked).await;
        let picture = picture["data"].as_str().unwrap();
        base64::engine::general_purpose::STANDARD.decode(picture).unwrap()
    }

    async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let command = DevTools { command: command.to_owned(), parameters };
        self.client.issue_cmd(command).await.unwrap()
    }

    pub async fn write(&self, id: &str, text: &str) {
        self.tab_to(id).await;
        self.client.active_element().await.unwrap().send_keys(text).await.unwrap();
    }
}

fn wanted(width: u32, profile: &std::path::Path) -> serde_json::Map<String, Value> {
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
    ];
    let mut arguments: Vec<String> = arguments.iter().map(|it| (*it).to_owned()).collect();
    arguments.push(format!("--user-data-dir={}", profile.display()));
    // The emulated screen is exactly so wide; a window has a least width of its own.
    let screen =
        json!({"width": width, "height": 800, "pixelRatio": 1.0, "mobile": false, "touch": false});
    let options = json!({"args": arguments, "mobileEmulation": {"deviceMetrics": screen}});
    let wanted = json!({"goog:chromeOptions": options});
    wanted.as_object().unwrap().clone()
}
