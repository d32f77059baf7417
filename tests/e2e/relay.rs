//! The real relay binary over the Runtime API, killed between reading and publishing and between
//! publishing and answering, then run again on the same records shuffled and doubled.

use crate::house::{of_tern, on_quiet_stack};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use testkit::local_aws::{REGION, credentials};
use testkit::{Clinic, mailbox, target};
use tokio::process::{Child, Command};
use tokio::sync::Notify;

/// How long the deliveries may take to be heard, on a busy machine.
const HEARD_MAX: Duration = Duration::from_secs(120);

/// Where the bus's door holds a call, so that the relay can be killed there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hold {
    Nowhere,
    BeforePublishing,
    AfterPublishing,
}

/// The Runtime API for one invocation, and a door in front of the bus.
struct Bench {
    event: Mutex<Option<Value>>,
    answer: Mutex<Option<Value>>,
    answered: Notify,
    hold: Hold,
    held: Notify,
    forwarded: Mutex<usize>,
    bus: String,
}

async fn next(State(bench): State<Arc<Bench>>) -> Response {
    let event = bench.event.lock().unwrap().take();
    let Some(event) = event else {
        return std::future::pending().await;
    };
    let headers = [
        ("lambda-runtime-aws-request-id", "request-1"),
        ("lambda-runtime-deadline-ms", "99999999999999"),
        (
            "lambda-runtime-invoked-function-arn",
            "arn:aws:lambda:eu-west-2:000000000000:function:relay",
        ),
    ];
    (headers, event.to_string()).into_response()
}

async fn answered(
    State(bench): State<Arc<Bench>>,
    Path(_): Path<String>,
    body: Bytes,
) -> StatusCode {
    *bench.answer.lock().unwrap() = serde_json::from_slice(&body).ok();
    bench.answered.notify_one();
    StatusCode::ACCEPTED
}

/// Passes a call on to the local AWS as it came. One to the bus is held where the test wants it held.
async fn door(State(bench): State<Arc<Bench>>, headers: HeaderMap, body: Bytes) -> Response {
    let asked = serde_json::from_slice::<Value>(&body).unwrap();
    let entries = asked["Entries"].as_array().map_or(0, Vec::len);
    let is_held = |hold: Hold| entries > 0 && bench.hold == hold;
    if is_held(Hold::BeforePublishing) {
        bench.held.notify_one();
        return std::future::pending().await;
    }
    let answer =
        reqwest::Client::new().post(&bench.bus).headers(headers).body(body).send().await.unwrap();
    let (status, text) = (answer.status(), answer.text().await.unwrap());
    *bench.forwarded.lock().unwrap() += entries;
    if is_held(Hold::AfterPublishing) {
        bench.held.notify_one();
        return std::future::pending().await;
    }
    (status, [("content-type", "application/x-amz-json-1.1")], text).into_response()
}

async fn serve(routes: Router) -> String {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move { axum::serve(listener, routes).await });
    address
}

fn start_relay(runtime_api: &str, bus: &str, told: &str) -> Child {
    Command::new(target().join("debug/relay"))
        .env_clear()
        .env("AWS_LAMBDA_RUNTIME_API", runtime_api)
        .env("AWS_LAMBDA_FUNCTION_NAME", "relay")
        .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256")
        .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
        .env("AWS_LAMBDA_LOG_GROUP_NAME", "relay")
        .env("AWS_LAMBDA_LOG_STREAM_NAME", "relay")
        .env("AWS_REGION", REGION)
        .env("AWS_ACCESS_KEY_ID", credentials().access_key_id())
        .env("AWS_SECRET_ACCESS_KEY", credentials().secret_access_key())
        .env("AWS_ENDPOINT_URL", format!("http://{bus}"))
        .env("BUS", format!("{}-bus", testkit::stack::STACK))
        .env("TOLD_TABLE", told)
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("the relay was built")
}

/// Runs the relay on the records; killed where it is held. Returns how many events reached the bus,
/// and what the relay answered.
async fn run(clinic: &Clinic, records: &[Value], hold: Hold) -> (usize, Option<Value>) {
    let bench = Arc::new(Bench {
        event: Mutex::new(Some(json!({"Records": records}))),
        answer: Mutex::default(),
        answered: Notify::new(),
        hold,
        held: Notify::new(),
        forwarded: Mutex::default(),
        bus: clinic.stack.aws.endpoint(),
    });
    let runtime = Router::new()
        .route("/2018-06-01/runtime/invocation/next", get(next))
        .route("/2018-06-01/runtime/invocation/{id}/response", post(answered))
        .with_state(bench.clone());
    let (api, bus) =
        (serve(runtime).await, serve(Router::new().fallback(door).with_state(bench.clone())).await);
    let mut relay = start_relay(&api, &bus, clinic.stack.output("ToldTable"));
    let reached = async {
        if hold == Hold::Nowhere {
            bench.answered.notified().await;
        } else {
            bench.held.notified().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), reached).await.expect("the relay got that far");
    relay.kill().await.unwrap();
    let (forwarded, answer) =
        (*bench.forwarded.lock().unwrap(), bench.answer.lock().unwrap().take());
    (forwarded, answer)
}

/// The records that the table's stream would send of a case's log.
async fn records(clinic: &Clinic, case: &str) -> Vec<Value> {
    use aws_sdk_dynamodb::types::AttributeValue::{N, S};
    let client = aws_sdk_dynamodb::Client::new(&clinic.stack.owner().config);
    let found = client
        .query()
        .table_name(clinic.stack.output("CasesTable"))
        .key_condition_expression("pk = :pk AND begins_with(sk, :event)")
        .expression_attribute_values(":pk", S(format!("CASE#{case}")))
        .expression_attribute_values(":event", S("EVENT#".to_owned()))
        .send()
        .await
        .unwrap();
    let record =
        |item: &std::collections::HashMap<String, aws_sdk_dynamodb::types::AttributeValue>| {
            let image: serde_json::Map<String, Value> = item
                .iter()
                .map(|(name, value)| match value {
                    N(number) => (name.clone(), json!({"N": number})),
                    other => (name.clone(), json!({"S": other.as_s().unwrap()})),
                })
                .collect();
            json!({"eventName": "INSERT", "dynamodb": {
                "SequenceNumber": image["sequence"]["N"],
                "Keys": {"pk": image["pk"], "sk": image["sk"]},
                "NewImage": image,
            }})
        };
    found.items().iter().map(record).collect()
}

/// Switches the deployed relay off or on, so that only the one on the bench speaks.
pub async fn deployed_relay(clinic: &Clinic, enabled: &str) {
    listening(clinic, "RelayFunction", enabled).await;
}

/// Switches off or on what brings a function the records of a stream or the messages of a queue.
pub async fn listening(clinic: &Clinic, function: &str, enabled: &str) {
    let function = clinic.stack.output(function);
    let path = format!("/2015-03-31/event-source-mappings/?FunctionName={function}");
    let mappings = clinic.stack.aws.rest("lambda", "GET", &path, &Value::Null).await.unwrap();
    let uuid = mappings["EventSourceMappings"][0]["UUID"].as_str().unwrap().to_owned();
    let path = format!("/2015-03-31/event-source-mappings/{uuid}");
    let wanted = json!({"Enabled": enabled == "on"});
    clinic.stack.aws.rest("lambda", "PUT", &path, &wanted).await.unwrap();
}

async fn letters_to(clinic: &Clinic, mark: usize, address: &str) -> usize {
    let mails = mailbox::all(&clinic.stack.aws).await.unwrap();
    mails.iter().skip(mark).filter(|mail| mail.to.contains(&address.to_owned())).count()
}

/// Events that `notify` has heard, several of them in one call.
fn heard(log: &[String]) -> usize {
    log.iter().filter(|line| line.contains("\"message\":\"heard\"")).count()
}

async fn log_of_notify(clinic: &Clinic) -> Vec<String> {
    let notify = clinic.stack.output("NotifyFunction");
    clinic.stack.function_log(notify).await.unwrap()
}

#[test]
fn a_relay_killed_anywhere_leads_to_each_letter_once() {
    on_quiet_stack(async |clinic| {
        deployed_relay(clinic, "off").await;
        let address = "relayed.member@home.example";
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        let journey = of_tern(clinic, address);
        let answer = clinic.post("tern", "/referrals", &journey.referral).await.unwrap();
        let case = answer.expect(201).unwrap().json()["id"].as_str().unwrap().to_owned();
        for (path, body) in [("assign", json!({"nurse": "asha"})), ("introduction", json!({}))] {
            let path = format!("/cases/{case}/{path}");
            clinic.post("asha", &path, &body).await.unwrap().expect(200).unwrap();
        }
        let records = records(clinic, &case).await;
        assert_eq!(records.len(), 4);
        let before = log_of_notify(clinic).await;

        let (published, answer) = run(clinic, &records, Hold::BeforePublishing).await;
        assert_eq!((published, answer), (0, None));
        assert_eq!(letters_to(clinic, mark, address).await, 0);
        let (published, answer) = run(clinic, &records, Hold::AfterPublishing).await;
        assert_eq!((published, answer), (4, None));
        let mut again: Vec<Value> = records.iter().rev().chain(&records).cloned().collect();
        again.swap(0, 4);
        let (published, answer) = run(clinic, &again, Hold::Nowhere).await;
        assert_eq!(published, 8);
        assert_eq!(answer.unwrap()["batchItemFailures"], json!([]));

        // Of the twelve deliveries six tell of something that leads to a letter: every one of those has
        // been heard before the letters are counted.
        let began = Instant::now();
        let wanted = heard(&before) + 6;
        while heard(&log_of_notify(clinic).await) < wanted && began.elapsed() < HEARD_MAX {
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
        deployed_relay(clinic, "on").await;
        let log = log_of_notify(clinic).await;
        assert!(heard(&log) >= wanted, "notify did not hear every event");
        // Of two deliveries of one event at the same moment, one may have to leave the letter to the other:
        // then it comes again.
        let own = log.iter().filter(|line| !before.contains(line));
        for failed in own.filter(|line| line.contains("\"message\":\"not heard\"")) {
            assert!(failed.contains("another is sending it"), "{failed}");
        }
        assert_eq!(letters_to(clinic, mark, address).await, 1);
        assert_eq!(letters_to(clinic, mark, "i.mackay@tern.example").await, 1);
    });
}
