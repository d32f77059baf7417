//! The budgets of sequential dependency steps, as the deployed functions count them.

use crate::house::{after_the_walk, of_tern};
use serde_json::Value;
use std::collections::HashMap;
use testkit::journey::NURSE;
use testkit::stack::LogReader;

/// The steps of the answers of each route, in their order.
fn steps_by_route(lines: &[String]) -> HashMap<String, Vec<u64>> {
    let mut answers: Vec<Value> =
        lines.iter().filter_map(|line| serde_json::from_str(line).ok()).collect();
    answers.retain(|line: &Value| line["message"] == "answered");
    answers.sort_by_key(|line| line["timestamp"].as_str().unwrap_or_default().to_owned());
    let mut found: HashMap<String, Vec<u64>> = HashMap::new();
    for line in answers {
        if let (Some(route), Some(steps)) = (line["route"].as_str(), line["steps"].as_u64()) {
            found.entry(route.to_owned()).or_default().push(steps);
        }
    }
    found
}

#[test]
fn the_busy_routes_keep_their_budgets() {
    after_the_walk(async |clinic, walked| {
        let mut reader = LogReader::default();
        let before = steps_by_route(&reader.read(&clinic.stack).await.unwrap());
        // From the second time on, a function knows the caller and the keys. A busy machine may start
        // the function once more, which then has to learn them: the best answer counts.
        for email in ["warm.one@home.example", "warm.two@home.example", "warm.three@home.example"] {
            of_tern(clinic, email).refer().await.unwrap();
        }
        for _ in 0..3 {
            let path = format!("/cases/{}", walked.case);
            clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap();
        }
        let own = steps_by_route(&reader.read(&clinic.stack).await.unwrap());
        // Exactly: fewer would mean that the count no longer counts.
        for route in ["POST /referrals", "GET /cases/{id}"] {
            assert_eq!(own[route].iter().min(), Some(&2), "{route}: {own:?}");
        }
        for route in ["POST /consent/{session}", "POST /cases/{id}/appointment"] {
            assert_eq!(before[route].last(), Some(&2), "{route}: {before:?}");
        }
    });
}
