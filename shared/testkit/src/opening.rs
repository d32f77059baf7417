//! Opening an empty stack: the first keeper is named, and then everybody and everything is entered through the
//! API, each by whoever may.

use crate::clinic::fetch_token;
use crate::demo::{Credentials, Demo};
use crate::{SetupError, Stack};
use domain::calendar::{Nation, add_working_days, at_london, london};
use domain::directory::Role;
use domain::ids::SpecialistId;
use futures::{StreamExt, TryStreamExt, stream};
use jiff::civil::{Date, time};
use jiff::{Timestamp, ToSpan};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::HashMap;

/// Requests that are made at once.
const AT_ONCE: usize = 8;
/// Free quanta of a specialist on one day, from two o'clock on.
const QUARTERS_A_DAY: i64 = 2;
/// Working days ahead on which slots are offered.
const SLOT_DAYS: std::ops::Range<u32> = 4..50;
/// By whom each kind of entry is made, as they are called in the demo data.
const KEEPER: &str = "keeper";
const FINANCE: &str = "finance";
const NURSE: &str = "asha";

/// What an open stack has.
#[derive(Debug)]
pub struct Opened {
    pub credentials: Credentials,
    /// How many quanta were offered.
    pub slots: usize,
}

/// A stack while it is opened.
struct Opening<'a> {
    stack: &'a Stack,
    http: &'a reqwest::Client,
    credentials: Credentials,
    tokens: HashMap<&'static str, String>,
}

/// Enters everything of the demo data.
pub async fn open(
    stack: &Stack,
    http: &reqwest::Client,
    demo: &Demo,
) -> Result<Opened, SetupError> {
    let mut opening =
        Opening { stack, http, credentials: Credentials::new(), tokens: HashMap::new() };
    opening.first_keeper(demo).await?;
    opening.entries("places", &demo.places).await?;
    opening.entries("clients", &demo.clients).await?;
    opening.entries("specialists", &demo.specialists).await?;
    let staff: Vec<_> = demo.staff.iter().filter(|staff| staff.role != Role::Keeper).collect();
    opening.entries("staff", &staff).await?;
    opening.callers(demo).await?;
    opening.contracts(demo).await?;
    let slots = opening.slots(demo).await?;
    Ok(Opened { credentials: opening.credentials, slots })
}

impl Opening<'_> {
    /// Named by whoever may invoke the function: nobody can sign in yet.
    async fn first_keeper(&mut self, demo: &Demo) -> Result<(), SetupError> {
        let mut keepers = demo.staff.iter().filter(|staff| staff.role == Role::Keeper);
        let keeper = keepers.next().ok_or_else(|| SetupError::new("the demo has no keeper"))?;
        let subject = self.app_client(KEEPER, "directory").await?;
        let named = json!({"first-keeper": {
            "id": keeper.id, "subject": subject, "entry": without_id(keeper)?,
        }});
        let function = self.stack.output("DirectoryFunction");
        let answer = self.stack.aws.invoke(function, &named).await?;
        match answer.get("errorMessage") {
            None => self.sign_in(KEEPER).await,
            Some(error) => Err(SetupError::new(format!("the first keeper: {error}"))),
        }
    }

    async fn sign_in(&mut self, who: &'static str) -> Result<(), SetupError> {
        let token = fetch_token(&self.stack.aws, &self.credentials, who).await?;
        self.tokens.insert(who, token.secret);
        Ok(())
    }

    async fn entries<E: Serialize>(&self, kind: &str, entries: &[E]) -> Result<(), SetupError> {
        let post = async |entry: &E| {
            let whole = serde_json::to_value(entry).map_err(|error| unwritable(&error))?;
            let id = whole["id"].as_str().unwrap_or_default().to_owned();
            self.post(KEEPER, &format!("/{kind}/{id}"), &without_id(entry)?).await
        };
        stream::iter(entries.iter().map(post)).buffer_unordered(AT_ONCE).try_collect().await
    }

    /// An application client in the user pool for each client and each of our people.
    async fn callers(&mut self, demo: &Demo) -> Result<(), SetupError> {
        for client in &demo.clients {
            let subject = self.app_client(client.id.as_str(), "refer").await?;
            self.post(KEEPER, &format!("/callers/{subject}"), &json!({"client": client.id}))
                .await?;
        }
        for staff in demo.staff.iter().filter(|staff| staff.role != Role::Keeper) {
            let subject = self.app_client(staff.id.as_str(), scope(staff.role)).await?;
            self.post(KEEPER, &format!("/callers/{subject}"), &json!({"staff": staff.id})).await?;
        }
        self.sign_in(FINANCE).await?;
        self.sign_in(NURSE).await
    }

    async fn contracts(&self, demo: &Demo) -> Result<(), SetupError> {
        for contract in &demo.contracts {
            let contract = serde_json::to_value(contract).map_err(|error| unwritable(&error))?;
            self.post(FINANCE, "/contracts", &contract).await?;
        }
        for (client, counts) in &demo.head_counts {
            for count in counts {
                let body = json!({"client": client, "from": count.from, "heads": count.heads});
                self.post(FINANCE, "/contracts/heads", &body).await?;
            }
        }
        Ok(())
    }

    async fn slots(&self, demo: &Demo) -> Result<usize, SetupError> {
        let starts = &starts(london(self.stack.clock.now()).date());
        let offer = async |id: &SpecialistId| {
            self.post(NURSE, &format!("/specialists/{id}/slots"), &json!({"starts": starts})).await
        };
        let offers = demo.specialists.iter().map(|specialist| offer(&specialist.id));
        stream::iter(offers).buffer_unordered(AT_ONCE).try_collect::<()>().await?;
        Ok(starts.len() * demo.specialists.len())
    }

    async fn app_client(&mut self, name: &str, scope: &str) -> Result<String, SetupError> {
        let (id, secret) = app_client(self.stack, name, scope).await?;
        self.credentials.insert(name.to_owned(), (id.clone(), secret));
        Ok(id)
    }

    async fn post(&self, who: &str, path: &str, body: &Value) -> Result<(), SetupError> {
        let token = self.tokens.get(who).map(String::as_str).unwrap_or_default();
        let request = self.http.post(format!("{}{path}", self.stack.base_url)).bearer_auth(token);
        let request = request.header("idempotency-key", runtime::random_id()).json(body);
        let answer = request.send().await?;
        if answer.status().is_success() {
            return Ok(());
        }
        let (status, said) = (answer.status(), answer.text().await?);
        Err(SetupError::new(format!("{path}: {status} {said}")))
    }
}

/// An application client of the user pool with one scope: its id and secret.
pub async fn app_client(
    stack: &Stack,
    name: &str,
    scope: &str,
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
    Ok((text("ClientId"), text("ClientSecret")))
}

/// The one scope that somebody of that role has.
fn scope(role: Role) -> &'static str {
    match role {
        Role::Nurse | Role::ClinicalLead => "casework",
        Role::Finance => "finance",
        Role::Operator => "retention",
        Role::Keeper => "directory",
    }
}

/// An entry as it is kept under its id.
fn without_id<E: Serialize>(entry: &E) -> Result<Value, SetupError> {
    let mut whole = serde_json::to_value(entry).map_err(|error| unwritable(&error))?;
    if let Some(fields) = whole.as_object_mut() {
        fields.remove("id");
    }
    Ok(whole)
}

fn unwritable(error: &serde_json::Error) -> SetupError {
    SetupError::new(error.to_string())
}

fn starts(today: Date) -> Vec<Timestamp> {
    let quarters = SLOT_DAYS.flat_map(|days| {
        let day = add_working_days(today, days, Nation::England);
        let first = at_london(day, time(14, 0, 0, 0));
        (0..QUARTERS_A_DAY)
            .filter_map(move |quarter| first.checked_add((15 * quarter).minutes()).ok())
    });
    quarters.collect()
}
