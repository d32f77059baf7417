//! Codes: tries, the day's limit, and one session for each code.

use crate::builders::{access, after, link, now, session, tables};
use store::{CodePut, CodeTry, OneTimeCode, SessionOpening, digest};

#[tokio::test]
async fn two_redemptions_of_one_code_give_one_session() {
    let aws = tables().await;
    let access = access(&aws);
    let code = OneTimeCode { code: digest("1"), browser: digest("b"), expires: now() };
    access.put_code("token", &link(), &code, "asked-1", now()).await.unwrap();
    let session = session();
    let (first, second) = futures::future::join(
        access.open_session("token", &code, "one", &session, now()),
        access.open_session("token", &code, "two", &session, now()),
    )
    .await;
    let opened = [first.unwrap(), second.unwrap()];
    assert_eq!(opened.iter().filter(|opening| **opening == SessionOpening::Opened).count(), 1);
    let live =
        [access.session("one", now()).await.unwrap(), access.session("two", now()).await.unwrap()];
    assert_eq!(live.iter().flatten().count(), 1);
    assert_eq!(access.try_code("token", "b").await.unwrap(), CodeTry::Used);
}

#[tokio::test]
async fn a_code_has_five_tries_and_only_the_newest_works() {
    let aws = tables().await;
    let access = access(&aws);
    let code =
        |word: &str| OneTimeCode { code: digest(word), browser: digest("b"), expires: now() };
    access.put_code("token", &link(), &code("old"), "asked-2", now()).await.unwrap();
    access.put_code("token", &link(), &code("new"), "asked-3", now()).await.unwrap();
    assert_eq!(access.try_code("token", "another").await.unwrap(), CodeTry::OtherBrowser);
    for left in (0..5).rev() {
        let expected = CodeTry::Compare { code: code("new"), left };
        assert_eq!(access.try_code("token", "b").await.unwrap(), expected);
    }
    assert_eq!(access.try_code("token", "b").await.unwrap(), CodeTry::Locked);
    assert_eq!(access.try_code("token", "another").await.unwrap(), CodeTry::OtherBrowser);
    assert_eq!(access.try_code("no-such-token", "b").await.unwrap(), CodeTry::NoCode);
    let old = access.open_session("token", &code("old"), "s", &session(), now()).await.unwrap();
    assert_eq!(old, SessionOpening::CodeSpent);
}

#[tokio::test]
async fn a_link_is_sent_six_codes_a_day_and_its_party_ten() {
    let aws = tables().await;
    let access = access(&aws);
    let code = OneTimeCode { code: digest("1"), browser: digest("b"), expires: now() };
    let put = async |link_token: &str, asked: &str, at| {
        access.put_code(link_token, &link(), &code, asked, at).await.unwrap()
    };
    for time in 0..6 {
        assert_eq!(put("token", &format!("time-{time}"), now()).await, CodePut::Yes);
    }
    assert_eq!(put("token", "more", now()).await, CodePut::TooMany);
    // What one link has used up leaves some for a fresh one of the same party.
    for time in 0..4 {
        assert_eq!(put("fresh", &format!("time-{time}"), now()).await, CodePut::Yes);
    }
    assert_eq!(put("fresh", "more", now()).await, CodePut::TooMany);
    assert_eq!(put("another", "more", now()).await, CodePut::TooMany);
    // A code that could not be mailed is given back to both counts.
    access.take_back_code("fresh", &link(), "time-3", now()).await.unwrap();
    assert_eq!(put("fresh", "again", now()).await, CodePut::Yes);
    // An opened session does not reset the counts; the next day does.
    access.open_session("token", &code, "s", &session(), now()).await.unwrap();
    assert_eq!(put("token", "after-a-session", now()).await, CodePut::TooMany);
    assert_eq!(put("token", "next-day", after(24 * 60, 0)).await, CodePut::Yes);
}

#[tokio::test]
async fn secrets_are_never_in_the_table() {
    let aws = tables().await;
    let access = access(&aws);
    let code = OneTimeCode { code: digest("123456"), browser: digest("browser"), expires: now() };
    access.put_code("the-token", &link(), &code, "asked-9", now()).await.unwrap();
    access.open_session("the-token", &code, "the-secret", &session(), now()).await.unwrap();
    access.put_code("the-token", &link(), &code, "asked-10", now()).await.unwrap();
    let client = aws_sdk_dynamodb::Client::new(&aws.config);
    let all = client.scan().table_name("Access").send().await.unwrap();
    let written = format!("{:?}", all.items());
    for secret in ["the-token", "the-secret", "123456"] {
        assert!(!written.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn a_form_sent_again_sends_a_code_only_once_the_one_before_does_not_work() {
    let aws = tables().await;
    let access = access(&aws);
    let code = |word: &str, minutes| {
        let expires = after(minutes, 0);
        OneTimeCode { code: digest(word), browser: digest("b"), expires }
    };
    let put = async |code: &OneTimeCode, at| {
        access.put_code("token", &link(), code, "form", at).await.unwrap()
    };
    assert_eq!(put(&code("1", 10), now()).await, CodePut::Yes);
    assert_eq!(put(&code("2", 10), now()).await, CodePut::Again);
    assert_eq!(put(&code("2", 20), after(10, 0)).await, CodePut::Yes);
    // One that could not be mailed is forgotten; a newer one that took its place is not.
    access.take_back_code("token", &link(), "another form", now()).await.unwrap();
    assert_eq!(put(&code("3", 20), after(11, 0)).await, CodePut::Again);
    access.take_back_code("token", &link(), "form", after(11, 0)).await.unwrap();
    assert_eq!(put(&code("3", 20), after(11, 0)).await, CodePut::Yes);
}
