//! What each operation costs in calls to other services, and in steps that wait for one another, beside what is
//! recorded. Whoever makes an operation dearer says so by changing the record.
//!
//! Of all good answers the one counts that a quarter are cheaper than, or as cheap: neither a repeated request, which
//! is answered from what was kept, nor a function that has just started.

use crate::lines;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

/// With fewer answers than this, none may have found the caller known and the keys open.
const WARM_FROM: usize = 20;
/// What is asked then in addition.
const COLD: u64 = 2;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cost {
    calls: u64,
    steps: u64,
    answers: usize,
}

fn measured() -> BTreeMap<String, Cost> {
    let mut answers: BTreeMap<String, Vec<(u64, u64)>> = BTreeMap::new();
    for line in lines() {
        let Ok(line) = serde_json::from_str::<Value>(&line) else { continue };
        let good =
            line["message"] == "answered" && line["status"].as_u64().is_some_and(|it| it < 400);
        let figures = (line["route"].as_str(), line["calls"].as_u64(), line["steps"].as_u64());
        if let (true, (Some(route), Some(calls), Some(steps))) = (good, figures) {
            answers.entry(route.to_owned()).or_default().push((calls, steps));
        }
    }
    // An event may lead to nothing or to a hundred letters, and a month's run asks for each client that there is.
    answers.remove("event");
    answers.remove("POST /billing-runs");
    answers.into_iter().map(|(route, costs)| (route, Cost::of(costs))).collect()
}

impl Cost {
    fn of(costs: Vec<(u64, u64)>) -> Self {
        let quarter = |mut figures: Vec<u64>| {
            figures.sort_unstable();
            figures[figures.len() / 4]
        };
        let answers = costs.len();
        let (calls, steps) = costs.into_iter().unzip();
        Self { calls: quarter(calls), steps: quarter(steps), answers }
    }
}

fn record() -> PathBuf {
    testkit::checkout().join("tests/logs/costs.txt")
}

fn recorded() -> BTreeMap<String, (u64, u64)> {
    let text = std::fs::read_to_string(record()).unwrap_or_default();
    let line = |line: &str| {
        let (figures, route) = line.split_once("  ")?;
        let (calls, steps) = figures.split_once(' ')?;
        Some((route.to_owned(), (calls.parse().ok()?, steps.parse().ok()?)))
    };
    text.lines().filter_map(line).collect()
}

#[test]
fn no_operation_costs_more_than_is_recorded() {
    let measured = measured();
    if runtime::Settings.optional("COSTS").as_deref() == Some("write") {
        let mut text = "calls steps  operation\n".to_owned();
        for (route, Cost { calls, steps, .. }) in &measured {
            writeln!(text, "{calls} {steps}  {route}").unwrap();
        }
        std::fs::write(record(), text).unwrap();
    }
    let recorded = recorded();
    let dearer: Vec<String> = measured
        .iter()
        .filter_map(|(route, cost)| {
            let Some((calls, steps)) = recorded.get(route) else {
                return Some(format!("{route} is not recorded: {cost:?}"));
            };
            let cold = if cost.answers < WARM_FROM { COLD } else { 0 };
            let dearer = cost.calls > calls + cold || cost.steps > steps + cold;
            dearer.then(|| format!("{route}: {calls} calls and {steps} steps became {cost:?}"))
        })
        .collect();
    assert!(
        dearer.is_empty(),
        "{dearer:#?}. If it is worth it, record it: COSTS=write cargo test -p tests --test logs, \
         after the whole suite"
    );
}
