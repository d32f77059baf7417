//! Bad input of every kind to every operation that has such a field, made from the table and the published
//! examples: each is refused by name, echoes nothing, and leaves nothing behind.

use crate::house::{of_tern, on_stack, written, written_at_rest};
use crate::table::{ask, example, of_programs, who_may, with_a_body};
use api::{By, IdempotencyKey, Method, Operation};
use serde_json::{Map, Value, json};
use testkit::Clinic;

/// What shows as nothing, or as something else.
const INVISIBLE: [&str; 12] = [
    "\u{61c}",
    "\u{ad}",
    "\u{180e}",
    "\u{e0067}",
    "\u{ffff}",
    "\u{3164}",
    "\u{2800}",
    "\u{202e}",
    "\u{200b}",
    "\u{feff}",
    "\u{fffd}",
    "\u{0}",
];

/// Fields whose text is a code or an id: nothing but letters of ASCII fits there, so they are refused too.
const FAR_DAYS: [&str; 4] = ["9999-12-31", "1000-01-01", "-000001-01-01", "2026-02-30"];
const FAR_MOMENTS: [&str; 3] =
    ["9999-12-31T00:00:00Z", "1000-01-01T00:00:00Z", "2026-12-01T10:00:00"];

/// Runs over every operation with a JSON body, with the bodies that `spoil` makes of its example.
fn every_spoilt_body_is_refused(email: &str, least: usize, spoil: impl Fn(&Value) -> Vec<Vec<u8>>) {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, email);
        journey.to_records_asked().await.unwrap();
        let before = written_at_rest(clinic).await;
        let mut tried = 0;
        for operation in with_a_body() {
            for body in spoil(&example(operation)) {
                tried += 1;
                is_refused(clinic, operation, &journey.case, body).await;
            }
        }
        assert!(tried >= least, "only {tried} bodies were tried");
        assert_eq!(written(clinic).await, before);
    });
}

async fn is_refused(clinic: &Clinic, operation: &Operation, case: &str, body: Vec<u8>) {
    let token = clinic.token(who_may(operation)).await.unwrap();
    let told = String::from_utf8_lossy(&body).into_owned();
    let answer = ask(clinic, operation, case, Some(&token), Some(body)).await;
    let (status, code) = (answer.status, answer.code());
    assert_eq!((status, code.as_str()), (400, "bad-field"), "{} {told}", operation.path);
}

/// The example with each of its values in turn replaced by what `other` makes of it.
fn each_replaced(value: &Value, other: &impl Fn(&str, &Value) -> Vec<Value>) -> Vec<Value> {
    fn within(
        name: &str,
        value: &Value,
        other: &impl Fn(&str, &Value) -> Vec<Value>,
    ) -> Vec<Value> {
        let mut found = other(name, value);
        match value {
            Value::Object(fields) => {
                for (field, inner) in fields {
                    found.extend(within(field, inner, other).into_iter().map(|inner| {
                        let mut fields = fields.clone();
                        fields.insert(field.clone(), inner);
                        Value::Object(fields)
                    }));
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    found.extend(within(name, item, other).into_iter().map(|item| {
                        let mut items = items.clone();
                        items[index] = item;
                        Value::Array(items)
                    }));
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
        found
    }
    within("", value, other)
}

fn bytes(values: Vec<Value>) -> Vec<Vec<u8>> {
    values.into_iter().map(|value| value.to_string().into_bytes()).collect()
}

#[test]
fn an_array_is_never_taken_for_an_object() {
    every_spoilt_body_is_refused("arrays@home.example", 35, |example| {
        bytes(each_replaced(example, &|_, value| match value {
            Value::Object(fields) => {
                vec![Value::Array(fields.values().cloned().collect()), json!([])]
            }
            _ => Vec::new(),
        }))
    });
}

#[test]
fn what_is_smuggled_in_is_refused() {
    every_spoilt_body_is_refused("smuggled.into@home.example", 100, |example| {
        let smuggled = |fields: &Map<String, Value>, name: &str| {
            let mut fields = fields.clone();
            fields.insert(name.to_owned(), json!(1));
            Value::Object(fields)
        };
        bytes(each_replaced(example, &|_, value| match value {
            Value::Object(fields) => {
                ["stage", "price", "consented"].map(|name| smuggled(fields, name)).to_vec()
            }
            _ => Vec::new(),
        }))
    });
}

#[test]
fn a_field_that_is_there_twice_is_refused() {
    every_spoilt_body_is_refused("twice.there@home.example", 35, |example| {
        let fields = example.as_object().unwrap();
        let (name, value) = fields.iter().next().unwrap();
        let text = example.to_string();
        vec![format!("{{{}:{value},{}", json!(name), &text[1..]).into_bytes()]
    });
}

#[test]
fn a_body_that_is_missing_or_not_utf_8_is_refused() {
    every_spoilt_body_is_refused("no.body@home.example", 70, |example| {
        let mut broken = example.to_string().into_bytes();
        let quote = broken.iter().rposition(|byte| *byte == b'"').unwrap();
        broken.insert(quote, 0xff);
        vec![Vec::new(), broken]
    });
}

#[test]
fn invisible_characters_and_days_far_away_are_refused() {
    every_spoilt_body_is_refused("invisible@home.example", 300, |example| {
        bytes(each_replaced(example, &|_, value| match value.as_str() {
            Some(text) if text.parse::<jiff::Timestamp>().is_ok() => {
                FAR_MOMENTS.map(Value::from).to_vec()
            }
            Some(text) if text.parse::<jiff::civil::Date>().is_ok() => {
                FAR_DAYS.map(Value::from).to_vec()
            }
            Some(text) => INVISIBLE.map(|letter| format!("{text}{letter}x").into()).to_vec(),
            None => Vec::new(),
        }))
    });
}

#[test]
fn numbers_at_the_edge_of_their_type_are_refused() {
    every_spoilt_body_is_refused("at.the.edge@home.example", 20, |example| {
        bytes(each_replaced(example, &|_, value| match value {
            Value::Number(_) => {
                let edges = [json!(-1), json!(u64::MAX), json!(i64::MAX), json!(1e300), json!(1.5)];
                edges.to_vec()
            }
            _ => Vec::new(),
        }))
    });
}

#[test]
fn every_query_is_known_and_every_key_is_there_once() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "queries@home.example");
        journey.to_consent().await.unwrap();
        let before = written_at_rest(clinic).await;
        for operation in of_programs() {
            let token = clinic.token(who_may(operation)).await.unwrap();
            let path = crate::table::path(operation, &journey.case);
            let mut queries = vec!["?nonsense=1".to_owned(), "?Cursor=1".to_owned()];
            queries.extend(operation.query.iter().map(|key| format!("?{key}=1&{key}=2")));
            for query in queries {
                let method = operation.method.name().parse().unwrap();
                let request = clinic.request(method, &format!("{path}{query}")).bearer_auth(&token);
                let answer = clinic.send(request).await.unwrap();
                let told = (answer.status, answer.code());
                assert_eq!(told, (400, "bad-field".to_owned()), "{path}{query}");
            }
        }
        assert_eq!(written(clinic).await, before);
    });
}

#[test]
fn a_cursor_counts_for_its_caller_and_its_list_only() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "cursors@home.example");
        journey.to_consent().await.unwrap();
        let mut tried = 0;
        for operation in of_programs().into_iter().filter(|row| row.query.contains(&"cursor")) {
            let path = crate::table::path(operation, &journey.case);
            // The place of a page, without a signature and with one of nobody's.
            let forged = [hex::encode("5"), hex::encode([&[0; 32][..], b"5"].concat())];
            for cursor in ["", "zz", forged[0].as_str(), &forged[1]] {
                tried += 1;
                let answer = clinic
                    .get(who_may(operation), &format!("{path}?cursor={cursor}"))
                    .await
                    .unwrap();
                let told = (answer.status, answer.json()["field"].clone());
                assert_eq!(told, (400, json!("cursor")), "{path} {cursor}");
            }
        }
        assert_eq!(tried, 12);
    });
}

#[test]
fn a_creating_request_needs_a_key_and_every_key_has_its_form() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "keys@home.example");
        journey.to_consent().await.unwrap();
        let before = written_at_rest(clinic).await;
        let mut keyed = 0;
        let mut required = 0;
        for operation in of_programs().into_iter().filter(|row| row.method == Method::Post) {
            let token = clinic.token(who_may(operation)).await.unwrap();
            let path = crate::table::path(operation, &journey.case);
            let long = "k".repeat(256);
            let mut keys = vec![Some(""), Some("with space"), Some(long.as_str())];
            if operation.key == IdempotencyKey::Required {
                required += 1;
                keys.push(None);
            }
            keyed += 1;
            for key in keys {
                let request = clinic.request(reqwest::Method::POST, &path).bearer_auth(&token);
                let request = match key {
                    Some(key) => request.header("idempotency-key", key),
                    None => request,
                };
                let answer = clinic.send(request.json(&json!({}))).await.unwrap();
                let told = (answer.status, answer.json()["field"].clone());
                assert_eq!(told, (400, json!("Idempotency-Key")), "{path} {key:?}");
            }
        }
        assert!(keyed > 45 && required > 12, "only {keyed} and {required} were tried");
        assert!(of_programs().iter().all(|row| row.by != By::Page));
        assert_eq!(written(clinic).await, before);
    });
}

#[test]
fn what_our_own_types_say_of_a_value_is_told_and_nothing_that_was_sent() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "reasons@home.example");
        journey.to_consent().await.unwrap();
        let notes = format!("/cases/{}/notes", journey.case);
        let dates = format!("/cases/{}/dates", journey.case);
        for (path, body, field, why) in [
            (&notes, json!({"note": "x".repeat(20_001)}), "note", "it is too long"),
            (
                &notes,
                json!({"note": "a\u{ad}b"}),
                "note",
                "it has a character that cannot be shown",
            ),
            (&notes, json!({"note": 5}), "note", "it is not of the right form"),
            (
                &dates,
                json!({"latest_safe": "2999-01-01"}),
                "latest_safe",
                "it must be between the years 1800 and 2199",
            ),
            (
                &notes,
                json!({"note": "x", "Maria Planted.x": 1}),
                "?",
                "there is a field that is not known here",
            ),
        ] {
            let answer = clinic.post("asha", path, &body).await.unwrap();
            let told = answer.json();
            assert_eq!((&told["field"], &told["title"]), (&json!(field), &json!(why)), "{body}");
            assert!(!answer.body.contains("Planted"), "{}", answer.body);
        }
    });
}

#[test]
fn a_header_on_which_something_depends_is_there_once_and_readable() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "headers@home.example");
        journey.to_consent().await.unwrap();
        let token = clinic.token("asha").await.unwrap();
        let path = format!("/cases/{}/urgent", journey.case);
        for (name, values) in [
            ("If-Match", vec!["5"]),
            ("If-Match", vec!["\"5x\""]),
            ("If-Match", vec!["\"5\"", "\"6\""]),
            ("Idempotency-Key", vec!["one", "two"]),
        ] {
            let mut request = clinic.request(reqwest::Method::POST, &path).bearer_auth(&token);
            for value in &values {
                request = request.header(name, *value);
            }
            let answer = clinic.send(request).await.unwrap();
            let told = (answer.status, answer.json()["field"].clone());
            assert_eq!(told, (400, json!(name)), "{name} {values:?}: {}", answer.body);
        }
    });
}
