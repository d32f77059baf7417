//! The stand-in of AWS that all measured functions speak to: a DynamoDB in this process, a KMS that only
//! wraps, and in front of both a door that notes every call.

use crate::Error;
use crate::recorded::{Call, Recorded};
use aws_credential_types::Credentials;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::serve::Listener;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use dynoxide::Database;
use runtime::Aws;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use testkit::embedded;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::server::TlsStream;

const REGION: &str = "eu-west-2";
/// What every key of the stand-in is made of.
const KEY: [u8; 32] = [7; 32];
/// How long a call takes at least while calls are noted: those that are made at once then overlap.
const NOTED: Duration = Duration::from_millis(5);

/// The stand-in, as it runs.
pub struct World {
    pub database: Database,
    /// The door, in clear and over TLS.
    pub http: String,
    pub https: String,
    /// The certificate that `https` is trusted by, as a file's content.
    pub root: String,
    door: Arc<Door>,
}

#[derive(Debug)]
struct Door {
    behind: String,
    client: reqwest::Client,
    recorded: Mutex<Option<Vec<Recorded>>>,
}

impl World {
    pub async fn start() -> Result<Self, Error> {
        let embedded = embedded::open().await?;
        let door = Arc::new(Door {
            behind: embedded.url,
            client: reqwest::Client::new(),
            recorded: Mutex::default(),
        });
        let app = || Router::new().fallback(call).with_state(Arc::clone(&door));
        let plain = TcpListener::bind(("127.0.0.1", 0)).await?;
        let http = format!("http://{}", plain.local_addr()?);
        let (plain_app, tls_app) = (app(), app());
        tokio::spawn(async move { axum::serve(plain, plain_app).await });
        let (listener, root) = with_tls(TcpListener::bind(("127.0.0.1", 0)).await?)?;
        let https = format!("https://localhost:{}", listener.plain.local_addr()?.port());
        tokio::spawn(async move { axum::serve(listener, tls_app).await });
        Ok(Self { database: embedded.database, http, https, root, door })
    }

    /// A configuration for what this process itself writes and reads.
    pub fn aws(&self) -> Aws {
        let key = Credentials::new("bench", "bench", None, None, "bench");
        Aws::at(REGION.to_owned(), Some(self.http.clone()), key)
    }

    /// Begins to note calls.
    pub fn record(&self) {
        *self.door.recorded() = Some(Vec::new());
    }

    /// The calls since, and no more are noted.
    pub fn take_recorded(&self) -> Vec<Recorded> {
        self.door.recorded().take().unwrap_or_default()
    }
}

async fn call(
    State(door): State<Arc<Door>>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, Vec<u8>) {
    let began = Instant::now();
    let noted = door.notes();
    let target = headers.get("x-amz-target").and_then(|target| target.to_str().ok());
    let (service, operation) = target.and_then(|target| target.split_once('.')).unwrap_or_default();
    let (status, answer) = match service {
        "TrentService" => wrap(operation, &body),
        _ => door.hand_on(headers.clone(), body.clone()).await,
    };
    if noted {
        tokio::time::sleep(NOTED.saturating_sub(began.elapsed())).await;
    }
    if let Some(recorded) = door.recorded().as_mut() {
        let operation = operation.to_owned();
        let call = Call { operation, body: serde_json::from_slice(&body).unwrap_or_default() };
        let bytes = body.len() + answer.len();
        recorded.push(Recorded { call, began, ended: Instant::now(), bytes });
    }
    (status, answer)
}

impl Door {
    fn recorded(&self) -> MutexGuard<'_, Option<Vec<Recorded>>> {
        self.recorded.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn notes(&self) -> bool {
        self.recorded().is_some()
    }

    async fn hand_on(&self, headers: HeaderMap, body: Bytes) -> (StatusCode, Vec<u8>) {
        let sent = self.client.post(&self.behind).headers(headers).body(body).send().await;
        let Ok(answer) = sent else {
            return (StatusCode::BAD_GATEWAY, Vec::new());
        };
        let status = answer.status();
        (status, answer.bytes().await.map(|bytes| bytes.to_vec()).unwrap_or_default())
    }
}

/// KMS without its secrets: what it wraps is the key itself, with the context in front.
fn wrap(operation: &str, body: &[u8]) -> (StatusCode, Vec<u8>) {
    let asked: Value = serde_json::from_slice(body).unwrap_or_default();
    let (key, plain) = (&asked["KeyId"], BASE64_STANDARD.encode(KEY));
    let answer = match operation {
        "GenerateDataKey" => json!({"KeyId": key, "Plaintext": plain, "CiphertextBlob": plain}),
        "GenerateDataKeyWithoutPlaintext" => json!({"KeyId": key, "CiphertextBlob": plain}),
        "Decrypt" => json!({"KeyId": key, "Plaintext": asked["CiphertextBlob"]}),
        "GenerateMac" => json!({"KeyId": key, "Mac": plain, "MacAlgorithm": "HMAC_SHA_256"}),
        _ => {
            return (
                StatusCode::BAD_REQUEST,
                b"{\"__type\":\"UnsupportedOperationException\"}".to_vec(),
            );
        }
    };
    (StatusCode::OK, answer.to_string().into_bytes())
}

/// Accepts connections over TLS.
struct Tls {
    plain: TcpListener,
    acceptor: TlsAcceptor,
}

/// With a certificate of its own, for `localhost`.
fn with_tls(plain: TcpListener) -> Result<(Tls, String), Error> {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()])?;
    let key = made.signing_key.serialize_der().try_into()?;
    let config = ServerConfig::builder().with_no_client_auth();
    let config = config.with_single_cert(vec![made.cert.der().clone()], key)?;
    Ok((Tls { plain, acceptor: TlsAcceptor::from(Arc::new(config)) }, made.cert.pem()))
}

impl Listener for Tls {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            // A connection that fails is the client's to open again.
            if let Ok((stream, address)) = self.plain.accept().await
                && let Ok(stream) = self.acceptor.accept(stream).await
            {
                return (stream, address);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.plain.local_addr()
    }
}
