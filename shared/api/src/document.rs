//! The published contract, made from the table of operations and the types that it names.
//!
//! It is built under the feature `schema` only: no function carries it.

mod problems;
mod row;

pub use row::Described;

use crate::{ApiScope, By, IdempotencyKey, Operation, operations};
use problems::problems;
use row::Answer;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use strum::IntoEnumIterator;

type Responses = Map<String, Value>;

/// What stands at the head of the file.
const HEAD: &str = "# The published contract, made from shared/api. A test fails when it is not what the \
                    code says;\n# cargo run -p api --features schema --bin openapi -- --write\n";

/// The whole document as YAML.
pub fn document() -> Result<String, String> {
    let mut schemas = SchemaSettings::draft2020_12()
        .with(|settings| settings.definitions_path = "/components/schemas".into())
        .into_generator();
    // Before the paths: every problem refers to it.
    schemas.subschema_for::<crate::ProblemBody>();
    let (shared, paths) = paths(&mut schemas)?;
    let definitions = schemas.take_definitions(true);
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Second Opinion",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The HTTPS API for clients, staff and finance, and the pages that emailed \
                links open. Problems are application/problem+json (RFC 9457) with a stable `code`; each \
                operation lists those that it can answer. Ids and cursors are opaque.",
        },
        "servers": [{"url": "/"}],
        "tags": tags(),
        "paths": paths,
        "components": {
            "securitySchemes": {"caller": caller()},
            "responses": shared,
            "schemas": definitions,
        },
    });
    let text = serde_saphyr::to_string(&document).map_err(|error| error.to_string())?;
    Ok(format!("{HEAD}{text}"))
}

fn tags() -> Vec<Value> {
    let mut words: Vec<&str> = operations().map(|operation| operation.word).collect();
    words.dedup();
    words.into_iter().map(|word| json!({"name": word})).collect()
}

fn caller() -> Value {
    let scopes: Map<String, Value> = ApiScope::iter()
        .map(|scope| {
            let name: &'static str = scope.into();
            (name.to_owned(), json!(scope.in_words()))
        })
        .collect();
    json!({
        "type": "oauth2",
        "flows": {"clientCredentials": {
            "tokenUrl": "https://auth.opinion.example.org/oauth2/token",
            "scopes": scopes,
        }},
    })
}

/// The responses that operations share, and the operations by their paths.
fn paths(schemas: &mut SchemaGenerator) -> Result<(Responses, Map<String, Value>), String> {
    let mut shared = Responses::new();
    let mut paths = Map::new();
    for operation in operations() {
        let described = describe(operation, schemas, &mut shared)?;
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        path[operation.method.name().to_lowercase()] = described;
    }
    Ok((shared, paths))
}

fn describe(
    operation: &Operation,
    schemas: &mut SchemaGenerator,
    shared: &mut Responses,
) -> Result<Value, String> {
    let mut described = json!({
        "operationId": id(operation),
        "tags": [operation.word],
        "summary": operation.contract.summary,
    });
    if let Some(who) = who(operation) {
        described["description"] = json!(who);
    }
    if let Some(security) = security(operation) {
        described["security"] = security;
    }
    let parameters = parameters(operation);
    if !parameters.is_empty() {
        described["parameters"] = json!(parameters);
    }
    if let Some(body) = body(operation, schemas)? {
        described["requestBody"] = body;
    }
    described["responses"] = Value::Object(responses(operation, schemas, shared));
    Ok(described)
}

/// Such as `post-cases-id-needs`.
fn id(operation: &Operation) -> String {
    let path = operation.path.replace(['{', '}', '.'], "");
    let route = format!("{}{path}", operation.method.name().to_lowercase());
    route.trim_end_matches('/').replace('/', "-")
}

fn who(operation: &Operation) -> Option<String> {
    let By::Staff(_, roles) = operation.by else {
        return None;
    };
    let roles: Vec<&'static str> = roles.iter().map(Into::into).collect();
    let door = match operation.door {
        Some(domain::case::Door::Work) => ", who works on the case",
        Some(domain::case::Door::Read) => ", who may read the case",
        Some(domain::case::Door::BreakGlass | domain::case::Door::Keep) | None => "",
    };
    Some(format!("By: {}{door}.", roles.join(", ")))
}

fn security(operation: &Operation) -> Option<Value> {
    let scope: &'static str = match operation.by {
        By::Anyone | By::Page => return None,
        By::Client => ApiScope::Refer.into(),
        By::Staff(scope, _) => scope.into(),
    };
    Some(json!([{"caller": [scope]}]))
}

fn parameters(operation: &Operation) -> Vec<Value> {
    let named = operation.path.split('/').filter_map(|part| part.strip_prefix('{'));
    let of_path = named.map(|name| {
        let name = name.trim_end_matches('}');
        json!({
            "name": name,
            "in": "path",
            "required": true,
            "schema": {"type": "string", "pattern": "^[A-Za-z0-9_.-]{1,64}$"},
        })
    });
    let of_query = operation.query.iter().map(|name| {
        let format = (*name == "before").then_some("date");
        let schema = match format {
            Some(format) => json!({"type": "string", "format": format}),
            None => json!({"type": "string"}),
        };
        json!({"name": name, "in": "query", "required": false, "schema": schema})
    });
    of_path.chain(of_query).chain(key(operation)).chain(if_match(operation)).collect()
}

fn key(operation: &Operation) -> Option<Value> {
    let required = match operation.key {
        IdempotencyKey::NotRead => return None,
        IdempotencyKey::Required => true,
        IdempotencyKey::Taken | IdempotencyKey::NeedsNone => false,
    };
    Some(json!({
        "name": "Idempotency-Key",
        "in": "header",
        "required": required,
        "description": "The same key with the same request gets the same answer, once it was done.",
        "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
    }))
}

fn if_match(operation: &Operation) -> Option<Value> {
    operation.door?;
    Some(json!({
        "name": "If-Match",
        "in": "header",
        "required": false,
        "description": "The version of the case that was seen: nothing is done on a later one.",
        "schema": {"type": "string", "pattern": "^\"[0-9]{1,9}\"$"},
    }))
}

fn body(operation: &Operation, schemas: &mut SchemaGenerator) -> Result<Option<Value>, String> {
    let (kind, schema) = match (operation.reads, operation.contract.request) {
        (crate::Reads::Nothing, _) | (_, None) => return Ok(None),
        (crate::Reads::Json(_), Some(schema)) => ("application/json", schema(schemas)),
        (crate::Reads::Form(_), Some(schema)) => {
            ("application/x-www-form-urlencoded", schema(schemas))
        }
    };
    let mut content = json!({"schema": schema});
    if let Some(example) = example(operation)? {
        content["example"] = example;
    }
    Ok(Some(json!({"required": true, "content": {kind: content}})))
}

/// The example of a request, from a file named by the operation. Every JSON request has one.
fn example(operation: &Operation) -> Result<Option<Value>, String> {
    let file = format!("{}/examples/{}.json", env!("CARGO_MANIFEST_DIR"), id(operation));
    match std::fs::read_to_string(&file) {
        Ok(text) => {
            serde_json::from_str(&text).map(Some).map_err(|error| format!("{file}: {error}"))
        }
        Err(_) if matches!(operation.reads, crate::Reads::Json(_)) => {
            Err(format!("there is no example at {file}"))
        }
        Err(_) => Ok(None),
    }
}

fn responses(
    operation: &Operation,
    schemas: &mut SchemaGenerator,
    shared: &mut Responses,
) -> Responses {
    let mut responses = Map::new();
    for answer in operation.contract.answers.iter().flatten() {
        let (status, response) = answered(*answer, operation, schemas);
        responses.insert(status.to_string(), response);
    }
    if matches!(operation.contract.answers[0], Some(Answer::Page)) && operation.by == By::Page {
        responses.insert("303".to_owned(), leads_on());
    }
    for (status, codes) in problems(operation) {
        let name = problems::name(operation, &codes);
        responses.insert(status.to_string(), shared_response(&name));
        shared.entry(name).or_insert_with(|| problems::response(operation, &codes));
    }
    responses
}

fn shared_response(name: &str) -> Value {
    json!({"$ref": format!("#/components/responses/{name}")})
}

fn answered(answer: Answer, operation: &Operation, schemas: &mut SchemaGenerator) -> (u16, Value) {
    match answer {
        Answer::Json(status, schema) => {
            let schema = schema(schemas);
            let mut response = json!({
                "description": "Done",
                "content": {"application/json": {"schema": schema}},
            });
            if operation.door.is_some() && matches!(operation.key, IdempotencyKey::Taken) {
                response["headers"] = json!({"ETag": {"schema": {"type": "string"}}});
            }
            (status, response)
        }
        Answer::Page => (200, json!({"description": "A page", "content": {"text/html": {}}})),
        Answer::Text(kind) => (200, json!({"description": "The file", "content": {kind: {}}})),
        Answer::ElseWhere => (303, leads_on()),
    }
}

fn leads_on() -> Value {
    json!({
        "description": "It is elsewhere: a page, or for one minute an address of the bucket",
        "headers": {"Location": {"schema": {"type": "string"}}},
    })
}
