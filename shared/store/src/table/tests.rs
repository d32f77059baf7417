//! The helper's own contract, tried with the real SDK on an embedded DynamoDB. It never reports a
//! conflict or a throttle, so those reasons are made by hand.

use super::{Attempt, Cancellation, Outcome, Table, not_written};
use crate::item::{Item, bytes, keyed, number, read_number, text, with};
use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::CancellationReason;
use aws_sdk_dynamodb::types::error::TransactionCanceledException;
use futures::TryStreamExt;
use runtime::Kind;

const DOING: &str = "testing a table";

async fn table() -> Table {
    Table::new(&testkit::embedded::start().await.unwrap(), "Access".to_owned())
}

fn entry(sk: &str, value: u64) -> Item {
    with(keyed("PK", sk), "value", number(value))
}

#[tokio::test]
async fn a_failed_condition_is_an_outcome_when_attempted_and_a_fault_when_sent() {
    let table = table().await;
    table.put_once(entry("a", 1)).send(DOING).await.unwrap();
    let again = || table.put_once(entry("a", 2));
    assert_eq!(again().attempt(DOING).await.unwrap(), Outcome::Clashed(vec![0]));
    assert_eq!(again().send(DOING).await.unwrap_err().kind, Kind::Broken);
    let delete = table.delete(keyed("PK", "a")).when("attribute_not_exists(pk)");
    assert_eq!(delete.attempt(DOING).await.unwrap(), Outcome::Clashed(vec![0]));
    let kept = table.get(DOING, keyed("PK", "a")).await.unwrap();
    assert_eq!(kept, Some(entry("a", 1)));
    table.put(entry("a", 3)).send(DOING).await.unwrap();
    table.delete(keyed("PK", "a")).send(DOING).await.unwrap();
    assert_eq!(table.get(DOING, keyed("PK", "a")).await.unwrap(), None);
}

#[tokio::test]
async fn an_update_is_read_back_as_it_left_the_item() {
    let table = table().await;
    table.put(entry("a", 1)).send(DOING).await.unwrap();
    let raise = |least: u64| {
        let raise = table.update(keyed("PK", "a"), "SET #value = #value + :one");
        let raise = raise.when("#value >= :least").name("#value", "value");
        raise.value(":one", number(1)).value(":least", number(least))
    };
    assert_eq!(raise(1).read_back(DOING).await.unwrap(), Some(entry("a", 2)));
    assert_eq!(raise(3).read_back(DOING).await.unwrap(), None);
}

#[tokio::test]
async fn a_cancelled_transaction_names_every_failed_condition_and_writes_nothing() {
    let table = table().await;
    let other = table.beside("Cases");
    table.put(entry("a", 1)).send(DOING).await.unwrap();
    other.put(entry("c", 1)).send(DOING).await.unwrap();
    let parts = |c: &str| {
        vec![
            table.put_once(entry("a", 2)).part(),
            table.put_once(entry("b", 2)).part(),
            other.put_once(entry(c, 2)).part(),
        ]
    };
    assert_eq!(table.transact(DOING, parts("c")).await.unwrap(), Outcome::Clashed(vec![0, 2]));
    assert_eq!(table.transact(DOING, parts("d")).await.unwrap(), Outcome::Clashed(vec![0]));
    assert_eq!(table.get(DOING, keyed("PK", "b")).await.unwrap(), None);
    table.delete(keyed("PK", "a")).send(DOING).await.unwrap();
    assert_eq!(table.transact(DOING, parts("d")).await.unwrap(), Outcome::Written);
    assert_eq!(other.get(DOING, keyed("PK", "d")).await.unwrap(), Some(entry("d", 2)));
    let check =
        |tries| table.check(keyed("PK", "a"), "tries = :tries", [(":tries", number(tries))]);
    let writes = vec![table.put(entry("e", 1)).part(), check(1)];
    assert_eq!(table.transact(DOING, writes).await.unwrap(), Outcome::Clashed(vec![1]));
    let tried = with(keyed("PK", "a"), "tries", number(1));
    table.put(tried).send(DOING).await.unwrap();
    let writes = vec![table.put(entry("e", 1)).part(), check(1)];
    assert_eq!(table.transact(DOING, writes).await.unwrap(), Outcome::Written);
}

#[tokio::test]
async fn a_query_is_read_over_its_pages_counted_and_cut() {
    let table = table().await;
    // A page of DynamoDB ends after a megabyte.
    for (value, sk) in ["a-1", "a-2", "a-3", "a-4", "b-1"].into_iter().enumerate() {
        let item = entry(sk, u64::try_from(value).unwrap());
        table.put(with(item, "load", bytes(vec![7; 350_000]))).send(DOING).await.unwrap();
    }
    let all = || table.under(DOING, "PK");
    let value = |item: &Item| read_number(DOING, item, "value");
    assert_eq!(all().collect(value).await.unwrap(), [0, 1, 2, 3, 4]);
    assert_eq!(all().eventual().collect(value).await.unwrap(), [0, 1, 2, 3, 4]);
    assert_eq!(all().count().await.unwrap(), 5);
    assert_eq!(all().first(1).await.unwrap().len(), 1);
    assert_eq!(all().beginning("a-").collect(value).await.unwrap(), [0, 1, 2, 3]);
    let after = all().and("sk > :place", [(":place", text("a-3"))]);
    assert_eq!(after.collect(value).await.unwrap(), [3, 4]);
    let scanned = table.scan(DOING, "sk = :value", text("b-1"), "value");
    assert_eq!(scanned.try_collect::<Vec<_>>().await.unwrap().len(), 1);
}

fn reasons(codes: &[&str]) -> Vec<CancellationReason> {
    codes.iter().map(|code| CancellationReason::builder().code(*code).build()).collect()
}

fn of(codes: &[&str]) -> Cancellation {
    Cancellation::of(&reasons(codes))
}

#[test]
fn failed_conditions_are_told_by_position_whatever_else_went_wrong() {
    const FAILED: &str = "ConditionalCheckFailed";
    assert_eq!(of(&["None", FAILED]), Cancellation::Clashed(vec![1]));
    assert_eq!(of(&[FAILED, "None", FAILED]), Cancellation::Clashed(vec![0, 2]));
    for other in ["TransactionConflict", "ThrottlingError", "ValidationError"] {
        assert_eq!(of(&[other, FAILED]), Cancellation::Clashed(vec![1]), "{other}");
    }
}

#[test]
fn a_conflict_and_a_throttle_may_be_tried_again_and_nothing_else_may() {
    assert_eq!(of(&["None", "TransactionConflict"]), Cancellation::Conflict);
    for code in ["ThrottlingError", "ProvisionedThroughputExceeded"] {
        assert_eq!(of(&[code, "TransactionConflict", "None"]), Cancellation::Throttled);
    }
    for code in ["ValidationError", "ItemCollectionSizeLimitExceeded", "NeverHeardOf"] {
        let expected = Cancellation::Broken(code.to_owned());
        assert_eq!(of(&["TransactionConflict", code, "ThrottlingError"]), expected);
    }
}

#[test]
fn a_caller_hears_of_a_clash_and_otherwise_whether_to_try_again() {
    let heard = |codes: &[&str]| {
        let cancelled = TransactionCanceledException::builder();
        let cancelled = cancelled.set_cancellation_reasons(Some(reasons(codes))).build();
        let error = TransactWriteItemsError::TransactionCanceledException(cancelled);
        let response = HttpResponse::new(400.try_into().unwrap(), "".into());
        not_written(DOING, &SdkError::service_error(error, response)).map_err(|fault| fault.kind)
    };
    assert_eq!(
        heard(&["None", "ConditionalCheckFailed"]),
        Ok(Attempt::Done(Outcome::Clashed(vec![1])))
    );
    assert_eq!(heard(&["None", "TransactionConflict"]), Ok(Attempt::Conflict));
    assert_eq!(heard(&["ThrottlingError"]), Err(Kind::Busy));
    assert_eq!(heard(&["ValidationError", "TransactionConflict"]), Err(Kind::Broken));
}
