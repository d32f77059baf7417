//! A dependency that is away: what it holds up waits, somebody could be told, and everything arrives
//! afterwards, once. The local queues are as deep in seconds as the cloud's are in eight hours.

use crate::house::{of_tern, on_stack};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use testkit::journey::INTRODUCTION;
use testkit::{Clinic, Journey, mailbox};

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(150);

async fn sqs(clinic: &Clinic, action: &str, body: Value) -> Value {
    clinic.stack.aws.json("sqs", &format!("AmazonSQS.{action}"), &body).await.unwrap()
}

/// Messages of a queue, whether they wait or are being heard.
async fn depth(clinic: &Clinic, queue: &str) -> u64 {
    let asked = json!({"QueueUrl": clinic.stack.output(queue), "AttributeNames": ["All"]});
    let attributes = sqs(clinic, "GetQueueAttributes", asked).await;
    let names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"];
    let number = |name: &&str| attributes["Attributes"][name].as_str()?.parse::<u64>().ok();
    names.iter().filter_map(number).sum()
}

pub async fn until(clinic: &Clinic, queue: &str, wanted: impl Fn(u64) -> bool) {
    let began = Instant::now();
    while !wanted(depth(clinic, queue).await) {
        assert!(began.elapsed() < PATIENCE, "{queue} has {}", depth(clinic, queue).await);
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

/// Sends what was put aside again, as `StartMessageMoveTask` does in the cloud.
async fn redrive(clinic: &Clinic, from: &str, to: &str) {
    let (from, to) = (clinic.stack.output(from), clinic.stack.output(to));
    let asked = json!({"QueueUrl": from, "MaxNumberOfMessages": 10});
    let received = sqs(clinic, "ReceiveMessage", asked).await;
    for message in received["Messages"].as_array().into_iter().flatten() {
        sqs(clinic, "SendMessage", json!({"QueueUrl": to, "MessageBody": message["Body"]})).await;
        let done = json!({"QueueUrl": from, "ReceiptHandle": message["ReceiptHandle"]});
        sqs(clinic, "DeleteMessage", done).await;
    }
}

/// Without its sender no mail is taken. The local AWS keeps an identity for each of its two interfaces.
async fn take_the_sender_away(clinic: &Clinic) {
    let domain = testkit::stack::DOMAIN;
    let path = format!("/v2/email/identities/{domain}");
    clinic.stack.aws.rest("ses", "DELETE", &path, &Value::Null).await.unwrap();
    let forget = format!("Action=DeleteIdentity&Version=2010-12-01&Identity={domain}");
    clinic.stack.aws.query("ses", &forget).await.unwrap();
}

async fn give_the_sender_back(clinic: &Clinic) {
    let domain = testkit::stack::DOMAIN;
    let verify = format!("Action=VerifyDomainIdentity&Version=2010-12-01&Domain={domain}");
    clinic.stack.aws.query("ses", &verify).await.unwrap();
}

pub async fn letters_to(clinic: &Clinic, address: &str) -> usize {
    let mails = mailbox::all(&clinic.stack.aws).await.unwrap();
    let to = |mail: &&mailbox::Mail| mail.to == [address] && mail.subject == INTRODUCTION;
    mails.iter().filter(to).count()
}

/// A claim that was made before the sender went away is only taken over after a minute.
pub async fn until_sent(clinic: &Clinic, address: &str) {
    let began = Instant::now();
    while letters_to(clinic, address).await == 0 {
        assert!(began.elapsed() < PATIENCE, "no letter came to {address}");
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

async fn introduced(clinic: &'static Clinic, journey: &Journey<'_>) {
    let path = format!("/cases/{}/introduction", journey.case);
    clinic.post("asha", &path, &json!({})).await.unwrap().expect(200).unwrap();
}

#[test]
fn what_a_dependency_holds_up_arrives_once_when_it_is_back() {
    on_stack(async |clinic| {
        let addresses = ["held.up@home.example", "put.aside@home.example"];
        let mut waiting = Vec::new();
        for address in addresses {
            let mut journey = of_tern(clinic, address);
            journey.refer().await.unwrap();
            journey.nurse("assign", &json!({"nurse": "asha"})).await.unwrap();
            waiting.push(journey);
        }
        until(clinic, "NotifyQueue", |waiting| waiting == 0).await;
        take_the_sender_away(clinic).await;
        introduced(clinic, &waiting[1]).await;
        // The alarm on age would ring: the event waits far longer than five minutes' share of eight hours.
        until(clinic, "NotifyQueue", |waiting| waiting == 1).await;
        // As long as the queue is deep. Then the event is put aside, where the other alarm sees it.
        until(clinic, "NotifyFailed", |aside| aside == 1).await;
        introduced(clinic, &waiting[0]).await;
        until(clinic, "NotifyQueue", |waiting| waiting == 1).await;
        assert_eq!(letters_to(clinic, addresses[0]).await, 0);

        give_the_sender_back(clinic).await;
        until_sent(clinic, addresses[0]).await;
        assert_eq!(letters_to(clinic, addresses[1]).await, 0);
        redrive(clinic, "NotifyFailed", "NotifyQueue").await;
        until_sent(clinic, addresses[1]).await;
        for queue in ["NotifyQueue", "NotifyFailed"] {
            until(clinic, queue, |waiting| waiting == 0).await;
        }
        for address in addresses {
            assert_eq!(letters_to(clinic, address).await, 1, "{address}");
        }
    });
}
