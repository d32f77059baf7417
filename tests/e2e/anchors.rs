//! Anchors: what cannot be hidden even by writing a log again from its beginning.

use crate::house::{of_tern, on_stack};
use aws_sdk_dynamodb::types::AttributeValue;
use aws_sdk_dynamodb::types::AttributeValue::S;
use domain::calendar::at_london;
use jiff::ToSpan;
use jiff::civil::time;
use serde_json::{Value, json};
use std::collections::HashMap;
use store::digest;
use testkit::journey::NURSE;
use testkit::{Clinic, Journey};

type Item = HashMap<String, AttributeValue>;

async fn verified(clinic: &Clinic, journey: &Journey<'_>) -> Value {
    let path = format!("/cases/{}/verify", journey.case);
    clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json()
}

async fn query(clinic: &Clinic, table: &str, pk: String) -> Vec<Item> {
    let client = aws_sdk_dynamodb::Client::new(&clinic.stack.owner().config);
    let query = client.query().table_name(clinic.stack.output(table));
    let query =
        query.key_condition_expression("pk = :pk").expression_attribute_values(":pk", S(pk));
    query.send().await.unwrap().items.unwrap()
}

async fn put(clinic: &Clinic, item: Item) {
    let client = aws_sdk_dynamodb::Client::new(&clinic.stack.owner().config);
    let put = client.put_item().table_name(clinic.stack.output("CasesTable"));
    put.set_item(Some(item)).send().await.unwrap();
}

/// Changes a record and makes every hash after it and the head's fit again, as somebody with all the
/// table's rights could.
async fn write_again(clinic: &Clinic, case: &str) {
    let mut items = query(clinic, "CasesTable", format!("CASE#{case}")).await;
    items.sort_by_key(|item| item["sk"].as_s().unwrap().clone());
    let (mut head, events) = (items.remove(0), items);
    let mut chain = "0".repeat(64);
    for (place, mut item) in events.into_iter().enumerate() {
        let mut record = item["record"].as_s().unwrap().clone();
        if place == 2 {
            record = record.replace("asha", "ben");
        }
        let sequence = String::from_utf8((place as u64 + 1).to_be_bytes().to_vec()).unwrap();
        let content = digest(&record);
        let link = digest(&format!("{chain}{sequence}{content}"));
        for (name, value) in
            [("record", record), ("content", content), ("previous", chain), ("chain", link.clone())]
        {
            item.insert(name.to_owned(), S(value));
        }
        chain = link;
        put(clinic, item).await;
    }
    head.insert("chain".to_owned(), S(chain));
    put(clinic, head).await;
}

#[test]
fn a_log_written_again_and_a_look_that_vanished_are_named_by_the_day_that_was_anchored() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "well.anchored@home.example");
        journey.to_consent().await.unwrap();
        let path = format!("/cases/{}", journey.case);
        clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap();
        let day = journey.today();
        assert_eq!(verified(clinic, &journey).await["anchors"], 0);
        // Anchors are of the day before, whether people work on that day or not.
        let past_midnight = at_london(day.tomorrow().unwrap(), time(0, 15, 0, 0));
        // The run failed, and is redriven two days later: it still anchors the day that it was meant for.
        journey.move_to(past_midnight.checked_add(48.hours()).unwrap()).unwrap();
        let clock = clinic.stack.output("ClockFunction");
        let event = json!({"schedule": "daily", "at": past_midnight.to_string()});
        let dropped = clinic.stack.aws.invoke(clock, &event).await.unwrap();
        assert!(dropped["done"].as_u64().unwrap() >= 1, "{dropped}");
        // A second time changes nothing.
        clinic.stack.aws.invoke(clock, &event).await.unwrap();
        let whole = verified(clinic, &journey).await;
        assert_eq!((&whole["whole"], &whole["anchors"]), (&json!(true), &json!(1)), "{whole}");

        let bucket = clinic.stack.output("AnchorsBucket");
        let config = aws_sdk_s3::config::Builder::from(&clinic.stack.owner().config);
        let s3 = aws_sdk_s3::Client::from_conf(config.force_path_style(true).build());
        let prefix = format!("cases/{}/", journey.case);
        let listed = s3.list_object_versions().bucket(bucket).prefix(prefix).send().await.unwrap();
        assert_eq!(listed.versions().len(), 1);
        let (key, version) =
            (listed.versions()[0].key().unwrap(), listed.versions()[0].version_id().unwrap());
        let deleted = s3.delete_object().bucket(bucket).key(key).version_id(version).send().await;
        assert!(deleted.is_err(), "an anchor was deleted");
        // Another one laid over it does not count.
        let forged = aws_sdk_s3::primitives::ByteStream::from_static(b"{}");
        s3.put_object().bucket(bucket).key(key).body(forged).send().await.unwrap();

        write_again(clinic, &journey.case).await;
        let broken = verified(clinic, &journey).await;
        assert_eq!(broken["broken"], json!([]), "the log fits in itself");
        let version = &broken["records"];
        let expected = json!([{"record": {"day": day.to_string(), "sequence": version}}]);
        assert_eq!(broken["breaches"], expected);

        let reads = query(clinic, "AccessTable", format!("READ#{}", journey.case)).await;
        let of_day = |item: &&Item| item["read_on"].as_s().unwrap() == &day.to_string();
        let look = reads.iter().find(of_day).unwrap();
        let client = aws_sdk_dynamodb::Client::new(&clinic.stack.owner().config);
        let key = ["pk", "sk"].map(|name| (name.to_owned(), look[name].clone()));
        let delete = client.delete_item().table_name(clinic.stack.output("AccessTable"));
        delete.set_key(Some(key.into())).send().await.unwrap();
        let broken = verified(clinic, &journey).await;
        assert_eq!(broken["breaches"][1], json!({"reads": {"day": day.to_string()}}));
    });
}
