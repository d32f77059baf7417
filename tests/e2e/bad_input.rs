//! Bad input: each is refused as the house rules say, and leaves nothing behind.

use crate::house::{after_the_walk, of_tern, on_stack, written, written_at_rest};
use reqwest::Method;
use serde_json::{Value, json};
use testkit::demo;

fn referral() -> Value {
    let mut referral = demo::referral().unwrap();
    referral["member"]["email"] = "bad.input@home.example".into();
    referral["member"]["nhs_number"] = Value::Null;
    referral
}

fn with(path: &[&str], value: Value) -> Value {
    let mut referral = referral();
    let mut place = &mut referral;
    for name in path {
        place = &mut place[*name];
    }
    *place = value;
    referral
}

#[test]
fn a_bad_referral_is_refused_by_name_and_nothing_is_written() {
    on_stack(async |clinic| {
        let before = written_at_rest(clinic).await;
        let cases = [
            (with(&["manager"], "nobody".into()), 403, "manager-not-authorised"),
            (with(&["manager"], "p-former".into()), 403, "manager-not-authorised"),
            (with(&["manager"], "i-mackay".into()), 403, "manager-not-authorised"),
            (with(&["member", "nhs_number"], "943 476 5918".into()), 400, "bad-field"),
            (with(&["member", "nhs_number"], "1111111111".into()), 400, "bad-field"),
            (with(&["member", "birth_date"], "2198-01-01".into()), 400, "birth-date-not-possible"),
            (with(&["member", "birth_date"], "2999-01-01".into()), 400, "bad-field"),
            (with(&["member", "birth_date"], "1900-02-29".into()), 400, "bad-field"),
            (with(&["member", "email"], "not an address".into()), 400, "bad-field"),
            (with(&["member", "name"], "Ann\r\nBcc: x@y.example".into()), 400, "bad-field"),
            (with(&["stage"], "released".into()), 400, "bad-field"),
            (with(&["member", "diagnosis"], "none of yours".into()), 400, "bad-field"),
            (json!({}), 400, "bad-field"),
            (json!([]), 400, "bad-field"),
        ];
        for (body, status, code) in cases {
            let answer = clinic.post("northwind", "/referrals", &body).await.unwrap();
            assert_eq!((answer.status, answer.code().as_str()), (status, code), "{body}");
            assert_eq!(answer.header("content-type"), Some("application/problem+json"));
            // No value is echoed.
            for value in ["5918", "2999", "2198", "not an address", "Bcc", "none of yours"] {
                assert!(!answer.body.contains(value), "{}", answer.body);
            }
        }
        assert_eq!(written(clinic).await, before);
    });
}

#[test]
fn a_body_that_is_not_the_json_it_should_be_is_refused() {
    on_stack(async |clinic| {
        let token = clinic.token("northwind").await.unwrap();
        let before = written_at_rest(clinic).await;
        let doubled = r#"{"manager":"a","manager":"b","member":{}}"#;
        for (body, kind, status) in [
            ("{", "application/json", 400),
            ("{} {}", "application/json", 400),
            ("\u{feff}{}", "application/json", 400),
            (doubled, "application/json", 400),
            ("{}", "text/plain", 415),
            ("manager=x", "application/x-www-form-urlencoded", 415),
        ] {
            let request = clinic.request(Method::POST, "/referrals").bearer_auth(&token);
            let request = request.header("idempotency-key", "k-1").header("content-type", kind);
            let answer = clinic.send(request.body(body)).await.unwrap();
            assert_eq!(answer.status, status, "{body} as {kind}: {}", answer.body);
        }
        assert_eq!(written(clinic).await, before);
    });
}

#[test]
fn an_idempotency_key_is_needed_and_means_one_body() {
    on_stack(async |clinic| {
        let token = clinic.token("northwind").await.unwrap();
        for key in ["", "with space", &"k".repeat(256)] {
            let request = clinic.request(Method::POST, "/referrals").bearer_auth(&token);
            let answer = clinic
                .send(request.header("idempotency-key", key).json(&referral()))
                .await
                .unwrap();
            assert_eq!(answer.status, 400, "{key}");
        }
        let mut body = referral();
        body["member"]["email"] = "once@home.example".into();
        let key = "one-referral";
        let first = clinic.post_with_key("northwind", "/referrals", &body, key).await.unwrap();
        let first = first.expect(201).unwrap();
        let again = clinic.post_with_key("northwind", "/referrals", &body, key).await.unwrap();
        assert_eq!((again.status, &again.body), (201, &first.body));
        body["member"]["email"] = "another@home.example".into();
        let other = clinic.post_with_key("northwind", "/referrals", &body, key).await.unwrap();
        assert_eq!((other.status, other.code().as_str()), (422, "idempotency-key-reused"));
    });
}

#[test]
fn a_live_referral_of_the_same_member_is_a_duplicate() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "twice@home.example");
        journey.refer().await.unwrap();
        let before = written_at_rest(clinic).await;
        let again = clinic.post("tern", "/referrals", &journey.referral).await.unwrap();
        assert_eq!((again.status, again.code().as_str()), (409, "live-duplicate"));
        assert_eq!(written(clinic).await, before);
    });
}

#[test]
fn a_wrong_scope_or_no_token_is_refused() {
    on_stack(async |clinic| {
        let before = written_at_rest(clinic).await;
        let no_token = clinic.request(Method::POST, "/referrals").json(&referral());
        assert_eq!(clinic.send(no_token).await.unwrap().status, 401);
        // The gateway refuses a token without the scope; the cloud's answers 403, the local one 401.
        for (who, path) in
            [("asha", "/referrals"), ("northwind", "/contracts"), ("finance", "/referrals")]
        {
            let answer = clinic.post(who, path, &referral()).await.unwrap();
            assert!([401, 403].contains(&answer.status), "{who} {path}: {}", answer.status);
        }
        let stolen = clinic.request(Method::GET, "/cases").bearer_auth("eyJhbGciOiJub25lIn0.e30.");
        assert_eq!(clinic.send(stolen).await.unwrap().status, 401);
        assert_eq!(written(clinic).await, before);
    });
}

#[test]
fn another_clients_referral_is_as_unknown_as_one_that_does_not_exist() {
    after_the_walk(async |clinic, walked| {
        let case = &walked.case;
        let own = clinic.get("northwind", &format!("/referrals/{case}")).await.unwrap();
        assert_eq!(own.status, 200);
        let foreign = clinic.get("tern", &format!("/referrals/{case}")).await.unwrap();
        let unknown = "/referrals/7b0c2d1e-aaaa-4bbb-8ccc-1234567890ab";
        let unknown = clinic.get("tern", unknown).await.unwrap();
        let malformed = clinic.get("tern", "/referrals/not%20an%20id").await.unwrap();
        assert_eq!((foreign.status, &foreign.body), (404, &unknown.body));
        assert_eq!((malformed.status, &malformed.body), (404, &unknown.body));
        // A nurse without a relation to the case learns nothing either.
        let stranger = clinic.get("ben", &format!("/cases/{case}")).await.unwrap();
        assert_eq!((stranger.status, &stranger.body), (404, &unknown.body));
    });
}
