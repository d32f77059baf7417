//! What a schedule asks for, and the time that it was meant for: a run that failed is tried again, or
//! redriven days later, and then still acts for its own day.

use jiff::Timestamp;
use runtime::Fault;
use serde_json::Value;

/// The moment for which a schedule's event was sent, or `now` for an operator's that names none. The
/// scheduler writes it in the place of `<aws.scheduler.scheduled-time>`.
pub fn meant_for(event: &Value, now: Timestamp) -> Result<Timestamp, Fault> {
    match &event["at"] {
        Value::Null => Ok(now),
        at => at
            .as_str()
            .and_then(|at| at.parse().ok())
            .ok_or_else(|| Fault::broken("hearing a schedule", "its time is not one")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_schedule_acts_for_the_time_it_was_meant_for() {
        let now = "2026-12-03T10:00:00Z".parse().unwrap();
        let meant = meant_for(&json!({"at": "2026-12-01T06:00:00Z"}), now).unwrap();
        assert_eq!(meant.to_string(), "2026-12-01T06:00:00Z");
        assert_eq!(meant_for(&json!({}), now).unwrap(), now);
        for not_a_time in [json!("<aws.scheduler.scheduled-time>"), json!(5)] {
            assert!(meant_for(&json!({"at": not_a_time}), now).is_err());
        }
    }
}
