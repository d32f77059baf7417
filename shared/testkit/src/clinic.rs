//! The Clinic: a driver that speaks the domain, and does everything through the routes, links and
//! codes that people use.

mod answer;
mod tokens;
mod visitor;

pub use answer::Answer;
pub use tokens::{Token, fetch_token};
pub use visitor::Visitor;

use crate::demo::{Credentials, Demo};
use crate::mailbox::{self, Mail};
use crate::{SetupError, Stack, contract, opening};
use domain::calendar::london;
use reqwest::Method;
use serde::Serialize;
use serde_json::Value;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokens::Tokens;

/// A stack with demo data, and a way to speak with it.
#[derive(Debug)]
pub struct Clinic {
    pub stack: Stack,
    pub demo: Demo,
    pub slots: usize,
    credentials: Mutex<Credentials>,
    http: reqwest::Client,
    tokens: Tokens,
    timings: Mutex<Vec<Duration>>,
    urls: Mutex<Vec<String>>,
    /// Every page shown since the recording began, if one is on.
    recording: Mutex<Option<Vec<Answer>>>,
}

impl Clinic {
    pub async fn open(stack: Stack) -> Result<Self, SetupError> {
        let today = london(stack.clock.now()).date();
        let demo = Demo::read(today)?;
        let local = SocketAddr::from(([127, 0, 0, 1], stack.aws.port));
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .resolve(crate::stack::DOMAIN, local)
            .build()?;
        let opened = opening::open(&stack, &http, &demo).await?;
        Ok(Self {
            stack,
            demo,
            slots: opened.slots,
            credentials: Mutex::new(opened.credentials),
            http,
            tokens: Tokens::default(),
            timings: Mutex::default(),
            urls: Mutex::default(),
            recording: Mutex::default(),
        })
    }

    /// The client that knows where the stack answers. It follows no redirect.
    pub fn client(&self) -> reqwest::Client {
        self.http.clone()
    }

    /// A token of a client or a member of staff, by their id in the demo data.
    pub async fn token(&self, who: &str) -> Result<String, SetupError> {
        if let Some(token) = self.tokens.get(who, Instant::now()) {
            return Ok(token);
        }
        // Counted from before the request, so that a slow answer never makes a token look newer.
        let asked = Instant::now();
        let token = fetch_token(&self.stack.aws, &self.credentials(), who).await?;
        self.tokens.keep(who, token.clone(), asked);
        Ok(token.secret)
    }

    pub fn credentials(&self) -> Credentials {
        self.credentials.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// An application client of its own for somebody who joins; answers with the subject of its tokens.
    pub async fn app_client(&self, who: &str, scope: &str) -> Result<String, SetupError> {
        let (id, secret) = opening::app_client(&self.stack, who, scope).await?;
        let mut credentials = self.credentials.lock().unwrap_or_else(PoisonError::into_inner);
        credentials.insert(who.to_owned(), (id.clone(), secret));
        Ok(id)
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
    pub async fn post(
        &self,
        who: &str,
        path: &str,
        body: &impl Serialize,
    ) -> Result<Answer, SetupError> {
        self.post_with_key(who, path, body, &runtime::random_id()).await
    }

    pub async fn post_with_key(
        &self,
        who: &str,
        path: &str,
        body: &impl Serialize,
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
        let request = request.build()?;
        let (method, path) = (request.method().clone(), request.url().path().to_owned());
        let began = Instant::now();
        let answer = self.http.execute(request).await?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        self.remember(answer.url().as_str());
        headers.get("location").and_then(|it| it.to_str().ok()).inspect(|url| self.remember(url));
        let body = answer.text().await?;
        if let Ok(mut timings) = self.timings.lock() {
            timings.push(began.elapsed());
        }
        let answer = Answer { status, headers, body };
        let kind = answer.header("content-type").unwrap_or_default();
        let judged =
            contract::published()?.judge(method.as_str(), &path, status, kind, &answer.body);
        judged.map_err(SetupError::new)?;
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
