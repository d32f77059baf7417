//! What was planted as private is found nowhere that it must not be.

use crate::house::{HEARD, after_the_walk, owners_s3};
use testkit::journey::{NURSE, PLANTED};
use testkit::{Clinic, mailbox};

fn none_planted(place: &str, texts: &[String]) {
    assert!(!texts.is_empty(), "{place}: nothing was looked at");
    for text in texts {
        for word in PLANTED {
            assert!(!text.contains(word), "{word} is in {place}");
        }
    }
}

#[test]
fn no_log_names_anything_private() {
    after_the_walk(async |clinic, _| {
        none_planted("a log", &clinic.stack.log_lines().await.unwrap());
    });
}

#[test]
fn no_event_on_the_bus_names_anything_private() {
    after_the_walk(async |clinic, _| {
        let url =
            format!("{}/_ministack/sqs/messages?account=000000000000", clinic.stack.aws.endpoint());
        let heard = reqwest::get(url).await.unwrap().text().await.unwrap();
        assert!(
            heard.contains(HEARD) && heard.contains("report-released"),
            "the bus was not heard"
        );
        none_planted("an event", &[heard]);
    });
}

#[test]
fn no_subject_of_a_mail_names_anything_private() {
    after_the_walk(async |clinic, _| {
        let mails = mailbox::all(&clinic.stack.aws).await.unwrap();
        let subjects: Vec<String> = mails.into_iter().map(|mail| mail.subject).collect();
        none_planted("a subject", &subjects);
    });
}

#[test]
fn no_url_names_anything_private() {
    after_the_walk(async |clinic, _| {
        let mails = mailbox::all(&clinic.stack.aws).await.unwrap();
        let links = mails.iter().filter_map(|mail| mail.link().map(str::to_owned));
        let urls: Vec<String> = links.chain(clinic.urls()).collect();
        none_planted("a URL", &urls);
    });
}

#[test]
fn no_key_in_the_bucket_names_anything_private() {
    after_the_walk(async |clinic, _| {
        let s3 = owners_s3(clinic);
        let bucket = clinic.stack.output("DocumentsBucket");
        let versions = s3.list_object_versions().bucket(bucket).send().await.unwrap();
        let keys: Vec<String> =
            versions.versions().iter().filter_map(|it| it.key().map(str::to_owned)).collect();
        none_planted("a key", &keys);
    });
}

#[test]
fn no_table_holds_anything_private_in_clear() {
    after_the_walk(async |clinic, _| {
        for table in ["Cases", "Sheets", "Keys", "Access", "Ledger"] {
            none_planted(table, &items(clinic, table).await);
        }
    });
}

pub async fn items(clinic: &Clinic, table: &str) -> Vec<String> {
    let client = aws_sdk_dynamodb::Client::new(&clinic.stack.owner().config);
    let name = clinic.stack.output(&format!("{table}Table"));
    let mut items = client.scan().table_name(name).into_paginator().items().send();
    let mut texts = Vec::new();
    while let Some(item) = items.next().await {
        texts.push(format!("{:?}", item.unwrap()));
    }
    texts
}

fn encoded(text: &str) -> String {
    let hex = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(hex).collect()
}

#[test]
fn a_look_that_cannot_be_noted_is_not_given() {
    after_the_walk(async |clinic, walked| {
        let path = format!("/cases/{}", walked.case);
        let role = clinic.stack.output("CaseworkRole");
        let aws = &clinic.stack.aws;
        let deny = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"dynamodb:PutItem","Resource":"*"}]}"#;
        let named = format!("Version=2010-05-08&RoleName={role}&PolicyName=no-notes");
        let put = format!("Action=PutRolePolicy&{named}&PolicyDocument={}", encoded(deny));
        aws.query("iam", &put).await.unwrap();
        for path in [path.clone(), format!("{path}/timeline"), format!("{path}/log")] {
            let answer = clinic.get(NURSE, &path).await.unwrap();
            assert!(answer.status >= 500, "{path}: {}", answer.status);
            none_planted("an answer", &[answer.body]);
        }
        aws.query("iam", &format!("Action=DeleteRolePolicy&{named}")).await.unwrap();
        clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap();
    });
}
