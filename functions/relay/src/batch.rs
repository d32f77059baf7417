//! A batch of the table's stream: read, published in tens, answered with what failed.

use bus::{BATCH_MAX, Bus};
use domain::follow::Stored;
use domain::ids::CaseId;
use serde_json::{Value, json};

/// One record of the stream that tells of an event.
struct Record {
    number: String,
    stored: Stored,
}

/// The records of one invocation.
pub struct Batch {
    records: Vec<Record>,
}

impl Batch {
    pub fn read(event: &Value) -> Self {
        let records = event["Records"].as_array().map(Vec::as_slice).unwrap_or_default();
        Self {
            records: records.iter().filter(|record| is_event(record)).filter_map(read).collect(),
        }
    }

    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Publishes every record. Returns the stream numbers of those that must come again.
    pub async fn publish(&self, bus: &Bus) -> Vec<String> {
        let mut failed = Vec::new();
        for chunk in self.records.chunks(BATCH_MAX) {
            let events: Vec<Stored> = chunk.iter().map(|record| record.stored.clone()).collect();
            match bus.publish(&events).await {
                Ok(refused) => {
                    failed.extend(refused.iter().map(|index| chunk[*index].number.clone()));
                }
                Err(fault) => {
                    tracing::error!(%fault, "not relayed");
                    failed.extend(chunk.iter().map(|record| record.number.clone()));
                }
            }
        }
        failed
    }

    /// What was told of each case, as runs of events in a row.
    pub fn told(&self, failed: &[String]) -> Vec<(CaseId, u64, u64)> {
        let told = self.records.iter().filter(|record| !failed.contains(&record.number));
        let mut told: Vec<(CaseId, u64)> =
            told.map(|record| (record.stored.case.clone(), record.stored.sequence)).collect();
        told.sort();
        told.dedup();
        let mut runs: Vec<(CaseId, u64, u64)> = Vec::new();
        for (case, sequence) in told {
            match runs.last_mut() {
                Some((of, _, last)) if *of == case && *last + 1 == sequence => *last = sequence,
                _ => runs.push((case, sequence, sequence)),
            }
        }
        runs
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

/// A record that cannot be read would hold up everything behind it in the stream. Somebody is told by an
/// alarm on the log instead.
fn read(record: &Value) -> Option<Record> {
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
    let read = stored().map(|stored| Record { number, stored });
    if read.is_none() {
        tracing::error!("unreadable record");
    }
    read
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
        let stored = &batch.records[0].stored;
        assert_eq!((batch.len(), stored.sequence, stored.name.as_str()), (1, 7, "consent-given"));
    }

    #[test]
    fn what_was_told_is_marked_in_rows_without_what_failed() {
        let of = |case: &str, sequence: u64| {
            let number = format!("{case}{sequence}");
            let stored = Stored { case: case.parse().unwrap(), sequence, name: String::new() };
            Record { number, stored }
        };
        let records = vec![of("b", 6), of("a", 2), of("b", 5), of("b", 8), of("a", 3), of("a", 2)];
        let told = Batch { records }.told(&["a3".to_owned()]);
        let row = |case: &str, first, last| (case.parse::<CaseId>().unwrap(), first, last);
        assert_eq!(told, [row("a", 2, 2), row("b", 5, 6), row("b", 8, 8)]);
    }

    #[test]
    fn a_poison_record_holds_up_nothing() {
        let image =
            json!({"case": {"S": "c-1"}, "sequence": {"N": "7"}, "type": {"S": "consent-given"}});
        let poison = record("EVENT#000001", &json!({}));
        let event = json!({"Records": [poison, record("EVENT#000007", &image)]});
        assert_eq!(Batch::read(&event).len(), 1);
        let answer = Batch::answer(&["111".to_owned()]);
        assert_eq!(answer["batchItemFailures"][0]["itemIdentifier"], "111");
    }
}
