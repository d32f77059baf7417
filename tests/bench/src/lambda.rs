//! A function under measurement: its real binary, started as Lambda starts it, with a Runtime API of our own
//! that hands it one event after the other.

use crate::Error;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use serde_json::Value;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::process::{Child, Command};
use tokio::sync::{Mutex, mpsc, oneshot};

/// How long an answer may take before the measurement is given up.
const PATIENCE: Duration = Duration::from_secs(600);
/// As far ahead as Lambda's own longest deadline.
const DEADLINE_MILLISECONDS: i64 = 900_000;

/// A program to start, with its environment.
#[derive(Debug, Clone)]
pub struct Binary {
    pub path: PathBuf,
    pub environment: HashMap<String, String>,
    /// What it is run under, as valgrind is.
    pub under: Vec<String>,
}

/// A running function that waits for its next event.
#[derive(Debug)]
pub struct Function {
    process: Child,
    events: mpsc::Sender<Invocation>,
    /// From its start to when it first asked for an event.
    pub ready_after: Duration,
}

#[derive(Debug)]
struct Invocation {
    event: Vec<u8>,
    answer: oneshot::Sender<Result<Bytes, Bytes>>,
}

struct Api {
    events: Mutex<mpsc::Receiver<Invocation>>,
    waiting: Mutex<Option<oneshot::Sender<Result<Bytes, Bytes>>>>,
    ready: mpsc::Sender<Instant>,
}

impl Binary {
    pub async fn start(&self) -> Result<Function, Error> {
        let (events, receiver) = mpsc::channel(1);
        let (ready, mut is_ready) = mpsc::channel(1);
        let api = Api { events: Mutex::new(receiver), waiting: Mutex::default(), ready };
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        tokio::spawn(async move { axum::serve(listener, routes(api)).await });

        let mut command = match self.under.split_first() {
            None => Command::new(&self.path),
            Some((program, arguments)) => {
                let mut under = Command::new(program);
                under.args(arguments).arg(&self.path);
                under
            }
        };
        command.env_clear().envs(&self.environment).envs(of_lambda(&address.to_string()));
        command.stdout(std::fs::File::create(log())?).kill_on_drop(true);
        let began = Instant::now();
        let process = command.spawn()?;
        let asked = tokio::time::timeout(PATIENCE, is_ready.recv()).await?;
        let asked = asked.ok_or("the function never asked for an event")?;
        Ok(Function { process, events, ready_after: asked.duration_since(began) })
    }
}

impl Function {
    /// Hands it an event and waits for what it answers.
    pub async fn invoke(&self, event: &Value) -> Result<Value, Error> {
        let (answer, answered) = oneshot::channel();
        let event = serde_json::to_vec(event)?;
        self.events.send(Invocation { event, answer }).await?;
        match tokio::time::timeout(PATIENCE, answered).await?? {
            Ok(answer) => Ok(serde_json::from_slice(&answer)?),
            Err(error) => Err(String::from_utf8_lossy(&error).into_owned().into()),
        }
    }

    /// The processor time that it has used so far, over all its threads.
    pub fn cpu(&self) -> Result<Duration, Error> {
        let mut nanoseconds = 0;
        for task in std::fs::read_dir(format!("/proc/{}/task", self.id()?))? {
            // A thread may end while it is looked at.
            let written =
                std::fs::read_to_string(task?.path().join("schedstat")).unwrap_or_default();
            let first = written.split(' ').next().and_then(|first| first.parse::<u64>().ok());
            nanoseconds += first.unwrap_or_default();
        }
        Ok(Duration::from_nanos(nanoseconds))
    }

    /// The memory that it holds now, in bytes.
    pub fn resident(&self) -> Result<u64, Error> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id()?))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        Ok(kilobytes.ok_or("the kernel tells no memory")? * 1024)
    }

    /// Ends it, as a program that may still write down what it saw.
    pub async fn end(mut self) -> Result<(), Error> {
        let id = self.id()?.to_string();
        Command::new("kill").args(["-TERM", &id]).status().await?;
        self.process.wait().await?;
        Ok(())
    }

    fn id(&self) -> Result<u32, Error> {
        Ok(self.process.id().ok_or("the function has ended")?)
    }
}

/// Where the function that was started last writes what it logs.
pub fn log() -> PathBuf {
    std::env::temp_dir().join("bench-function.log")
}

/// What Lambda itself puts into the environment.
fn of_lambda(api: &str) -> [(&'static str, &str); 6] {
    [
        ("AWS_LAMBDA_RUNTIME_API", api),
        ("AWS_LAMBDA_FUNCTION_NAME", "bench"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"),
        ("AWS_LAMBDA_FUNCTION_VERSION", "1"),
        ("AWS_LAMBDA_LOG_GROUP_NAME", "bench"),
        ("AWS_LAMBDA_LOG_STREAM_NAME", "bench"),
    ]
}

fn routes(api: Api) -> Router {
    const RUNTIME: &str = "/2018-06-01/runtime";
    Router::new()
        .route(&format!("{RUNTIME}/invocation/next"), get(next))
        .route(&format!("{RUNTIME}/invocation/{{id}}/response"), post(answered))
        .route(&format!("{RUNTIME}/invocation/{{id}}/error"), post(failed))
        .route(&format!("{RUNTIME}/init/error"), post(failed_to_start))
        .with_state(Arc::new(api))
}

async fn next(State(api): State<Arc<Api>>) -> Result<(HeaderMap, Vec<u8>), StatusCode> {
    // Only the first asking is the start.
    let _ = api.ready.try_send(Instant::now());
    let invocation = api.events.lock().await.recv().await.ok_or(StatusCode::GONE)?;
    *api.waiting.lock().await = Some(invocation.answer);
    let deadline = runtime::Clock::default().now().as_millisecond() + DEADLINE_MILLISECONDS;
    let headers = [
        ("lambda-runtime-aws-request-id", "00000000-0000-4000-8000-000000000000".to_owned()),
        ("lambda-runtime-deadline-ms", deadline.to_string()),
        (
            "lambda-runtime-invoked-function-arn",
            "arn:aws:lambda:eu-west-2:1:function:bench".to_owned(),
        ),
    ];
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.insert(name, value.parse().map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?);
    }
    Ok((map, invocation.event))
}

async fn answered(State(api): State<Arc<Api>>, Path(_): Path<String>, answer: Bytes) -> StatusCode {
    give(&api, Ok(answer)).await
}

async fn failed(State(api): State<Arc<Api>>, Path(_): Path<String>, error: Bytes) -> StatusCode {
    give(&api, Err(error)).await
}

async fn failed_to_start(error: Bytes) -> StatusCode {
    eprintln!("a function did not start: {}", String::from_utf8_lossy(&error));
    StatusCode::ACCEPTED
}

async fn give(api: &Api, answer: Result<Bytes, Bytes>) -> StatusCode {
    if let Some(waiting) = api.waiting.lock().await.take() {
        // Perhaps nobody is waiting any longer.
        let _ = waiting.send(answer);
    }
    StatusCode::ACCEPTED
}
