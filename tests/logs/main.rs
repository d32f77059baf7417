//! The last step of the suite: what the functions of every stack have logged while the stories ran.

#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

mod costs;

use regex::Regex;
use serde_json::Value;
use std::collections::BTreeSet;
use testkit::journey::PLANTED;

/// Operations that no story gets a good answer of, each with the reason. This list only shrinks.
const NEVER_ANSWERED: [(&str, &str); 0] = [];

/// Every line that was gathered, of every stack of the last run of the stories.
fn lines() -> Vec<String> {
    let run_all =
        "Nothing was gathered from the stacks. Run the whole suite: cargo test --workspace";
    let folder = std::fs::read_dir(testkit::logs_gathered()).expect(run_all);
    let mut lines = Vec::new();
    for file in folder {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        lines.extend(text.lines().map(str::to_owned));
    }
    assert!(!lines.is_empty(), "{run_all}");
    lines
}

/// The operations of the API, as the template routes them to functions.
fn operations() -> BTreeSet<String> {
    let template = std::fs::read_to_string(testkit::checkout().join("template.yaml")).unwrap();
    let api = Regex::new(r"Type: Api, .*Method: (\w+), Path: '([^']+)'").unwrap();
    let found = api.captures_iter(&template);
    let operations: BTreeSet<String> =
        found.map(|route| format!("{} {}", &route[1], &route[2])).collect();
    assert!(operations.len() > 100, "only {} operations were found", operations.len());
    operations
}

/// The route of a line that tells of a good answer.
fn answered_well(line: &str) -> Option<String> {
    let line: Value = serde_json::from_str(line).ok()?;
    let good = (200..400).contains(&line["status"].as_u64()?);
    let answered = line["message"] == "answered";
    line["route"].as_str().filter(|_| good && answered).map(str::to_owned)
}

#[test]
fn every_operation_was_answered_well_at_least_once() {
    let answered: BTreeSet<String> =
        lines().iter().filter_map(|line| answered_well(line)).collect();
    let listed: BTreeSet<String> =
        NEVER_ANSWERED.iter().map(|(operation, _)| (*operation).to_owned()).collect();
    let operations = operations();
    let missed: Vec<&String> = operations
        .iter()
        .filter(|operation| !answered.contains(*operation) && !listed.contains(*operation))
        .collect();
    assert!(
        missed.is_empty(),
        "no story has a good answer of {missed:#?}. \
         If only a part of the stories was run: cargo test --workspace"
    );
    let reached: Vec<&String> = listed
        .iter()
        .filter(|operation| answered.contains(*operation) || !operations.contains(*operation))
        .collect();
    assert!(reached.is_empty(), "take these off the list NEVER_ANSWERED: {reached:#?}");
}

#[test]
fn no_line_of_any_function_names_anything_private() {
    for line in lines() {
        for word in PLANTED {
            assert!(!line.contains(word), "{word} is in a log: {line}");
        }
    }
}
