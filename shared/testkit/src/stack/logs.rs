//! What the functions of a stack have logged, read as a whole or little by little.

use super::Stack;
use crate::SetupError;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};

/// Lines that the local AWS gives at once, at most. It says nothing of those that it leaves out.
const LINES_MAX: usize = 10_000;
/// Lines are looked for again so long after they could have been read: one may be written late.
const LATE_MILLISECONDS: i64 = 10_000;

/// How far the logs of a stack have been read.
#[derive(Debug, Default)]
pub struct LogReader {
    functions: HashMap<String, ReadSoFar>,
}

/// How far the log of one function has been read. The local AWS keeps a stream for each call.
#[derive(Debug, Default)]
struct ReadSoFar {
    newest: i64,
    streams: HashSet<String>,
}

impl LogReader {
    /// The lines of every function that were not read before.
    pub async fn read(&mut self, stack: &Stack) -> Result<Vec<String>, SetupError> {
        let mut lines = Vec::new();
        for (name, function) in &stack.outputs {
            if name.ends_with("Function") {
                lines.extend(self.read_function(stack, function).await?);
            }
        }
        Ok(lines)
    }

    async fn read_function(
        &mut self,
        stack: &Stack,
        function: &str,
    ) -> Result<Vec<String>, SetupError> {
        let so_far = self.functions.entry(function.to_owned()).or_default();
        let mut lines = Vec::new();
        let mut from = so_far.newest - LATE_MILLISECONDS;
        loop {
            let events = events(stack, function, from).await?;
            let full = events.len() == LINES_MAX;
            // The last call of a full answer may be cut in the middle: it is read whole next time.
            let cut = events.last().filter(|_| full).map(|event| text(event, "logStreamName"));
            let whole = events.iter().filter(|event| Some(text(event, "logStreamName")) != cut);
            let mut read = HashSet::new();
            for event in whole {
                let call = text(event, "logStreamName");
                if !so_far.streams.contains(&call) {
                    read.insert(call);
                    lines.push(text(event, "message"));
                }
                so_far.newest = event["timestamp"].as_i64().unwrap_or_default().max(so_far.newest);
            }
            so_far.streams.extend(read);
            if !full {
                return Ok(lines);
            }
            from = so_far.newest;
        }
    }
}

impl Stack {
    /// Makes the log of every function before its first call. The local AWS makes it with the first
    /// line, and loses lines where several first calls end at once.
    pub(super) async fn make_logs(&self) -> Result<(), SetupError> {
        for (name, function) in &self.outputs {
            if name.ends_with("Function") {
                let ask = json!({"logGroupName": format!("/aws/lambda/{function}")});
                self.aws.json("logs", "Logs_20140328.CreateLogGroup", &ask).await?;
            }
        }
        Ok(())
    }

    /// Every line that the functions have logged.
    pub async fn log_lines(&self) -> Result<Vec<String>, SetupError> {
        LogReader::default().read(self).await
    }

    /// What one function has logged.
    pub async fn function_log(&self, function: &str) -> Result<Vec<String>, SetupError> {
        LogReader::default().read_function(self, function).await
    }
}

async fn events(stack: &Stack, function: &str, from: i64) -> Result<Vec<Value>, SetupError> {
    let ask = json!({
        "logGroupName": format!("/aws/lambda/{function}"),
        "limit": LINES_MAX,
        "startTime": from.max(0),
    });
    let answer = stack.aws.json("logs", "Logs_20140328.FilterLogEvents", &ask).await?;
    Ok(answer["events"].as_array().cloned().unwrap_or_default())
}

fn text(event: &Value, field: &str) -> String {
    event[field].as_str().unwrap_or_default().to_owned()
}
