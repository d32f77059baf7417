//! The SDK's calls of a request, as the stand-in of AWS saw them.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::time::Instant;

/// One call that can be made again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Call {
    /// Such as `GetItem` or `Decrypt`.
    pub operation: String,
    pub body: Value,
}

/// A call with when it was under way, and how large it was.
#[derive(Debug, Clone)]
pub struct Recorded {
    pub call: Call,
    pub began: Instant,
    pub ended: Instant,
    /// Of body and answer together.
    pub bytes: usize,
}

/// The calls of a request in steps: those of a step were under way at once.
pub fn in_steps(mut calls: Vec<Recorded>) -> Vec<Vec<Call>> {
    calls.sort_by_key(|call| call.began);
    let mut steps: Vec<Vec<Call>> = Vec::new();
    let mut ends = None;
    for Recorded { call, began, ended, .. } in calls {
        if let Some(step) = steps.last_mut().filter(|_| ends.is_some_and(|ends| began < ends)) {
            step.push(call);
            ends = ends.min(Some(ended));
        } else {
            steps.push(vec![call]);
            ends = Some(ended);
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn calls_that_were_under_way_at_once_are_one_step() {
        let start = Instant::now();
        let recorded = |operation: &str, began, ended| Recorded {
            call: Call { operation: operation.to_owned(), body: Value::Null },
            began: start + Duration::from_millis(began),
            ended: start + Duration::from_millis(ended),
            bytes: 0,
        };
        let calls = vec![recorded("c", 6, 9), recorded("a", 0, 5), recorded("b", 1, 3)];
        let steps = in_steps(calls);
        let names =
            |step: &Vec<Call>| step.iter().map(|call| call.operation.clone()).collect::<String>();
        assert_eq!(steps.iter().map(names).collect::<Vec<_>>(), ["ab", "c"]);
    }
}
