//! The access log: a day's looks, and what erasure takes out of it.

use crate::builders::{access, id, now, nurse, tables};
use domain::Actor;
use domain::question::{Item, ReadFor, Reading};
use jiff::civil::date;

#[tokio::test]
async fn the_looks_of_a_day_are_hashed_and_those_of_doctors_lose_their_names() {
    let aws = tables().await;
    let look = |who: Actor| Reading::new(&who, &[Item::Contact], ReadFor::Casework, now());
    let doctor = Actor::Specialist(id("sp-1"));
    access(&aws).note_read(&id("case-1"), &look(nurse())).await.unwrap();
    access(&aws).note_read(&id("case-1"), &look(doctor)).await.unwrap();
    let of_day = access(&aws).reading_hashes_on(date(2026, 11, 2)).await.unwrap();
    assert_eq!(of_day.len(), 2);
    assert_eq!(access(&aws).reading_hashes_on(date(2026, 11, 3)).await.unwrap(), []);
    let mut of_case: Vec<String> = access(&aws)
        .reading_hashes(&id("case-1"))
        .await
        .unwrap()
        .into_iter()
        .map(|(_, hash)| hash)
        .collect();
    of_case.sort();
    assert_eq!(of_case, of_day.into_iter().map(|(_, hash)| hash).collect::<Vec<_>>());
    access(&aws).forget_readers(&id("case-1")).await.unwrap();
    let left = access(&aws).readings(&id("case-1")).await.unwrap();
    assert_eq!(left.iter().map(|reading| reading.who.clone()).collect::<Vec<_>>(), [nurse()]);
    assert_eq!(access(&aws).reading_hashes(&id("case-1")).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_look_that_was_written_over_has_another_hash() {
    let aws = tables().await;
    let look = Reading::new(&nurse(), &[Item::Contact], ReadFor::Casework, now());
    access(&aws).note_read(&id("case-1"), &look).await.unwrap();
    let hashes = async || access(&aws).reading_hashes(&id("case-1")).await.unwrap();
    let noted = hashes().await;
    let client = aws_sdk_dynamodb::Client::new(&aws.config);
    let all = client.scan().table_name("Access").send().await.unwrap();
    let mut item = all.items()[0].clone();
    item.insert("body".to_owned(), aws_sdk_dynamodb::types::AttributeValue::S("{}".to_owned()));
    client.put_item().table_name("Access").set_item(Some(item)).send().await.unwrap();
    let edited = hashes().await;
    assert_eq!(edited[0].0, noted[0].0);
    assert_ne!(edited[0].1, noted[0].1);
}
