//! The chain of a log: whatever is done to a record is named, and erasure breaks nothing.

use crate::builders::{cases, id, new_case, now, nurse, of, tables};
use aws_sdk_dynamodb::types::AttributeValue;
use domain::{Actor, Event, casework, keeping};
use runtime::Aws;
use std::collections::HashMap;
use store::{Change, FlawKind, LogFlaw, digest};

type Item = HashMap<String, AttributeValue>;

#[tokio::test]
async fn an_edited_record_is_named_also_when_its_hash_was_made_to_fit() {
    let edited = tampered(async |client| {
        let mut item = read(&client, 4).await;
        let record = item["record"].as_s().unwrap().replace("marked-urgent", "resumed");
        item.insert("record".to_owned(), AttributeValue::S(record));
        write(&client, item).await;
    })
    .await;
    assert_eq!(edited, [LogFlaw { sequence: 4, how: FlawKind::Edited }]);
    let fitted = tampered(async |client| {
        let mut item = read(&client, 4).await;
        let record = item["record"].as_s().unwrap().replace("marked-urgent", "resumed");
        item.insert("content".to_owned(), AttributeValue::S(digest(&record)));
        item.insert("record".to_owned(), AttributeValue::S(record));
        write(&client, item).await;
    })
    .await;
    assert_eq!(fitted, [LogFlaw { sequence: 4, how: FlawKind::Unlinked }]);
}

#[tokio::test]
async fn a_removed_a_reordered_and_a_cut_off_record_are_named() {
    let removed = tampered(async |client| remove(&client, 3).await).await;
    assert_eq!(removed[0], LogFlaw { sequence: 4, how: FlawKind::Removed });
    let cut = tampered(async |client| remove(&client, 5).await).await;
    assert_eq!(cut, [LogFlaw { sequence: 5, how: FlawKind::CutOff }]);
    let reordered = tampered(async |client| {
        let (mut third, mut fourth) = (read(&client, 3).await, read(&client, 4).await);
        let place = third.insert("sk".to_owned(), fourth["sk"].clone()).unwrap();
        fourth.insert("sk".to_owned(), place);
        write(&client, third).await;
        write(&client, fourth).await;
    })
    .await;
    let places: Vec<u64> = reordered
        .iter()
        .filter(|flaw| flaw.how == FlawKind::Reordered)
        .map(|flaw| flaw.sequence)
        .collect();
    assert_eq!(places, [3, 4]);
}

#[tokio::test]
async fn a_head_of_an_older_fold_takes_nothing_that_was_appended_since_it_was_read() {
    let aws = tables().await;
    let client = aws_sdk_dynamodb::Client::new(&aws.config);
    let loaded = new_case(&aws, "case-1").await;
    // The head as a reader has it whose next read, of the log, comes after another writer's append.
    let mut head = head_of(&client).await;
    let change = Change::of(&nurse(), vec![Event::Casework(casework::Event::MarkedUrgent)]);
    let after = cases(&aws).append(loaded, change.clone(), now()).await.unwrap();
    head.insert("fold".to_owned(), AttributeValue::N("0".to_owned()));
    write(&client, head).await;
    let read = cases(&aws).load(&id("case-1")).await.unwrap().unwrap();
    assert_eq!(read.case.version + 1, after.case.version);
    assert!(cases(&aws).append(read, change, now()).await.is_err());
}

#[tokio::test]
async fn the_first_read_after_a_raised_fold_version_writes_the_new_head() {
    let aws = tables().await;
    let client = aws_sdk_dynamodb::Client::new(&aws.config);
    new_case(&aws, "case-1").await;
    let current = head_of(&client).await;
    let mut old = current.clone();
    old.insert("fold".to_owned(), AttributeValue::N("0".to_owned()));
    old.insert("folded".to_owned(), AttributeValue::S("{}".to_owned()));
    write(&client, old.clone()).await;
    let reader = store::Cases::to_read(&aws, "Cases".to_owned());
    let read = reader.load(&id("case-1")).await.unwrap().unwrap();
    assert_eq!(head_of(&client).await, old, "a function that only reads has written");
    let again = cases(&aws).load(&id("case-1")).await.unwrap().unwrap();
    assert_eq!((again.case == read.case, head_of(&client).await), (true, current));
}

#[tokio::test]
async fn a_head_of_newer_rules_is_left_as_it_is() {
    let aws = tables().await;
    let client = aws_sdk_dynamodb::Client::new(&aws.config);
    new_case(&aws, "case-1").await;
    let mut newer = head_of(&client).await;
    newer.insert("fold".to_owned(), AttributeValue::N("1000".to_owned()));
    write(&client, newer.clone()).await;
    assert!(cases(&aws).load(&id("case-1")).await.unwrap().is_some());
    assert_eq!(head_of(&client).await, newer);
}

async fn head_of(client: &aws_sdk_dynamodb::Client) -> Item {
    let text = |value: &str| AttributeValue::S(value.to_owned());
    let get = client.get_item().table_name("Cases").key("pk", text("CASE#case-1"));
    get.key("sk", text("CASE")).send().await.unwrap().item.unwrap()
}

#[tokio::test]
async fn a_dropped_content_leaves_the_chain_whole() {
    let dropped = tampered(async |client| {
        let mut item = read(&client, 4).await;
        item.remove("record");
        write(&client, item).await;
    })
    .await;
    assert_eq!(dropped, []);
}

#[tokio::test]
async fn an_erased_log_still_verifies_and_still_folds_to_its_head() {
    let aws = tables().await;
    let loaded = new_case(&aws, "case-1").await;
    let by = Actor::Specialist(id("sp-1"));
    let told: Vec<Event> = vec![domain::consent::Event::Lapsed.into()];
    let loaded = cases(&aws).append(loaded, of(told), now()).await.unwrap();
    let reviewed = domain::report::Event::Reviewed { mode: None, sheet: None };
    let loaded =
        cases(&aws).append(loaded, Change::of(&by, vec![reviewed.into()]), now()).await.unwrap();
    let grounds = keeping::ErasureGrounds::LawfulRequest;
    let erased = keeping::Event::Erased { grounds };
    cases(&aws).append(loaded, of(vec![erased.into()]), now()).await.unwrap();

    for _ in 0..2 {
        let dropped = cases(&aws).drop_contents(&id("case-1")).await.unwrap();
        assert_eq!((dropped.records, dropped.dropped), (5, 1));
    }
    assert_eq!(cases(&aws).count_dropped(&id("case-1")).await.unwrap().dropped, 1);
    assert_eq!(broken(&aws).await, []);
    assert_eq!(cases(&aws).log(&id("case-1")).await.unwrap().len(), 4);
    assert_eq!(cases(&aws).event(&id("case-1"), 4).await.unwrap(), None);
    // If the head has another fold version, the case is folded again from what is left of the log.
    let client = aws_sdk_dynamodb::Client::new(&aws.config);
    let mut head = record(1);
    head.insert("sk".to_owned(), AttributeValue::S("CASE".to_owned()));
    let before = cases(&aws).load(&id("case-1")).await.unwrap().unwrap().case;
    let old = client.update_item().table_name("Cases").set_key(Some(head));
    let old = old.update_expression("SET fold = :old");
    let zero = AttributeValue::N("0".to_owned());
    old.expression_attribute_values(":old", zero).send().await.unwrap();
    let again = cases(&aws).load(&id("case-1")).await.unwrap().unwrap().case;
    assert_eq!((again.keeping.erased, again.version), (before.keeping.erased, before.version));
}

/// What is wrong with a case of five records after somebody with rights to the table changed its
/// items.
async fn tampered<F, T>(with: F) -> Vec<LogFlaw>
where
    F: FnOnce(aws_sdk_dynamodb::Client) -> T,
    T: Future<Output = ()>,
{
    let aws = tables().await;
    let mut loaded = new_case(&aws, "case-1").await;
    for event in
        [casework::Event::IntroductionSent, casework::Event::MarkedUrgent, casework::Event::Resumed]
    {
        let change = Change::of(&nurse(), vec![event.into()]);
        loaded = cases(&aws).append(loaded, change, now()).await.unwrap();
    }
    assert_eq!(broken(&aws).await, []);
    with(aws_sdk_dynamodb::Client::new(&aws.config)).await;
    broken(&aws).await
}

async fn broken(aws: &Aws) -> Vec<LogFlaw> {
    cases(aws).verify(&id("case-1"), &[]).await.unwrap().unwrap().0
}

fn record(sequence: u64) -> Item {
    let text = |value: String| AttributeValue::S(value);
    let (pk, sk) = ("CASE#case-1".to_owned(), format!("EVENT#{sequence:06}"));
    [("pk".to_owned(), text(pk)), ("sk".to_owned(), text(sk))].into()
}

async fn remove(client: &aws_sdk_dynamodb::Client, sequence: u64) {
    let delete = client.delete_item().table_name("Cases").set_key(Some(record(sequence)));
    delete.send().await.unwrap();
}

async fn read(client: &aws_sdk_dynamodb::Client, sequence: u64) -> Item {
    let get = client.get_item().table_name("Cases").set_key(Some(record(sequence)));
    get.send().await.unwrap().item.unwrap()
}

async fn write(client: &aws_sdk_dynamodb::Client, item: Item) {
    client.put_item().table_name("Cases").set_item(Some(item)).send().await.unwrap();
}
