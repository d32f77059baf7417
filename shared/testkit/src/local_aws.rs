//! The local AWS: started on the loopback with IAM enforced, stopped with the process that started it,
//! and called by signed requests.

use crate::group::Group;
use crate::{SetupError, Tools, checkout, target};
use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use serde_json::Value;
use std::collections::BTreeSet;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// The region of the local AWS.
pub const REGION: &str = "eu-west-2";
/// Free ports that are looked at for one that was not given before, at most.
const PORT_TRIES_MAX: usize = 100;
/// How long it may take to start.
const START: Duration = Duration::from_secs(60);

/// A running local AWS.
#[derive(Debug)]
pub struct LocalAws {
    pub port: u16,
    /// Nothing where another has started it.
    _group: Option<Group>,
}

impl LocalAws {
    /// Starts one on that port.
    pub async fn start(tools: &Tools, port: u16) -> Result<Self, SetupError> {
        Self::start_behind(tools, port, &format!("http://127.0.0.1:{port}")).await
    }

    /// Starts one whose functions reach it by a door at that address.
    pub async fn start_behind(tools: &Tools, port: u16, door: &str) -> Result<Self, SetupError> {
        Self::free(port)?;
        let home = home(port);
        // Whatever ran on this port before has left nothing that this one may find.
        let _ = std::fs::remove_dir_all(&home);
        std::fs::create_dir_all(&home)?;
        let log = std::fs::File::create(home.join("local-aws.log"))?;
        let settings = [
            ("AUTH", "true".to_owned()),
            ("BIND_HOST", "127.0.0.1".to_owned()),
            ("GATEWAY_PORT", port.to_string()),
            ("MINISTACK_REGION", REGION.to_owned()),
            ("AWS_ENDPOINT_URL", door.to_owned()),
            ("S3_DATA_DIR", home.join("s3").display().to_string()),
            ("ATTACHMENTS_DIR", attachments(&home)?.display().to_string()),
            ("TMPDIR", temporary(&home)?.display().to_string()),
            ("LAMBDA_ASYNC_RETRY_MAX_SECONDS", "2".to_owned()),
            ("SFTP_ENABLED", "0".to_owned()),
            ("PYTHONPATH", our_python().display().to_string()),
        ];
        let script = [our_python().join("local_aws.py").display().to_string()];
        let group = Group::start(tools.local_aws.as_os_str(), &script, &settings, &log)?;
        let started = Self { port, _group: Some(group) };
        started.wait().await?;
        Ok(started)
    }

    /// Says so when something else holds the port.
    pub fn free(port: u16) -> Result<(), SetupError> {
        match TcpListener::bind(("127.0.0.1", port)) {
            Ok(_) => Ok(()),
            Err(_) => Err(SetupError::new(format!(
                "Port {port} is in use. Choose another with --port, or stop what holds it."
            ))),
        }
    }

    /// A port that nothing holds, and that this process has not been given before: what asked for it
    /// may not have begun to listen yet.
    pub fn free_port() -> Result<u16, SetupError> {
        static GIVEN: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());
        let mut given = GIVEN.lock().unwrap_or_else(PoisonError::into_inner);
        for _ in 0..PORT_TRIES_MAX {
            let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
            if given.insert(port) {
                return Ok(port);
            }
        }
        Err(SetupError::new("This machine has no free port."))
    }

    /// Removes the folders of those that run no more: each holds the unpacked functions.
    pub fn sweep() -> Result<(), SetupError> {
        let folder = target().join("local");
        std::fs::create_dir_all(&folder)?;
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let port = entry.file_name().to_str().and_then(|name| name.parse().ok());
            if port.is_some_and(|port| Self::free(port).is_ok()) {
                std::fs::remove_dir_all(entry.path())?;
            }
        }
        Ok(())
    }

    /// One that already runs on that port.
    pub fn running(port: u16) -> Self {
        Self { port, _group: None }
    }

    /// The folder of what belongs to this one alone.
    pub fn home(&self) -> PathBuf {
        home(self.port)
    }

    /// Where what was attached to a mail is kept, by the mail's id.
    pub fn attachments(&self, mail: &str) -> PathBuf {
        self.home().join("attachments").join(mail)
    }

    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    async fn wait(&self) -> Result<(), SetupError> {
        let began = Instant::now();
        let health = format!("{}/_ministack/health", self.endpoint());
        while began.elapsed() < START {
            if reqwest::get(&health).await.is_ok_and(|answer| answer.status().is_success()) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err(SetupError::new("The local AWS did not start within a minute; see target/local."))
    }

    /// A request of the JSON kind, such as `cognito-idp` with `AWSCognitoIdentityProviderService.X`.
    pub async fn json(
        &self,
        service: &str,
        target: &str,
        body: &Value,
    ) -> Result<Value, SetupError> {
        let headers = [("x-amz-target", target), ("content-type", "application/x-amz-json-1.1")];
        let url = format!("{}/", self.endpoint());
        let answer = self.signed(service, "POST", &url, &headers, body.to_string()).await?;
        serde_json::from_str(&answer).map_err(|_| SetupError::new(format!("{target}: {answer}")))
    }

    /// A request of the query kind, such as `cloudformation`; the answer is XML.
    pub async fn query(&self, service: &str, form: &str) -> Result<String, SetupError> {
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let url = format!("{}/", self.endpoint());
        self.signed(service, "POST", &url, &headers, form.to_owned()).await
    }

    /// Invokes a function and waits for its answer.
    pub async fn invoke(&self, function: &str, payload: &Value) -> Result<Value, SetupError> {
        let url = format!("{}/2015-03-31/functions/{function}/invocations", self.endpoint());
        let answer = self.signed("lambda", "POST", &url, &[], payload.to_string()).await?;
        Ok(serde_json::from_str(&answer).unwrap_or(Value::Null))
    }

    /// A request of the REST kind, such as `lambda`.
    pub async fn rest(
        &self,
        service: &str,
        method: &str,
        path: &str,
        body: &Value,
    ) -> Result<Value, SetupError> {
        let url = format!("{}{path}", self.endpoint());
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let answer = self.signed(service, method, &url, &[], body).await?;
        Ok(serde_json::from_str(&answer).unwrap_or(Value::Null))
    }

    async fn signed(
        &self,
        service: &str,
        method: &str,
        url: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> Result<String, SetupError> {
        let identity = credentials().into();
        let broken = |_| SetupError::new("a request could not be signed");
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region(REGION)
            .name(service)
            .time(SystemTime::now())
            .settings(SigningSettings::default())
            .build()
            .map_err(|_| SetupError::new("a request could not be signed"))?;
        let signable = SignableBody::Bytes(body.as_bytes());
        let request = SignableRequest::new(method, url, headers.iter().copied(), signable);
        let (instructions, _) =
            sign(request.map_err(broken)?, &params.into()).map_err(broken)?.into_parts();
        let verb = method.parse().map_err(|_| SetupError::new("not a method"))?;
        let mut request = reqwest::Client::new().request(verb, url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        for (name, value) in instructions.headers() {
            request = request.header(name, value);
        }
        let answer = request.body(body).send().await?;
        let (status, text) = (answer.status(), answer.text().await?);
        if status.is_success() {
            Ok(text)
        } else {
            Err(SetupError::new(format!("{service}: {text}")))
        }
    }
}

/// How the local AWS is started, and what Python loads first, so that it and SAM lose no time.
pub fn our_python() -> PathBuf {
    checkout().join("infra/local/python")
}

/// The account's own credentials on the local AWS; they mean nothing anywhere else.
pub fn credentials() -> Credentials {
    Credentials::new("test", "test", None, None, "local")
}

fn home(port: u16) -> PathBuf {
    target().join("local").join(port.to_string())
}

fn temporary(home: &Path) -> Result<PathBuf, SetupError> {
    made(home.join("temporary"))
}

fn attachments(home: &Path) -> Result<PathBuf, SetupError> {
    made(home.join("attachments"))
}

fn made(folder: PathBuf) -> Result<PathBuf, SetupError> {
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}
