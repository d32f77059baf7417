//! A door between the functions and the local AWS: it fails calls, loses their answers, or delivers them twice.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex};
use testkit::local_aws::LocalAws;
use testkit::{Clinic, Stack, Tools, scanner};

/// What the door does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    Calm,
    /// The first try of each call never arrives.
    FirstFails,
    /// The first try of each call is carried out, and its answer is lost.
    AnswerLost,
    /// Every event is told twice. (`relay.rs` shuffles them as well.)
    Doubled,
    /// The first try of each call is turned away, because there are too many.
    Throttled,
    /// The bus takes the events, and says of the last of them that it did not.
    PartlyTaken,
    /// The first reading of each file ends in its middle.
    Truncated,
    /// No call to KMS arrives, however often it is tried.
    KeysAway,
}

const PUT_EVENTS: &str = "AWSEvents.PutEvents";
const KEYS: &str = "TrentService.";

pub struct Door {
    behind: String,
    client: reqwest::Client,
    trouble: Mutex<Trouble>,
    met: Mutex<HashSet<u64>>,
    troubled: Mutex<usize>,
}

impl Door {
    pub fn make(&self, trouble: Trouble) {
        *self.trouble.lock().unwrap() = trouble;
    }

    /// How many calls met trouble so far.
    pub fn troubled(&self) -> usize {
        *self.troubled.lock().unwrap()
    }

    async fn forward(&self, call: &Call) -> Response {
        let sent = self.client.request(call.method.clone(), format!("{}{}", self.behind, call.uri));
        let sent = sent.headers(call.headers.clone()).body(call.body.clone()).send().await;
        let Ok(answer) = sent else {
            return StatusCode::BAD_GATEWAY.into_response();
        };
        let (status, headers) = (answer.status(), answer.headers().clone());
        let mut response = Response::new(Body::from(answer.bytes().await.unwrap_or_default()));
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        response
    }

    fn trouble(&self, call: &Call) -> Trouble {
        let trouble = *self.trouble.lock().unwrap();
        // What a browser sends by a signed address is nobody's to try again.
        let ours = call.headers.contains_key("authorization");
        let first = self.met.lock().unwrap().insert(call.hash());
        let hits = match trouble {
            Trouble::Calm => false,
            Trouble::FirstFails | Trouble::AnswerLost => ours && first,
            Trouble::Throttled => ours && first && !call.target().is_empty(),
            Trouble::Doubled => call.target() == PUT_EVENTS,
            Trouble::PartlyTaken => first && call.target() == PUT_EVENTS,
            Trouble::Truncated => {
                ours && first && call.method == Method::GET && call.target().is_empty()
            }
            Trouble::KeysAway => call.target().starts_with(KEYS),
        };
        *self.troubled.lock().unwrap() += usize::from(hits);
        if hits { trouble } else { Trouble::Calm }
    }
}

struct Call {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
}

impl Call {
    fn target(&self) -> &str {
        self.headers.get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or_default()
    }

    /// The same for a call that is tried again.
    fn hash(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.method.as_str(), self.uri.to_string(), self.target(), &self.body).hash(&mut hasher);
        hasher.finish()
    }
}

async fn pass(
    State(door): State<Arc<Door>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let call = Call { method, uri, headers, body };
    match door.trouble(&call) {
        Trouble::Calm => door.forward(&call).await,
        Trouble::FirstFails | Trouble::KeysAway => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Trouble::AnswerLost => {
            door.forward(&call).await;
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
        Trouble::Doubled => {
            door.forward(&call).await;
            door.forward(&call).await
        }
        Trouble::Throttled => {
            let said = r#"{"__type": "ThrottlingException", "message": "slow down"}"#;
            let kind = [("content-type", "application/x-amz-json-1.0")];
            (StatusCode::BAD_REQUEST, kind, said).into_response()
        }
        Trouble::PartlyTaken => last_refused(door.forward(&call).await).await,
        Trouble::Truncated => cut(door.forward(&call).await).await,
    }
}

/// The answer of the bus, with an error in the place of its last event.
async fn last_refused(answer: Response) -> Response {
    let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    let mut said: serde_json::Value = serde_json::from_slice(&body).unwrap();
    let entries = said["Entries"].as_array_mut().unwrap();
    *entries.last_mut().unwrap() = serde_json::json!({"ErrorCode": "InternalFailure"});
    said["FailedEntryCount"] = 1.into();
    ([("content-type", "application/x-amz-json-1.1")], said.to_string()).into_response()
}

/// An answer that promises its whole length, and ends in the middle.
async fn cut(answer: Response) -> Response {
    let (parts, body) = answer.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let half = body.slice(..body.len() / 2);
    let broken = std::io::Error::other("cut");
    let stream = futures::stream::iter([Ok(half), Err(broken)]);
    Response::from_parts(parts, Body::from_stream(stream))
}

/// A stack of its own behind a door.
pub async fn behind_a_door() -> (&'static Clinic, Arc<Door>) {
    let tools = Tools::ready().await.unwrap();
    let port = LocalAws::free_port().unwrap();
    let door = Arc::new(Door {
        behind: format!("http://127.0.0.1:{port}"),
        client: reqwest::Client::new(),
        trouble: Mutex::new(Trouble::Calm),
        met: Mutex::default(),
        troubled: Mutex::default(),
    });
    let routes = Router::new()
        .fallback(pass)
        .layer(axum::extract::DefaultBodyLimit::disable())
        .with_state(door.clone());
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    let aws = LocalAws::start_behind(&tools, port, &address).await.unwrap();
    let stack = Stack::deploy(&tools, aws, None).await.unwrap();
    let clinic: &'static Clinic = Box::leak(Box::new(Clinic::open(stack).await.unwrap()));
    tokio::spawn(scanner::run(&clinic.stack));
    (clinic, door)
}
