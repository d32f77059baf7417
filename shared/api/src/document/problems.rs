//! The problems that an operation can answer: what its shape brings along, and what its own row lists.

use crate::{By, IdempotencyKey, Method, Operation, Reads, status};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The codes of each status.
pub(super) type Problems = BTreeMap<u16, BTreeSet<&'static str>>;

pub(super) fn problems(operation: &Operation) -> Problems {
    let mut problems = Problems::new();
    let mut add = |status: u16, code: &'static str| {
        problems.entry(status).or_default().insert(code);
    };
    add(500, "broken");
    add(503, "busy");
    // The gateway's own, before any function is asked.
    add(400, "bad-request");
    add(429, "too-many-requests");
    for (status, code) in of_caller(operation).iter().chain(of_body(operation)) {
        add(*status, code);
    }
    for (status, code) in of_case(operation) {
        add(*status, code);
    }
    if matches!(operation.key, IdempotencyKey::Taken | IdempotencyKey::Required) {
        add(422, "idempotency-key-reused");
    }
    for (status, code) in operation.contract.codes {
        add(*status, code);
    }
    let refusals = operation.contract.refusals.iter().flatten();
    for refusal in refusals.flat_map(|refusals| refusals.all()) {
        match status(&refusal) {
            404 => add(404, "not-found"),
            status => add(status, refusal.code()),
        }
    }
    problems
}

fn of_caller(operation: &Operation) -> &'static [(u16, &'static str)] {
    match operation.by {
        By::Anyone => &[],
        By::Client => &[(400, "bad-field"), (401, "unauthenticated"), (403, "missing-scope")],
        By::Staff(..) => &[
            (400, "bad-field"),
            (401, "unauthenticated"),
            (403, "missing-scope"),
            (403, "missing-role"),
        ],
        By::Page if operation.path.contains("{session}") => {
            &[(404, "not-found"), (410, "browser-forgot"), (410, "gone"), (410, "session-over")]
        }
        By::Page => &[(404, "not-found"), (410, "gone")],
    }
}

fn of_body(operation: &Operation) -> &'static [(u16, &'static str)] {
    match (operation.method, operation.reads) {
        (Method::Get, _) => &[],
        (Method::Post, Reads::Form(_)) => &[
            (400, "bad-form"),
            (403, "foreign-origin"),
            (413, "too-large"),
            (415, "wrong-content-type"),
        ],
        (Method::Post, Reads::Json(_) | Reads::Nothing) => {
            &[(400, "bad-field"), (413, "too-large"), (415, "wrong-content-type")]
        }
    }
}

/// An operation at a case is done on the version that was seen, or not at all.
fn of_case(operation: &Operation) -> &'static [(u16, &'static str)] {
    match (operation.door, operation.method) {
        (None, Method::Post) if operation.path.contains("{session}") => {
            &[(404, "not-found"), (409, "changed-meanwhile")]
        }
        (None, _) if operation.path.contains('{') => &[(404, "not-found")],
        (None, _) => &[],
        (Some(_), Method::Get) => &[(404, "not-found"), (412, "changed-since")],
        (Some(_), Method::Post) => {
            &[(404, "not-found"), (409, "changed-meanwhile"), (412, "changed-since")]
        }
    }
}

/// The name under which operations share a response: its codes.
pub(super) fn name(operation: &Operation, codes: &BTreeSet<&'static str>) -> String {
    let codes: Vec<&str> = codes.iter().copied().collect();
    let kind = if is_page(operation) { "page" } else { "problem" };
    format!("{kind}.{}", codes.join("."))
}

fn is_page(operation: &Operation) -> bool {
    matches!(operation.by, By::Page | By::Anyone)
}

/// A problem of one of these codes. A page shows it as a page to a browser.
pub(super) fn response(operation: &Operation, codes: &BTreeSet<&'static str>) -> Value {
    let listed: Vec<String> = codes.iter().map(|code| format!("`{code}`")).collect();
    let schema = json!({
        "allOf": [
            {"$ref": "#/components/schemas/Problem"},
            {"properties": {"code": {"enum": codes}}},
        ],
    });
    let mut content = json!({"application/problem+json": {"schema": schema}});
    if is_page(operation) {
        content["text/html"] = json!({});
    }
    json!({"description": listed.join(", "), "content": content})
}
