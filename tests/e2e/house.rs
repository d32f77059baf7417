//! One stack for all journeys of a test run, and one walk that several tests look at.

use serde_json::{Value, json};
use std::sync::{LazyLock, Mutex, PoisonError};
use testkit::local_aws::LocalAws;
use testkit::tools::{Profile, build_functions};
use testkit::{Clinic, Journey, SetupError, Stack, Tools, mailbox, scanner};
use tokio::runtime::Runtime;
use tokio::sync::OnceCell;

/// The queue that every event on the bus is copied to, for the tests to read.
pub const HEARD: &str = "heard-by-the-tests";

static HOUSE: LazyLock<House> = LazyLock::new(House::open);
/// The stack's clock is one for all, so the journeys take turns.
static TURN: Mutex<()> = Mutex::new(());
static WALKED: OnceCell<Walked> = OnceCell::const_new();

struct House {
    runtime: Runtime,
    clinic: &'static Clinic,
}

/// What the demonstration walk left behind.
#[derive(Debug)]
pub struct Walked {
    pub case: String,
    pub log: Vec<Value>,
    pub invoice: Value,
}

impl House {
    fn open() -> Self {
        let runtime = Runtime::new().unwrap();
        let clinic: &'static Clinic = Box::leak(Box::new(runtime.block_on(open()).unwrap()));
        runtime.spawn(scanner::run(&clinic.stack));
        Self { runtime, clinic }
    }
}

async fn open() -> Result<Clinic, SetupError> {
    let tools = Tools::ready().await?;
    build_functions(Profile::Fast).await?;
    let free = std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
    let stack = Stack::deploy(&tools, LocalAws::start(&tools, free).await?).await?;
    listen_to_the_bus(&stack).await?;
    Clinic::open(stack).await
}

async fn listen_to_the_bus(stack: &Stack) -> Result<(), SetupError> {
    let bus = format!("{}-bus", testkit::stack::STACK);
    let arn = format!("arn:aws:sqs:eu-west-2:000000000000:{HEARD}");
    stack.aws.json("sqs", "AmazonSQS.CreateQueue", &json!({"QueueName": HEARD})).await?;
    let pattern = json!({"source": ["second-opinion"]}).to_string();
    let rule = json!({"Name": HEARD, "EventBusName": bus, "EventPattern": pattern});
    stack.aws.json("events", "AWSEvents.PutRule", &rule).await?;
    let target =
        json!({"Rule": HEARD, "EventBusName": bus, "Targets": [{"Id": "queue", "Arn": arn}]});
    stack.aws.json("events", "AWSEvents.PutTargets", &target).await?;
    Ok(())
}

/// Runs a test on the one stack, when it is its turn.
pub fn on_stack<F>(test: impl FnOnce(&'static Clinic) -> F)
where
    F: Future<Output = ()>,
{
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let house = &*HOUSE;
    house.runtime.block_on(test(house.clinic));
}

/// The demonstration case, walked once for all tests that look at it.
pub async fn walked(clinic: &'static Clinic) -> &'static Walked {
    WALKED
        .get_or_init(|| async {
            let mut journey = Journey::demonstration(clinic, |_| {}).unwrap();
            journey.walk().await.unwrap();
            let log = journey.log().await.unwrap();
            let invoice = journey.bill().await.unwrap();
            Walked { case: journey.case.clone(), log, invoice }
        })
        .await
}

/// A journey of another member, of the client that pays by referral, at the beginning of its story.
pub fn of_tern(clinic: &'static Clinic, email: &str) -> Journey<'static> {
    let journey = Journey::demonstration(clinic, |_| {}).unwrap();
    let mut journey = journey.of("tern", "i-mackay", email);
    journey.begin_on_monday().unwrap();
    journey
}

/// A member of that client who has been referred and introduced.
pub async fn introduced(clinic: &'static Clinic, email: &str) -> Journey<'static> {
    walked(clinic).await;
    let mut journey = of_tern(clinic, email);
    journey.refer().await.unwrap();
    journey.introduce().await.unwrap();
    journey
}

/// Everything that could have been written, counted.
pub async fn written(clinic: &Clinic) -> Vec<usize> {
    let client = aws_sdk_dynamodb::Client::new(&clinic.stack.owner().config);
    let mut counts = Vec::new();
    for table in ["Cases", "Sheets", "Keys", "Access"] {
        let name = clinic.stack.output(&format!("{table}Table"));
        let mut items = client.scan().table_name(name).into_paginator().items().send();
        let mut count = 0;
        while let Some(item) = items.next().await {
            item.unwrap();
            count += 1;
        }
        counts.push(count);
    }
    counts.push(mailbox::count(&clinic.stack.aws).await.unwrap());
    counts
}
