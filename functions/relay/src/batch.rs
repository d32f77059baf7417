//! A batch of the table's stream: read, published in tens, answered with what failed.

use bus::{BATCH_MAX, Bus};
use domain::follow::Stored;
use serde_json::{Value, json};

/// One record of the stream that tells of an event. A record that cannot be read is kept as failed,
/// so that it ends in the failure queue instead of vanishing.
struct Record {
    number: String,
    stored: Option<Stored>,
}

/// The records of one invocation.
pub struct Batch {
    records: Vec<Record>,
}

impl Batch {
    pub fn read(event: &Value) -> Self {
        let records = event["Records"].as_array().map(Vec::as_slice).unwrap_or_default();
        Self { records: records.iter().filter(|record| is_event(record)).map(read).collect() }
    }

    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Publishes every readable record. Returns the stream numbers of those that must come again.
    pub async fn publish(&self, bus: &Bus) -> Vec<String> {
        let mut failed: Vec<String> = self
            .records
            .iter()
            .filter(|it| it.stored.is_none())
            .map(|it| it.number.clone())
            .collect();
        let readable: Vec<(&String, &Stored)> = self
            .records
            .iter()
            .filter_map(|record| Some((&record.number, record.stored.as_ref()?)))
            .collect();
        for chunk in readable.chunks(BATCH_MAX) {
            let events: Vec<Stored> = chunk.iter().map(|(_, stored)| (*stored).clone()).collect();
            match bus.publish(&events).await {
                Ok(refused) => failed.extend(refused.iter().map(|index| chunk[*index].0.clone())),
                Err(fault) => {
                    tracing::error!(%fault, "not relayed");
                    failed.extend(chunk.iter().map(|(number, _)| (*number).clone()));
                }
            }
        }
        failed
    }

    /// The answer by which the stream sends only the failed again.
    pub fn answer(failed: &[String]) -> Value {
        let failures: Vec<Value> =
            failed.iter().map(|number| json!({"itemIdentifier": number})).collect();
        json!({"batchItemFailures": failures})
    }
}

/// The head changes with every event too; only the log is told.
fn is_event(record: &Value) -> bool {
    record["eventName"] == "INSERT"
        && record["dynamodb"]["Keys"]["sk"]["S"].as_str().is_some_and(|sk| sk.starts_with("EVENT#"))
}

fn read(record: &Value) -> Record {
    let image = &record["dynamodb"]["NewImage"];
    let text = |name: &str| image[name]["S"].as_str();
    let stored = || {
        Some(Stored {
            case: text("case")?.parse().ok()?,
            sequence: image["sequence"]["N"].as_str()?.parse().ok()?,
            name: text("type")?.to_owned(),
        })
    };
    let number = record["dynamodb"]["SequenceNumber"].as_str().unwrap_or_default().to_owned();
    Record { number, stored: stored() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(sk: &str, image: &Value) -> Value {
        json!({"eventName": "INSERT", "dynamodb": {
            "SequenceNumber": "111", "Keys": {"sk": {"S": sk}}, "NewImage": image,
        }})
    }

    #[test]
    fn only_the_log_is_relayed() {
        let image =
            json!({"case": {"S": "c-1"}, "sequence": {"N": "7"}, "type": {"S": "consent-given"}});
        let event = json!({"Records": [record("EVENT#000007", &image), record("CASE", &image)]});
        let batch = Batch::read(&event);
        let stored = batch.records[0].stored.as_ref().unwrap();
        assert_eq!((batch.len(), stored.sequence, stored.name.as_str()), (1, 7, "consent-given"));
    }

    #[test]
    fn a_poison_record_is_kept_as_failed() {
        let batch = Batch::read(&json!({"Records": [record("EVENT#000001", &json!({}))]}));
        assert!(batch.records[0].stored.is_none());
        assert_eq!(
            Batch::answer(&["111".to_owned()])["batchItemFailures"][0]["itemIdentifier"],
            "111"
        );
    }
}
