//! What API Gateway hands a function: one event for each operation that is measured.

use serde_json::{Value, json};

/// The address that the functions know themselves by.
pub const BASE_URL: &str = "https://bench.example";

/// A request, as the gateway would pass it on.
#[derive(Debug, Clone)]
pub struct Asked {
    route: &'static str,
    parameters: Value,
    query: Value,
    caller: Option<(&'static str, &'static str)>,
    headers: Vec<(&'static str, String)>,
    body: Option<String>,
}

impl Asked {
    /// Such as `GET /cases/{id}`, with what the path names.
    pub fn to(route: &'static str, parameters: Value) -> Self {
        let (query, headers) = (Value::Null, Vec::new());
        Self { route, parameters, query, caller: None, headers, body: None }
    }

    /// By a caller of the API, with the scope of their token.
    pub fn by(mut self, subject: &'static str, scope: &'static str) -> Self {
        self.caller = Some((subject, scope));
        self
    }

    pub fn asking(mut self, query: Value) -> Self {
        self.query = query;
        self
    }

    pub fn json(mut self, body: &Value) -> Self {
        self.body = Some(body.to_string());
        self.header("content-type", "application/json")
            .header("idempotency-key", runtime::random_id())
    }

    /// A form of a page, sent by a browser that holds the session's cookie.
    pub fn form(mut self, session: &Session, fields: &str) -> Self {
        self.body = Some(format!("{fields}&form-token={}", runtime::random_id()));
        self.header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header("accept", "text/html")
            .header("cookie", session.cookie.clone())
    }

    fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub fn event(&self) -> Value {
        let (method, resource) = self.route.split_once(' ').unwrap_or_default();
        let claims =
            self.caller.map(|(sub, scope)| json!({"claims": {"sub": sub, "scope": scope}}));
        let headers = || self.headers.iter().cloned();
        let once: serde_json::Map<String, Value> =
            headers().map(|(name, value)| (name.to_owned(), value.into())).collect();
        let many: serde_json::Map<String, Value> =
            headers().map(|(name, value)| (name.to_owned(), json!([value]))).collect();
        let queries = self.query.as_object().map(|query| {
            let all = query.iter().map(|(name, value)| (name.clone(), json!([value])));
            Value::Object(all.collect())
        });
        json!({
            "resource": resource, "path": resource, "httpMethod": method,
            "headers": once, "multiValueHeaders": many,
            "queryStringParameters": self.query, "multiValueQueryStringParameters": queries,
            "pathParameters": self.parameters, "stageVariables": null,
            "requestContext": {
                "resourcePath": resource, "path": resource, "httpMethod": method, "stage": "v1",
                "requestId": "bench", "accountId": "1", "apiId": "bench", "resourceId": "bench",
                "protocol": "HTTP/1.1", "identity": {"sourceIp": "192.0.2.1"},
                "authorizer": claims.unwrap_or_default(),
            },
            "body": self.body, "isBase64Encoded": false,
        })
    }
}

/// A browser's session, by its name in paths and its cookie.
#[derive(Debug, Clone)]
pub struct Session {
    pub selector: String,
    pub cookie: String,
}
