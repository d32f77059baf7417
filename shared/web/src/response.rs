//! An answer, with the headers that every answer carries.

use lambda_http::Body;
use lambda_http::http::header::{
    CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, HeaderName, LOCATION, SET_COOKIE,
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
    body: String,
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

    /// A page. `form_target` is where else its forms may post to: the documents bucket, or nothing. Before a file
    /// goes there our script looks at its size.
    pub fn page(status: u16, html: String, form_target: Option<&str>) -> Self {
        let target = form_target.map(|target| format!(" {target}; script-src 'self'"));
        let policy = format!(
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'{}; \
             frame-ancestors 'none'; base-uri 'none'",
            target.unwrap_or_default()
        );
        Self::of(status, "text/html; charset=utf-8", html)
            .header(HeaderName::from_static("content-security-policy"), policy)
    }

    /// A page from which several files can be sent by its script, to the bucket at that address.
    pub fn page_with_uploads(html: String, bucket: &str) -> Self {
        let policy = format!(
            "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src \
             'self' {bucket}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        );
        Self::of(200, "text/html; charset=utf-8", html)
            .header(HeaderName::from_static("content-security-policy"), policy)
    }

    pub fn text(status: u16, content_type: &str, body: String) -> Self {
        Self::of(status, content_type, body)
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

    pub fn body(&self) -> &str {
        &self.body
    }

    fn of(status: u16, content_type: &str, body: String) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self { status, headers: vec![(CONTENT_TYPE, content_type.to_owned())], body }
    }

    pub(crate) fn into_lambda(self) -> lambda_http::Response<Body> {
        let mut answer = lambda_http::Response::new(Body::from(self.body));
        *answer.status_mut() = self.status;
        let fixed = HEADERS
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        let own = self.headers.into_iter().filter_map(|(name, value)| {
            HeaderValue::from_str(&value).ok().map(|value| (name, value))
        });
        for (name, value) in fixed.chain(own) {
            answer.headers_mut().append(name, value);
        }
        answer
    }
}
