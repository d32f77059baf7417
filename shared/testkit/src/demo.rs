//! Demo data: two clients with both kinds of contract, staff, specialists with free slots, and an
//! application client for each caller of the API. Everything is read from `infra/local/demo`.

use crate::{SetupError, Stack, checkout};
use domain::billing::{Contract, HeadCount};
use domain::calendar::{add_working_days, at_london, london};
use domain::directory::{Caller, Client, Clinic, Role, Specialist, Staff};
use domain::ids::ClientId;
use jiff::ToSpan;
use jiff::civil::{Date, time};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashMap;
use store::{Covers, Directory, Ledger, Slots};

/// Free quanta of a specialist on one day, from two o'clock on.
const QUARTERS_A_DAY: i64 = 2;
/// Working days ahead on which slots are offered.
const SLOT_DAYS: std::ops::Range<u32> = 4..50;

/// What the demo file holds.
#[derive(Debug, Deserialize)]
pub struct Demo {
    pub clients: Vec<Client>,
    pub staff: Vec<Staff>,
    pub clinics: Vec<Clinic>,
    pub specialists: Vec<Specialist>,
    pub contracts: Vec<Contract>,
    pub head_counts: HashMap<ClientId, Vec<HeadCount>>,
}

/// The id and secret of an application client, by whose they are.
pub type Credentials = HashMap<String, (String, String)>;

/// How much was loaded.
#[derive(Debug)]
pub struct Loaded {
    pub credentials: Credentials,
    pub slots: usize,
    pub demo: Demo,
}

impl Demo {
    /// The demo data, with its days counted from `today`.
    pub fn read(today: Date) -> Result<Self, SetupError> {
        let text = std::fs::read_to_string(checkout().join("infra/local/demo/directory.json"))?;
        let failed = |error: serde_json::Error| SetupError::new(error.to_string());
        let mut written = serde_json::from_str(&text).map_err(failed)?;
        resolve_days(&mut written, today)?;
        serde_json::from_value(written).map_err(failed)
    }

    /// Writes everything into the stack's tables and user pool.
    pub async fn load(self, stack: &Stack) -> Result<Loaded, SetupError> {
        let owner = stack.owner();
        let directory = Directory::new(&owner, stack.output("DirectoryTable").to_owned());
        let covers = Covers::new(&owner, stack.output("CoverTable").to_owned());
        let slots = Slots::new(&owner, stack.output("SlotsTable").to_owned());
        let ledger = Ledger::new(&owner, stack.output("LedgerTable").to_owned());
        let failed = |fault: runtime::Fault| SetupError::new(fault.to_string());
        let now = stack.clock.now();
        for client in &self.clients {
            directory.put_client(client).await.map_err(failed)?;
        }
        for staff in &self.staff {
            directory.put_staff(staff).await.map_err(failed)?;
        }
        for clinic in &self.clinics {
            directory.put_clinic(clinic).await.map_err(failed)?;
        }
        for specialist in &self.specialists {
            directory.put_specialist(specialist).await.map_err(failed)?;
        }
        for contract in &self.contracts {
            let agreed = ledger.agreed(&contract.client).await.map_err(failed)?;
            let put = ledger.put_contract(&covers, contract, &agreed, None).await;
            put.map_err(|error| SetupError::new(error.to_string()))?;
        }
        for (client, counts) in &self.head_counts {
            for count in counts {
                let declared = ledger.declare_heads(client, count, None, now).await;
                declared.map_err(|error| SetupError::new(error.to_string()))?;
            }
        }
        let slots = self.offer_slots(&slots, london(now).date()).await.map_err(failed)?;
        let credentials = self.callers(stack, &directory).await?;
        Ok(Loaded { credentials, slots, demo: self })
    }

    async fn offer_slots(&self, slots: &Slots, today: Date) -> Result<usize, runtime::Fault> {
        let mut offered = 0;
        for specialist in &self.specialists {
            let quanta = SLOT_DAYS.flat_map(|days| {
                let day = add_working_days(today, days, domain::calendar::Nation::England);
                let first = at_london(day, time(14, 0, 0, 0));
                (0..QUARTERS_A_DAY)
                    .filter_map(move |quarter| first.checked_add((15 * quarter).minutes()).ok())
            });
            let offers = quanta.map(|starts| slots.offer(&specialist.id, starts));
            offered += futures::future::try_join_all(offers).await?.len();
        }
        Ok(offered)
    }

    /// An application client in the user pool for every client and every member of staff.
    async fn callers(
        &self,
        stack: &Stack,
        directory: &Directory,
    ) -> Result<Credentials, SetupError> {
        let mut credentials = Credentials::new();
        for client in &self.clients {
            let caller = Caller::Client(client.id.clone());
            let made = app_client(stack, directory, client.id.as_str(), "refer", &caller).await?;
            credentials.insert(client.id.to_string(), made);
        }
        for staff in &self.staff {
            let scope = match staff.role {
                Role::Finance => "finance",
                Role::Operator => "retention",
                Role::Nurse | Role::ClinicalLead => "casework",
            };
            let caller = Caller::Staff(staff.clone());
            let made = app_client(stack, directory, staff.id.as_str(), scope, &caller).await?;
            credentials.insert(staff.id.to_string(), made);
        }
        Ok(credentials)
    }
}

async fn app_client(
    stack: &Stack,
    directory: &Directory,
    name: &str,
    scope: &str,
    caller: &Caller,
) -> Result<(String, String), SetupError> {
    let ask = json!({
        "UserPoolId": stack.output("PoolId"),
        "ClientName": name,
        "GenerateSecret": true,
        "AllowedOAuthFlows": ["client_credentials"],
        "AllowedOAuthFlowsUserPoolClient": true,
        "AllowedOAuthScopes": [format!("api/{scope}")],
    });
    let target = "AWSCognitoIdentityProviderService.CreateUserPoolClient";
    let made = stack.aws.json("cognito-idp", target, &ask).await?;
    let text = |field: &str| made["UserPoolClient"][field].as_str().unwrap_or_default().to_owned();
    let (id, secret) = (text("ClientId"), text("ClientSecret"));
    let put = directory.put_caller(&id, caller).await;
    put.map_err(|fault| SetupError::new(fault.to_string()))?;
    Ok((id, secret))
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
