//! Demo data: two clients with both kinds of contract, our people, places and specialists. Everything is read
//! from `infra/local/demo`, and entered through the API.

use crate::{SetupError, checkout};
use domain::billing::{Contract, HeadCount};
use domain::directory::{Client, Place, Specialist, Staff};
use domain::ids::ClientId;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;

/// What the demo file holds.
#[derive(Debug, Deserialize)]
pub struct Demo {
    pub clients: Vec<Client>,
    pub staff: Vec<Staff>,
    pub places: Vec<Place>,
    pub specialists: Vec<Specialist>,
    pub contracts: Vec<Contract>,
    pub head_counts: HashMap<ClientId, Vec<HeadCount>>,
}

/// The id and secret of an application client, by whose they are.
pub type Credentials = HashMap<String, (String, String)>;

impl Demo {
    /// The demo data, with its days counted from `today`.
    pub fn read(today: Date) -> Result<Self, SetupError> {
        let text = std::fs::read_to_string(checkout().join("infra/local/demo/directory.json"))?;
        let failed = |error: serde_json::Error| SetupError::new(error.to_string());
        let mut written = serde_json::from_str(&text).map_err(failed)?;
        resolve_days(&mut written, today)?;
        serde_json::from_value(written).map_err(failed)
    }
}

/// Puts a day in the place of each text such as `today`, `today+90` or `today-365`.
fn resolve_days(written: &mut Value, today: Date) -> Result<(), SetupError> {
    match written {
        Value::Array(values) => values.iter_mut().try_for_each(|value| resolve_days(value, today)),
        Value::Object(fields) => {
            fields.values_mut().try_for_each(|value| resolve_days(value, today))
        }
        Value::String(text) => {
            let Some(days) = text.strip_prefix("today") else {
                return Ok(());
            };
            let days: i64 = if days.is_empty() { Ok(0) } else { days.parse() }
                .map_err(|_| SetupError::new(format!("{text} is not a day of the demo data")))?;
            *text = today.saturating_add(days.days()).to_string();
            Ok(())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
    }
}

/// The demonstration referral, as a client would post it.
pub fn referral() -> Result<serde_json::Value, SetupError> {
    let text = std::fs::read_to_string(checkout().join("infra/local/demo/referral.json"))?;
    serde_json::from_str(&text).map_err(|error| SetupError::new(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use serde_json::json;

    #[test]
    fn the_demo_days_are_counted_from_today() {
        let mut written = json!({"a": [{"from": "today-366"}, {"until": "today+1"}], "b": "today"});
        resolve_days(&mut written, date(2028, 2, 29)).unwrap();
        let wanted =
            json!({"a": [{"from": "2027-02-28"}, {"until": "2028-03-01"}], "b": "2028-02-29"});
        assert_eq!(written, wanted);
        assert!(resolve_days(&mut json!("today plus one"), date(2028, 2, 29)).is_err());
    }

    #[test]
    fn the_demo_data_can_be_read_on_any_day_and_names_none_of_its_own() {
        for today in [date(2026, 11, 24), date(2028, 2, 29), date(2033, 5, 3)] {
            let demo = Demo::read(today).unwrap();
            assert!(demo.contracts.iter().all(|contract| contract.from < today));
            assert!(demo.specialists.iter().all(|specialist| specialist.checked_until > today));
        }
        let file = checkout().join("infra/local/demo/directory.json");
        assert!(!std::fs::read_to_string(file).unwrap().contains("\"20"));
    }
}
