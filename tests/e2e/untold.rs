//! What the log holds and nobody was told of: found by the daily look, and told again by an operator.

use crate::house::{of_tern, on_quiet_stack};
use crate::relay::deployed_relay;
use domain::calendar::at_london;
use jiff::civil::time;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use store::{Cases, Told};
use testkit::journey::INTRODUCTION;
use testkit::local_aws::{REGION, credentials};
use testkit::{Clinic, Journey, mailbox, target};
use tokio::process::Command;

async fn daily(clinic: &Clinic, journey: &Journey<'_>) -> Value {
    let after = at_london(journey.today().tomorrow().unwrap(), time(0, 15, 0, 0));
    let event = json!({"schedule": "daily", "at": after.to_string()});
    clinic.stack.aws.invoke(clinic.stack.output("ClockFunction"), &event).await.unwrap()
}

/// An operator's command, as it is given for a customer's stack.
async fn replay(clinic: &Clinic, case: &str) -> String {
    let ran = Command::new(target().join("debug/local"))
        .args(["replay", case, "--cases-table", clinic.stack.output("CasesTable")])
        .args(["--bus", clinic.stack.output("Bus")])
        .env("AWS_ENDPOINT_URL", clinic.stack.aws.endpoint())
        .env("AWS_ACCESS_KEY_ID", credentials().access_key_id())
        .env("AWS_SECRET_ACCESS_KEY", credentials().secret_access_key())
        .env("AWS_REGION", REGION)
        .output()
        .await
        .expect("the command was built");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).unwrap()
}

async fn letters_to(clinic: &Clinic, address: &str) -> usize {
    let mails = mailbox::all(&clinic.stack.aws).await.unwrap();
    mails.iter().filter(|mail| mail.to == [address]).count()
}

/// Waits until the bus was told of everything in the log of a case: a busy machine may be late with it.
async fn until_told(clinic: &Clinic, case: &str) {
    let owner = clinic.stack.owner();
    let told = Told::new(&owner, clinic.stack.output("ToldTable").to_owned());
    let cases = Cases::new(&owner, clinic.stack.output("CasesTable").to_owned());
    let case = case.parse().unwrap();
    let began = Instant::now();
    let stored = cases.load(&case).await.unwrap().unwrap().case.version;
    while told.up_to(&case).await.unwrap() < stored {
        assert!(began.elapsed() < Duration::from_secs(30), "the bus was never told");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[test]
fn what_was_stored_and_never_told_is_told_by_the_daily_look_and_once() {
    on_quiet_stack(async |clinic| {
        let owner = clinic.stack.owner();
        let told = Told::new(&owner, clinic.stack.output("ToldTable").to_owned());
        let cases = Cases::new(&owner, clinic.stack.output("CasesTable").to_owned());
        let address = "never.told@home.example";
        let mut journey = of_tern(clinic, address);
        journey.refer().await.unwrap();
        let case = journey.case.parse().unwrap();
        deployed_relay(clinic, "off").await;
        for (path, body) in [("assign", json!({"nurse": "asha"})), ("introduction", json!({}))] {
            let path = format!("/cases/{}/{path}", journey.case);
            clinic.post("asha", &path, &body).await.unwrap().expect(200).unwrap();
        }
        let stored = cases.load(&case).await.unwrap().unwrap().case.version;
        assert!(told.up_to(&case).await.unwrap() < stored, "the relay was on");
        assert_eq!(letters_to(clinic, address).await, 0);

        let done = daily(clinic, &journey).await;
        assert!(done["done"].as_u64().unwrap() >= 2, "{done}");
        clinic.mail(address, INTRODUCTION, 0).await.unwrap();
        assert_eq!(told.up_to(&case).await.unwrap(), stored);

        // The relay comes back and tells the same, an operator replays it, and the next day's look finds
        // nothing: each letter was sent once.
        deployed_relay(clinic, "on").await;
        let said = replay(clinic, &journey.case).await;
        assert_eq!(said.trim(), format!("{stored} events of 1 cases told again"));
        daily(clinic, &journey).await;
        crate::logbook::until_quiet(&clinic.stack).await.unwrap();
        assert_eq!(letters_to(clinic, address).await, 1);
    });
}

/// A rule of the template by its place there, as calls name it.
async fn rule(clinic: &Clinic, id: &str) -> Value {
    let bus = format!("{}-bus", testkit::stack::STACK);
    let asked = json!({"EventBusName": bus});
    let rules = clinic.stack.aws.json("events", "AWSEvents.ListRules", &asked).await.unwrap();
    let mut names = rules["Rules"].as_array().unwrap().iter().map(|rule| &rule["Name"]);
    let name = names.find(|name| name.as_str().unwrap().contains(id)).unwrap();
    json!({"Name": name, "EventBusName": bus})
}

#[test]
fn a_letter_that_was_put_aside_is_found_by_the_daily_look() {
    on_quiet_stack(async |clinic| {
        let address = "put.aside.letter@home.example";
        let mut journey = of_tern(clinic, address);
        journey.refer().await.unwrap();
        journey.nurse("assign", &json!({"nurse": "asha"})).await.unwrap();
        until_told(clinic, &journey.case).await;
        crate::logbook::until_quiet(&clinic.stack).await.unwrap();
        // The event reaches the bus and nobody who writes letters.
        let named = rule(clinic, "NotifyStored").await;
        clinic.stack.aws.json("events", "AWSEvents.DisableRule", &named).await.unwrap();
        let path = format!("/cases/{}/introduction", journey.case);
        clinic.post("asha", &path, &json!({})).await.unwrap().expect(200).unwrap();
        until_told(clinic, &journey.case).await;
        crate::logbook::until_quiet(&clinic.stack).await.unwrap();
        clinic.stack.aws.json("events", "AWSEvents.EnableRule", &named).await.unwrap();
        assert_eq!(letters_to(clinic, address).await, 0);

        daily(clinic, &journey).await;
        clinic.mail(address, INTRODUCTION, 0).await.unwrap();
        daily(clinic, &journey).await;
        crate::logbook::until_quiet(&clinic.stack).await.unwrap();
        assert_eq!(letters_to(clinic, address).await, 1);
    });
}

#[test]
fn an_erasure_that_nobody_finished_is_finished_by_the_daily_look() {
    on_quiet_stack(async |clinic| {
        let mut journey = of_tern(clinic, "half.erased@home.example");
        journey.to_records_asked().await.unwrap();
        journey.nurse("consent/withdraw", &json!({})).await.unwrap();
        crate::logbook::until_quiet(&clinic.stack).await.unwrap();
        let heard = rule(clinic, "KeepingHeard").await;
        clinic.stack.aws.json("events", "AWSEvents.DisableRule", &heard).await.unwrap();
        let path = format!("/cases/{}", journey.case);
        let grounds = json!({"grounds": "lawful-request"});
        let erased = clinic.post("operator", &format!("{path}/erase"), &grounds).await.unwrap();
        erased.expect(200).unwrap();
        until_told(clinic, &journey.case).await;
        crate::logbook::until_quiet(&clinic.stack).await.unwrap();
        clinic.stack.aws.json("events", "AWSEvents.EnableRule", &heard).await.unwrap();
        let certificate = format!("{path}/certificate");
        let asked = clinic.get("operator", &certificate).await.unwrap();
        assert_eq!(asked.code(), "being-erased", "{}", asked.body);

        daily(clinic, &journey).await;
        crate::logbook::until_quiet(&clinic.stack).await.unwrap();
        clinic.get("operator", &certificate).await.unwrap().expect(200).unwrap();
    });
}
