//! The budgets of sequential dependency steps, as the deployed functions count them.

use crate::house::{after_the_walk, of_tern};
use serde_json::Value;
use std::collections::HashMap;
use testkit::Clinic;
use testkit::journey::NURSE;

/// The steps of the last answer of each route.
async fn last(clinic: &Clinic) -> HashMap<String, u64> {
    let mut last: HashMap<String, (String, u64)> = HashMap::new();
    for line in clinic.stack.log_lines().await.unwrap() {
        let Ok(line) = serde_json::from_str::<Value>(&line) else {
            continue;
        };
        let (Some(route), Some(steps)) = (line["route"].as_str(), line["steps"].as_u64()) else {
            continue;
        };
        let at = line["timestamp"].as_str().unwrap_or_default().to_owned();
        let known = last.entry(route.to_owned()).or_default();
        if line["message"] == "answered" && known.0 < at {
            *known = (at, steps);
        }
    }
    last.into_iter().map(|(route, (_, steps))| (route, steps)).collect()
}

#[test]
fn the_busy_routes_keep_their_budgets() {
    after_the_walk(async |clinic, walked| {
        // The second time, caller and keys are known.
        for email in ["warm.one@home.example", "warm.two@home.example"] {
            of_tern(clinic, email).refer().await.unwrap();
        }
        for _ in 0..2 {
            let path = format!("/cases/{}", walked.case);
            clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap();
        }
        let last = last(clinic).await;
        for (route, budget) in [
            ("POST /referrals", 2),
            ("POST /consent/{session}", 2),
            ("POST /cases/{id}/appointment", 2),
            ("GET /cases/{id}", 2),
        ] {
            let counted = last.get(route).copied().unwrap_or_default();
            // Exactly: fewer would mean that the count no longer counts.
            assert_eq!(counted, budget, "{route}");
        }
    });
}
