//! What a story can set on a stack beside its data: the rights of the functions, and whether the relay
//! runs. A story must put it back, because later stories use the same stack.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use testkit::{SetupError, Stack};

/// The settings of a stack at one moment, to compare: policies of roles by their names, how often each
/// occurs, and what feeds the functions, with its state.
#[derive(Debug)]
pub struct Settings(BTreeMap<String, usize>);

impl Settings {
    pub async fn of(stack: &Stack) -> Result<Self, SetupError> {
        let rights =
            "Action=GetAccountAuthorizationDetails&Version=2010-05-08&Filter.member.1=Role";
        let rights = stack.aws.query("iam", rights).await?;
        let policies = rights.split("<PolicyName>").skip(1);
        let policies = policies.filter_map(|rest| rest.split('<').next()).map(str::to_owned);
        let path = "/2015-03-31/event-source-mappings/";
        let sources = stack.aws.rest("lambda", "GET", path, &Value::Null).await?;
        let sources = sources["EventSourceMappings"].as_array().into_iter().flatten();
        let sources =
            sources.map(|source| format!("{} {}", source["FunctionArn"], source["State"]));
        let mut counted = BTreeMap::new();
        for setting in policies.chain(sources) {
            *counted.entry(setting).or_default() += 1;
        }
        Ok(Self(counted))
    }

    /// What is in one and not in the other, or not as often.
    pub fn difference<'a>(&'a self, other: &'a Self) -> BTreeSet<&'a str> {
        let names = self.0.keys().chain(other.0.keys());
        names.filter(|name| self.0.get(*name) != other.0.get(*name)).map(String::as_str).collect()
    }
}
