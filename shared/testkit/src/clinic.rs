//! The Clinic: a driver that speaks the domain, and does everything through the routes, links and
//! codes that people use.

use crate::demo::{Credentials, Demo};
use crate::local_aws::LocalAws;
use crate::mailbox::{self, Mail};
use crate::{SetupError, Stack};
use reqwest::{Method, StatusCode};
use serde_json::Value;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// A stack with demo data, and a way to speak with it.
#[derive(Debug)]
pub struct Clinic {
    pub stack: Stack,
    pub demo: Demo,
    pub slots: usize,
    credentials: Credentials,
    http: reqwest::Client,
    tokens: Mutex<HashMap<String, String>>,
    timings: Mutex<Vec<Duration>>,
    urls: Mutex<Vec<String>>,
    /// Every page shown since the recording began, if one is on.
    recording: Mutex<Option<Vec<Answer>>>,
}

/// An answer, read whole.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The title of a page of ours.
    pub fn title(&self) -> Option<&str> {
        let (_, rest) = self.body.split_once("<title>")?;
        rest.split_once(" - Second Opinion</title>").map(|(title, _)| title)
    }

    /// The value of a hidden field of the page, by its name.
    pub fn hidden(&self, name: &str) -> Option<String> {
        let page = scraper::Html::parse_document(&self.body);
        let selector = format!("input[type='hidden'][name='{name}']");
        let selector = scraper::Selector::parse(&selector).ok()?;
        page.select(&selector).next()?.value().attr("value").map(str::to_owned)
    }

    /// The stable code of a problem.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// Insists on a status; anything else is told with its body.
    pub fn expect(self, status: u16) -> Result<Self, SetupError> {
        if self.status == status {
            return Ok(self);
        }
        Err(SetupError::new(format!("expected {status}, got {}: {}", self.status, self.body)))
    }
}

impl Clinic {
    pub async fn open(stack: Stack) -> Result<Self, SetupError> {
        let loaded = Demo::read()?.load(&stack).await?;
        let local = SocketAddr::from(([127, 0, 0, 1], stack.aws.port));
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .resolve(crate::stack::DOMAIN, local)
            .build()?;
        Ok(Self {
            stack,
            demo: loaded.demo,
            slots: loaded.slots,
            credentials: loaded.credentials,
            http,
            tokens: Mutex::default(),
            timings: Mutex::default(),
            urls: Mutex::default(),
            recording: Mutex::default(),
        })
    }

    /// A token of a client or a member of staff, by their id in the demo data.
    pub async fn token(&self, who: &str) -> Result<String, SetupError> {
        if let Some(token) = self.tokens.lock().ok().and_then(|it| it.get(who).cloned()) {
            return Ok(token);
        }
        let token = fetch_token(&self.stack.aws, &self.credentials, who).await?;
        if let Ok(mut tokens) = self.tokens.lock() {
            tokens.insert(who.to_owned(), token.clone());
        }
        Ok(token)
    }

    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// How many requests were made, and how long the slowest took.
    pub fn requests(&self) -> (usize, Duration) {
        let timings = self.timings.lock().map(|it| it.clone()).unwrap_or_default();
        (timings.len(), timings.into_iter().max().unwrap_or_default())
    }

    /// Gets from the API as someone.
    pub async fn get(&self, who: &str, path: &str) -> Result<Answer, SetupError> {
        let token = self.token(who).await?;
        self.send(self.request(Method::GET, path).bearer_auth(token)).await
    }

    /// Posts to the API as someone, with an idempotency key of its own.
    pub async fn post(&self, who: &str, path: &str, body: &Value) -> Result<Answer, SetupError> {
        self.post_with_key(who, path, body, &runtime::random_id()).await
    }

    pub async fn post_with_key(
        &self,
        who: &str,
        path: &str,
        body: &Value,
        key: &str,
    ) -> Result<Answer, SetupError> {
        let token = self.token(who).await?;
        let request = self.request(Method::POST, path).bearer_auth(token);
        self.send(request.header("idempotency-key", key).json(body)).await
    }

    /// A request to any path, to send as it pleases the caller.
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, format!("{}{path}", self.stack.base_url))
    }

    pub async fn send(&self, request: reqwest::RequestBuilder) -> Result<Answer, SetupError> {
        let began = Instant::now();
        let answer = request.send().await?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        self.remember(answer.url().as_str());
        headers.get("location").and_then(|it| it.to_str().ok()).inspect(|url| self.remember(url));
        let body = answer.text().await?;
        if let Ok(mut timings) = self.timings.lock() {
            timings.push(began.elapsed());
        }
        let answer = Answer { status, headers, body };
        if let Ok(mut recording) = self.recording.lock()
            && answer.title().is_some()
        {
            recording.iter_mut().for_each(|pages| pages.push(answer.clone()));
        }
        Ok(answer)
    }

    /// Begins to keep every page that is shown.
    pub fn record(&self) {
        if let Ok(mut recording) = self.recording.lock() {
            *recording = Some(Vec::new());
        }
    }

    /// Ends the recording, and gives what was shown in order.
    pub fn recorded(&self) -> Vec<Answer> {
        self.recording.lock().ok().and_then(|mut it| it.take()).unwrap_or_default()
    }

    fn remember(&self, url: &str) {
        if let Ok(mut urls) = self.urls.lock() {
            urls.push(url.to_owned());
        }
    }

    /// Every address that was asked or led to so far.
    pub fn urls(&self) -> Vec<String> {
        self.urls.lock().map(|urls| urls.clone()).unwrap_or_default()
    }

    /// The first mail with that subject to that address after the mark, once it has come.
    pub async fn mail(&self, to: &str, subject: &str, mark: usize) -> Result<Mail, SetupError> {
        mailbox::wait_for(&self.stack.aws, to, subject, mark).await
    }

    /// Sends a file by the signed form that a route of the API answered with.
    pub async fn send_file(&self, form: &Value, bytes: Vec<u8>) -> Result<(), SetupError> {
        let mut parts = reqwest::multipart::Form::new();
        for (name, value) in form["fields"].as_object().into_iter().flatten() {
            parts = parts.text(name.clone(), value.as_str().unwrap_or_default().to_owned());
        }
        let file = reqwest::multipart::Part::bytes(bytes).file_name("file");
        let action = form["action"].as_str().unwrap_or_default();
        let sent = self.http.post(action).multipart(parts.part("file", file)).send().await?;
        if sent.status().is_success() {
            return Ok(());
        }
        Err(SetupError::new(format!("the bucket refused the file: {}", sent.status())))
    }

    /// A link without the address of the stack.
    pub fn path(&self, link: &str) -> String {
        link.strip_prefix(&self.stack.base_url).unwrap_or(link).to_owned()
    }

    /// Someone with a browser of their own, at a path.
    pub fn visitor(&self, at: &str) -> Visitor<'_> {
        Visitor { clinic: self, cookies: HashMap::new(), at: at.to_owned() }
    }

    /// Follows a mailed link: asks for a code, reads it from the mailbox, types it.
    pub async fn follow(&self, link: &str, address: &str) -> Result<Visitor<'_>, SetupError> {
        let path = self.path(link);
        let mut visitor = self.visitor(&path);
        visitor.get(&path).await?.expect(200)?;
        let code = visitor.ask_for_code(&path, address).await?;
        let opened =
            visitor.post(&format!("{path}/session"), &[("code", &code)]).await?.expect(303)?;
        visitor.at = opened.header("location").unwrap_or_default().to_owned();
        Ok(visitor)
    }
}

/// Asks the user pool for a token by client credentials.
pub async fn fetch_token(
    aws: &LocalAws,
    credentials: &Credentials,
    who: &str,
) -> Result<String, SetupError> {
    let nobody = || SetupError::new(format!("nobody is called {who}"));
    let (id, secret) = credentials.get(who).ok_or_else(nobody)?;
    let url = format!("{}/oauth2/token", aws.endpoint());
    let form = [("grant_type", "client_credentials")];
    let request = reqwest::Client::new().post(url).basic_auth(id, Some(secret)).form(&form);
    let answer: Value = request.send().await?.json().await?;
    let token = answer["access_token"].as_str();
    token.map(str::to_owned).ok_or_else(|| SetupError::new(format!("no token for {who}")))
}

/// Someone in a browser: a person at a page, with cookies.
#[derive(Debug, Clone)]
pub struct Visitor<'a> {
    clinic: &'a Clinic,
    pub cookies: HashMap<String, String>,
    /// The path of the page that the session opened.
    pub at: String,
}

impl Visitor<'_> {
    pub async fn get(&mut self, path: &str) -> Result<Answer, SetupError> {
        let request = self.clinic.request(Method::GET, path);
        self.send(request).await
    }

    /// The member's own page of the session.
    pub fn my_case(&self) -> String {
        format!("/my-case/{}", self.selector())
    }

    /// Posts a form of our own pages. Fields may stand more than once.
    pub async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Result<Answer, SetupError> {
        let request = self.clinic.request(Method::POST, path).form(form);
        let origin = self.clinic.stack.base_url.clone();
        self.send(request.header("origin", origin).header("sec-fetch-site", "same-origin")).await
    }

    /// Posts a form that must lead on to another page, and opens that.
    pub async fn submit(
        &mut self,
        path: &str,
        form: &[(&str, &str)],
    ) -> Result<Answer, SetupError> {
        let answer = self.post(path, form).await?.expect(303)?;
        let next = answer.header("location").unwrap_or_default().to_owned();
        self.get(&next).await?.expect(200)
    }

    /// The name of the session in paths.
    pub fn selector(&self) -> &str {
        self.at.rsplit('/').next().unwrap_or_default()
    }

    /// Asks for a code on the page of a link, and reads it from the mailbox.
    pub async fn ask_for_code(&mut self, link: &str, address: &str) -> Result<String, SetupError> {
        let mark = mailbox::count(&self.clinic.stack.aws).await?;
        self.post(&format!("{link}/code"), &[]).await?.expect(200)?;
        let mail = self.clinic.mail(address, "Your code", mark).await?;
        mail.code().map(str::to_owned).ok_or_else(|| SetupError::new("the mail has no code"))
    }

    async fn send(&mut self, request: reqwest::RequestBuilder) -> Result<Answer, SetupError> {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request.header("accept", "text/html").header("cookie", cookies.join("; "));
        let answer = self.clinic.send(request).await?;
        for cookie in answer.headers.get_all("set-cookie") {
            let Some((name, rest)) = cookie.to_str().ok().and_then(|it| it.split_once('=')) else {
                continue;
            };
            let value = rest.split(';').next().unwrap_or_default();
            if rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Ok(answer)
    }

    /// Sends a file by the signed form on a page, as a browser would.
    pub async fn upload(
        &self,
        page: &Answer,
        file_name: &str,
        bytes: Vec<u8>,
    ) -> Result<StatusCode, SetupError> {
        let (action, fields) = upload_form(&page.body)?;
        let mut form = reqwest::multipart::Form::new();
        for (name, value) in fields {
            form = form.text(name, value);
        }
        let part = reqwest::multipart::Part::bytes(bytes).file_name(file_name.to_owned());
        let answer =
            self.clinic.http.post(action).multipart(form.part("file", part)).send().await?;
        Ok(answer.status())
    }
}

/// The address and the hidden fields of the form that has a file in it.
fn upload_form(html: &str) -> Result<(String, Vec<(String, String)>), SetupError> {
    let page = scraper::Html::parse_document(html);
    let select = |selector: &str| {
        scraper::Selector::parse(selector).map_err(|error| SetupError::new(error.to_string()))
    };
    let form = page.select(&select("form[enctype='multipart/form-data']")?).next();
    let form = form.ok_or_else(|| SetupError::new("the page has no upload form"))?;
    let attribute = |element: scraper::ElementRef<'_>, name: &str| {
        element.value().attr(name).unwrap_or_default().to_owned()
    };
    let inputs = select("input[type='hidden']")?;
    let hidden = form.select(&inputs);
    let fields =
        hidden.map(|input| (attribute(input, "name"), attribute(input, "value"))).collect();
    Ok((attribute(form, "action"), fields))
}
