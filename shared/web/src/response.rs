//! An answer, with the headers that every answer carries.

use crate::Brand;
use crate::page::Page;
use lambda_http::Body;
use lambda_http::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderName,
    LOCATION, SET_COOKIE,
};
use lambda_http::http::{HeaderValue, StatusCode};
use serde::Serialize;

/// Set on every answer: private pages are kept nowhere, framed nowhere, and load nothing from elsewhere.
const HEADERS: &[(&str, &str)] = &[
    ("cache-control", "no-store"),
    ("referrer-policy", "no-referrer"),
    ("strict-transport-security", "max-age=63072000; includeSubDomains"),
    ("x-content-type-options", "nosniff"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
];

/// An answer before it leaves.
#[derive(Debug)]
pub struct Response {
    status: StatusCode,
    headers: Vec<(HeaderName, String)>,
    body: Content,
    /// Why the form was not taken that this page shows again: for the log.
    refused: Option<&'static str>,
}

#[derive(Debug)]
enum Content {
    Text(String),
    /// Its frame is put around it when it leaves.
    Page(Box<Page>),
}

impl Response {
    pub fn json<T: Serialize>(status: u16, body: &T) -> Self {
        // Our own answers are plain structs: they always serialise.
        let body = serde_json::to_string(body).unwrap_or_else(|_| "{}".to_owned());
        Self::of(status, "application/json", body)
    }

    pub fn problem(status: u16, body: String) -> Self {
        Self::of(status, "application/problem+json", body)
    }

    pub fn text(status: u16, content_type: &str, body: String) -> Self {
        Self::of(status, content_type, body)
    }

    /// A file of the pages that holds nothing of anyone's, which a browser may keep for so many seconds.
    pub fn lasting(content_type: &str, text: String, seconds: u32) -> Self {
        let kept = format!("public, max-age={seconds}");
        Self::of(200, content_type, text).header(CACHE_CONTROL, kept)
    }

    /// To an event: it was heard, and nobody reads the answer.
    pub fn nothing() -> Self {
        Self::text(200, "text/plain", String::new())
    }

    /// A file for the person to keep, under a name that says nothing.
    pub fn file(content_type: &str, name: &str, text: String) -> Self {
        let disposition = format!("attachment; filename=\"{name}\"");
        Self::of(200, content_type, text).header(CONTENT_DISPOSITION, disposition)
    }

    /// After a form: the browser gets the next page, so that a reload posts nothing again.
    pub fn see_other(path: &str) -> Self {
        Self::of(303, "text/plain", String::new()).header(LOCATION, path.to_owned())
    }

    /// To a one-minute address of the bucket.
    pub fn elsewhere(url: String) -> Self {
        Self::of(303, "text/plain", String::new()).header(LOCATION, url)
    }

    #[must_use]
    pub fn cookie(self, cookie: String) -> Self {
        self.header(SET_COOKIE, cookie)
    }

    #[must_use]
    pub fn header(mut self, name: HeaderName, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    /// With the version of what it shows, to be sent back as `If-Match`.
    #[must_use]
    pub fn tagged(self, tag: String) -> Self {
        self.header(ETAG, tag)
    }

    pub fn tag(&self) -> Option<&str> {
        self.headers.iter().find(|(name, _)| *name == ETAG).map(|(_, tag)| tag.as_str())
    }

    /// Where it leads, if it leads on.
    pub fn location(&self) -> Option<&str> {
        self.headers.iter().find(|(name, _)| *name == LOCATION).map(|(_, path)| path.as_str())
    }

    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The text of an answer that is no page.
    pub fn body(&self) -> &str {
        match &self.body {
            Content::Text(text) => text,
            Content::Page(_) => "",
        }
    }

    pub(crate) fn as_page(&self) -> Option<&Page> {
        match &self.body {
            Content::Text(_) => None,
            Content::Page(page) => Some(page),
        }
    }

    pub(crate) fn refused_with(self, code: &'static str) -> Self {
        Self { refused: Some(code), ..self }
    }

    pub(crate) fn refused(&self) -> Option<&'static str> {
        self.refused
    }

    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        self
    }

    pub(crate) fn of_page(page: Page) -> Self {
        let headers = vec![(CONTENT_TYPE, "text/html; charset=utf-8".to_owned())];
        Self { status: StatusCode::OK, headers, body: Content::Page(Box::new(page)), refused: None }
    }

    /// Changes the page, where it is one.
    pub(crate) fn with_page(mut self, change: impl FnOnce(&mut Page)) -> Self {
        if let Content::Page(page) = &mut self.body {
            change(page);
        }
        self
    }

    fn of(status: u16, content_type: &str, body: String) -> Self {
        let headers = vec![(CONTENT_TYPE, content_type.to_owned())];
        Self { status: StatusCode::OK, headers, body: Content::Text(body), refused: None }
            .with_status(status)
    }

    /// The answer as it leaves, with the frame around a page.
    pub fn into_lambda(
        mut self,
        brand: &Brand,
    ) -> Result<lambda_http::Response<Body>, askama::Error> {
        let body = match self.body {
            Content::Text(text) => text,
            Content::Page(page) => {
                self.headers.push((CONTENT_SECURITY_POLICY, page.policy()));
                page.framed(brand)?
            }
        };
        let mut answer = lambda_http::Response::new(Body::from(body));
        *answer.status_mut() = self.status;
        let lasts = self.headers.iter().any(|(name, _)| *name == CACHE_CONTROL);
        let fixed = HEADERS
            .iter()
            .filter(|(name, _)| !(lasts && *name == CACHE_CONTROL.as_str()))
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        let own = self.headers.into_iter().filter_map(|(name, value)| {
            HeaderValue::from_str(&value).ok().map(|value| (name, value))
        });
        for (name, value) in fixed.chain(own) {
            answer.headers_mut().append(name, value);
        }
        Ok(answer)
    }
}
