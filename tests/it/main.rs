//! Rules of the house: the contracts between template, OpenAPI and code, and the tidiness of the rooms.

#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

mod builds;
mod contracts;
mod edge;
mod environments;
mod failure_queues;
mod layers;
mod looks;
mod sign_in;
mod sizes;
mod tidy;
mod transformed;
mod words;

use std::path::PathBuf;

/// The root of the checkout.
fn root() -> PathBuf {
    testkit::checkout()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The functions with their part of the template.
fn template_by_function() -> Vec<(String, String)> {
    let template = read("template.yaml");
    let resource = regex::Regex::new(r"(?m)^  ([A-Z]\w+):$").unwrap();
    let starts: Vec<(usize, String)> = resource
        .captures_iter(&template)
        .map(|it| (it.get(0).unwrap().start(), it[1].to_lowercase()))
        .collect();
    let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([template.len()]);
    let parts = starts
        .iter()
        .zip(ends)
        .map(|((start, name), end)| (name.clone(), template[*start..end].to_owned()));
    parts.filter(|(name, _)| testkit::tools::FUNCTIONS.contains(&name.as_str())).collect()
}
