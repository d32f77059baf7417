//! What a story can set on a stack beside its data: the rights of the functions, and whether the relay
//! runs. A story must put it back, because later stories use the same stack.

use serde_json::Value;
use testkit::{SetupError, Stack};

/// The settings of a stack at one moment, to compare.
#[derive(Debug, PartialEq, Eq)]
pub struct Settings {
    /// Every role with its policies, as IAM lists them.
    rights: Vec<String>,
    /// What feeds the functions, and whether it is switched on.
    sources: Vec<String>,
}

impl Settings {
    pub async fn of(stack: &Stack) -> Result<Self, SetupError> {
        let rights =
            "Action=GetAccountAuthorizationDetails&Version=2010-05-08&Filter.member.1=Role";
        let rights = stack.aws.query("iam", rights).await?;
        let names = rights.split("<PolicyName>").skip(1).filter_map(|rest| rest.split('<').next());
        let path = "/2015-03-31/event-source-mappings/";
        let sources = stack.aws.rest("lambda", "GET", path, &Value::Null).await?;
        let mappings = sources["EventSourceMappings"].as_array().into_iter().flatten();
        let state = |it: &Value| format!("{} {}", it["UUID"], it["State"]);
        let (mut rights, mut sources): (Vec<String>, Vec<String>) =
            (names.map(str::to_owned).collect(), mappings.map(state).collect());
        rights.sort_unstable();
        sources.sort_unstable();
        Ok(Self { rights, sources })
    }
}
