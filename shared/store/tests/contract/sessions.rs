//! Sessions: how long they last, and that a closed one carries no change.

use crate::builders::{access, after, cases, id, introduced, link, new_case, now, session, tables};
use store::{Access, AppendError, Clash, OneTimeCode, digest};

async fn opened(access: &Access) {
    let code = OneTimeCode { code: digest("1"), browser: digest("b"), expires: now() };
    access.put_code("token", &link(), &code, "asked", now()).await.unwrap();
    access.open_session("token", &code, "s", &session(), now()).await.unwrap();
}

#[tokio::test]
async fn a_session_that_lies_idle_for_half_an_hour_is_over_to_the_second() {
    let aws = tables().await;
    let access = access(&aws);
    opened(&access).await;
    assert!(access.session("s", after(29, 59)).await.unwrap().is_some());
    // The look has begun another half hour.
    assert!(access.session("s", after(59, 58)).await.unwrap().is_some());
    assert!(access.session("s", after(89, 58)).await.unwrap().is_none());
}

#[tokio::test]
async fn the_use_of_a_session_is_written_down_once_a_minute() {
    let aws = tables().await;
    let access = access(&aws);
    opened(&access).await;
    let until = async || {
        let client = aws_sdk_dynamodb::Client::new(&aws.config);
        let all = client.scan().table_name("Access").send().await.unwrap();
        let session = all.items().iter().find(|item| item.contains_key("idle_until")).unwrap();
        session["idle_until"].as_n().unwrap().clone()
    };
    let begun = until().await;
    for seconds in [1, 20, 59] {
        access.session("s", after(0, seconds)).await.unwrap().unwrap();
    }
    assert_eq!(until().await, begun);
    access.session("s", after(1, 0)).await.unwrap().unwrap();
    assert_ne!(until().await, begun);
}

#[tokio::test]
async fn a_session_lasts_two_hours_however_busy_it_is() {
    let aws = tables().await;
    let access = access(&aws);
    opened(&access).await;
    for minutes in [20, 40, 60, 80, 100, 119] {
        assert!(access.session("s", after(minutes, 59)).await.unwrap().is_some(), "{minutes}");
    }
    assert!(access.session("s", after(120, 0)).await.unwrap().is_none());
    // An end is an end: looking at it does not bring it back.
    assert!(access.session("s", after(120, 1)).await.unwrap().is_none());
}

#[tokio::test]
async fn a_closed_session_cannot_carry_a_change() {
    let aws = tables().await;
    let access = access(&aws);
    opened(&access).await;
    let loaded = new_case(&aws, "case-1").await;
    access.close_session("s").await.unwrap();
    let change = introduced().with(access.session_still_open("s"));
    let refused = cases(&aws).append(loaded, change, now()).await;
    assert!(matches!(refused, Err(AppendError::Clash(Clash::Access))));
    assert_eq!(cases(&aws).log(&id("case-1")).await.unwrap().len(), 2);
}
