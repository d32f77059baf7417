//! What a queue delivers: some messages at once, of which those that failed come again.

use serde_json::{Value, json};

/// Attempts at one message before it goes back to its queue, where it waits much longer.
pub const ATTEMPTS_AT_EVENT_MAX: u32 = 6;

/// A message, with the event that it carries. One that carries none can only fail.
#[derive(Debug)]
pub struct Message {
    id: String,
    event: Option<Value>,
}

/// The messages of a delivery, or nothing for an event that came straight.
pub fn messages(event: &Value) -> Option<Vec<Message>> {
    let records = event["Records"].as_array()?;
    let from_queue = records.iter().all(|record| record["eventSource"] == "aws:sqs");
    from_queue.then(|| records.iter().map(message).collect())
}

fn message(record: &Value) -> Message {
    let id = record["messageId"].as_str().unwrap_or_default().to_owned();
    let event = record["body"].as_str().and_then(|body| serde_json::from_str(body).ok());
    Message { id, event }
}

/// Hears each message, and answers which of them failed: only those come again.
pub async fn hear_each(messages: Vec<Message>, hear: impl AsyncFn(Value) -> bool) -> Value {
    let mut failed = Vec::new();
    for Message { id, event } in messages {
        let heard = match event {
            Some(event) => hear(event).await,
            None => false,
        };
        if !heard {
            failed.push(json!({"itemIdentifier": id}));
        }
    }
    json!({"batchItemFailures": failed})
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(id: &str, body: &str) -> Value {
        json!({"eventSource": "aws:sqs", "messageId": id, "body": body})
    }

    #[tokio::test]
    async fn one_poison_message_keeps_none_of_the_others() {
        let delivery = json!({"Records": [
            record("1", r#"{"good": true}"#), record("2", "not JSON"), record("3", r#"{"good": false}"#),
        ]});
        let delivered = messages(&delivery).unwrap();
        let answer = hear_each(delivered, async |event| event["good"] == true).await;
        let failed = json!([{"itemIdentifier": "2"}, {"itemIdentifier": "3"}]);
        assert_eq!(answer["batchItemFailures"], failed);
    }

    #[test]
    fn what_no_queue_delivered_comes_straight() {
        assert!(messages(&json!({"source": "second-opinion"})).is_none());
        assert!(messages(&json!({"Records": [{"eventSource": "aws:dynamodb"}]})).is_none());
    }
}
