//! A house is a stack with what its stories need, and the ways in which a story begins.

use crate::logbook::{self, Logbook};
use crate::pool::{self, Wanted};
use crate::settings::Settings;
use domain::ids::SpecialistId;
use jiff::ToSpan;
use serde_json::{Value, json};
use store::Slots;
use testkit::local_aws::LocalAws;
use testkit::stack::today_from_environment;
use testkit::{Clinic, Journey, SetupError, Stack, Tools, mailbox, scanner};
use tokio::sync::OnceCell;

/// The queue that every event on the bus is copied to, for the tests to read.
pub const HEARD: &str = "heard-by-the-tests";

/// A stack that is used by one story at a time.
pub struct House {
    clinic: &'static Clinic,
    walked: OnceCell<Result<&'static Walked, String>>,
    logbook: Logbook,
    settings: Settings,
}

/// What the demonstration walk left behind.
#[derive(Debug)]
pub struct Walked {
    pub case: String,
    pub log: Vec<Value>,
    pub invoice: Value,
}

/// Runs a story on a stack of its own, whose clock begins today.
pub fn on_stack(story: impl AsyncFnOnce(&'static Clinic)) {
    pool::run(Wanted::Any, async |house| story(house.clinic).await);
}

/// Runs a story on a stack of its own on which no function is still busy with an earlier story.
pub fn on_quiet_stack(story: impl AsyncFnOnce(&'static Clinic)) {
    pool::run(Wanted::Any, async |house| {
        house.until_quiet().await.unwrap();
        story(house.clinic).await;
    });
}

/// Runs a story on the stack where the demonstration case has been walked and its month been closed.
pub fn after_the_walk(story: impl AsyncFnOnce(&'static Clinic, &'static Walked)) {
    pool::run(Wanted::WithTheWalk, async |house| {
        let walked = house.walked.get_or_init(|| house.walk()).await;
        house.clinic.stack.clock.reset().unwrap();
        story(house.clinic, walked.as_ref().unwrap()).await;
    });
}

impl House {
    /// Deploys the template on a local AWS of its own, with the demo data.
    pub async fn open(tools: &Tools) -> Result<Self, SetupError> {
        let aws = LocalAws::start(tools, LocalAws::free_port()?).await?;
        let stack = Stack::deploy(tools, aws, today_from_environment()?).await?;
        listen_to_the_bus(&stack).await?;
        let settings = Settings::of(&stack).await?;
        let logbook = Logbook::of(&stack);
        let clinic: &'static Clinic = Box::leak(Box::new(Clinic::open(stack).await?));
        tokio::spawn(scanner::run(&clinic.stack));
        Ok(Self { clinic, walked: OnceCell::new(), logbook, settings })
    }

    /// The demonstration case, once for all stories that look at it.
    async fn walk(&self) -> Result<&'static Walked, String> {
        let walk = async {
            let mut journey = Journey::demonstration(self.clinic, |_| {})?;
            journey.walk().await?;
            let log = journey.log().await?;
            let invoice = journey.bill().await?;
            Ok::<Walked, SetupError>(Walked { case: journey.case.clone(), log, invoice })
        };
        let walked = walk.await.map_err(|error| error.to_string())?;
        Ok(Box::leak(Box::new(walked)))
    }

    /// Makes the stack fit for the next story: its clock begins today, and its settings are as they were.
    pub async fn tidy_up(&mut self) -> Result<(), SetupError> {
        let stack = &self.clinic.stack;
        stack.clock.reset()?;
        self.logbook.gather(stack).await?;
        match Settings::of(stack).await?.difference(&self.settings) {
            changed if changed.is_empty() => Ok(()),
            changed => Err(SetupError::new(format!("a story did not put back {changed:?}"))),
        }
    }

    /// Waits for what the functions do after the story's end, so that nothing of their logs is missed.
    pub async fn until_quiet(&mut self) -> Result<(), SetupError> {
        self.logbook.gather_until_quiet(&self.clinic.stack).await
    }
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

/// The owner's client of the bucket.
pub fn owners_s3(clinic: &Clinic) -> aws_sdk_s3::Client {
    let config = aws_sdk_s3::config::Builder::from(&clinic.stack.owner().config);
    aws_sdk_s3::Client::from_conf(config.force_path_style(true).build())
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
    let mut journey = of_tern(clinic, email);
    journey.refer().await.unwrap();
    journey.introduce().await.unwrap();
    journey
}

/// The birth date of somebody who is so many years old on the day of the story.
pub fn born_years_ago(journey: &Journey<'_>, years: i64) -> String {
    journey.today().saturating_sub(years.years()).to_string()
}

/// Everything that was written, counted once the functions have come to rest: what an earlier story has
/// set going is not taken for what this one does.
pub async fn written_at_rest(clinic: &Clinic) -> Vec<usize> {
    logbook::until_quiet(&clinic.stack).await.unwrap();
    written(clinic).await
}

/// The place of the table of looks among what is counted.
pub const ACCESS: usize = 3;

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

/// How many quanta of the journey's specialist are free.
pub async fn free_quanta(journey: &Journey<'_>) -> usize {
    let stack = &journey.clinic.stack;
    let slots = Slots::new(&stack.owner(), stack.output("SlotsTable").to_owned());
    let specialist: SpecialistId = journey.specialist.parse().unwrap();
    slots.free_from(&specialist, journey.now()).await.unwrap().len()
}

/// A slot is given back when the event is heard.
pub async fn until_free(journey: &Journey<'_>, quanta: usize) {
    let began = std::time::Instant::now();
    while free_quanta(journey).await != quanta {
        assert!(began.elapsed().as_secs() < 30, "the slot is still held");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
}
