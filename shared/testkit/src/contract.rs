//! The published contract, held against every answer that the tests get: a status, a kind of body or a
//! field that it does not name fails the story.

use crate::{SetupError, checkout};
use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The statuses of each operation, with the schema of each kind of body.
type Responses = BTreeMap<u16, BTreeMap<String, Option<Validator>>>;

#[derive(Debug)]
pub struct PublishedContract {
    operations: Vec<(String, Vec<String>, Responses)>,
}

/// Read once: every stack answers by the same contract.
pub fn published() -> Result<&'static PublishedContract, SetupError> {
    static READ: OnceLock<Result<PublishedContract, String>> = OnceLock::new();
    let read = READ.get_or_init(PublishedContract::read);
    read.as_ref().map_err(|error| SetupError::new(error.clone()))
}

impl PublishedContract {
    fn read() -> Result<Self, String> {
        let file = checkout().join("infra/openapi.yaml");
        let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
        let document: Value = serde_saphyr::from_str(&text).map_err(|error| error.to_string())?;
        let mut operations = Vec::new();
        for (path, methods) in document["paths"].as_object().into_iter().flatten() {
            for (method, operation) in methods.as_object().into_iter().flatten() {
                let responses = responses(&document, operation)?;
                operations.push((method.to_uppercase(), parts(path), responses));
            }
        }
        Ok(Self { operations })
    }

    /// Whether the contract knows such an answer. A path that it does not know is not judged.
    pub fn judge(
        &self,
        method: &str,
        path: &str,
        status: u16,
        kind: &str,
        body: &str,
    ) -> Result<(), String> {
        let asked = parts(path);
        let fits = |(of, template, _): &&(String, Vec<String>, Responses)| {
            of == method && template.len() == asked.len() && matches(template, &asked)
        };
        // A path in words goes before one with a parameter.
        let known = self.operations.iter().filter(fits);
        let Some((_, template, responses)) =
            known.min_by_key(|(_, template, _)| template.join("/").matches('{').count())
        else {
            return Ok(());
        };
        let route = format!("{method} /{}", template.join("/"));
        let kinds =
            responses.get(&status).ok_or(format!("{route} does not name {status}: {body}"))?;
        if kinds.is_empty() {
            return Ok(());
        }
        let kind = kind.split(';').next().unwrap_or_default();
        let schema = kinds.get(kind).ok_or(format!("{route} does not name {status} as {kind}"))?;
        let Some(schema) = schema else {
            return Ok(());
        };
        let body: Value =
            serde_json::from_str(body).map_err(|error| format!("{route}: {error}"))?;
        schema.validate(&body).map_err(|error| {
            format!("{route} answers {status} with what the contract does not say: {error}; {body}")
        })
    }
}

fn parts(path: &str) -> Vec<String> {
    path.trim_matches('/').split('/').map(str::to_owned).collect()
}

fn matches(template: &[String], asked: &[String]) -> bool {
    template.iter().zip(asked).all(|(part, given)| part.starts_with('{') || part == given)
}

fn responses(document: &Value, operation: &Value) -> Result<Responses, String> {
    let mut known = Responses::new();
    for (status, response) in operation["responses"].as_object().into_iter().flatten() {
        let response = match response["$ref"].as_str() {
            Some(shared) => document.pointer(shared.trim_start_matches('#')).unwrap_or(response),
            None => response,
        };
        let mut kinds = BTreeMap::new();
        for (kind, content) in response["content"].as_object().into_iter().flatten() {
            kinds.insert(kind.clone(), validator(document, &content["schema"])?);
        }
        known.insert(status.parse().unwrap_or_default(), kinds);
    }
    Ok(known)
}

/// Unknown fields are let in by the schema of an answer, and not by this: an answer holds what it says.
fn validator(document: &Value, schema: &Value) -> Result<Option<Validator>, String> {
    if schema.is_null() {
        return Ok(None);
    }
    let whole = json!({
        "components": document["components"],
        "allOf": [schema],
        "unevaluatedProperties": false,
    });
    let made = jsonschema::draft202012::options().build(&whole);
    made.map(Some).map_err(|error| error.to_string())
}
