//! The domain's modules lie in layers, and each uses only its own and those below: a capability sees
//! another's facts, never its decisions.

use crate::read;
use crate::tidy::sources;
use regex::Regex;
use std::collections::BTreeMap;

const ROOT: &str = "shared/domain/src/";
const CAPABILITIES: [&str; 9] = [
    "referral",
    "access",
    "consent",
    "casework",
    "matching",
    "records",
    "scheduling",
    "report",
    "keeping",
];
/// From the ground up. A file's layer is that of the first line that its path begins with; within a
/// capability, what is not named here decides.
const LAYERS: [(&str, &[&str]); 8] = [
    ("the ground", &["ground"]),
    ("the directory", &["directory"]),
    (
        "facts, events, commands and sheets",
        &[
            "*/facts",
            "*/event",
            "*/command",
            "*/sheets",
            "*/statement",
            "*/checklist",
            "*/content",
            "*/document",
            "*/findings",
        ],
    ),
    ("the case", &["case.rs", "case/event", "case/command", "case/refusal"]),
    (
        "what decisions ask",
        &[
            "due",
            "case/gate",
            "case/part",
            "case/ending",
            "case/reopening",
            "*/links",
            "*/eligible",
        ],
    ),
    ("decisions", &["*/", "case/decide", "case/apply"]),
    ("the other questions", &["question", "billing"]),
    ("what follows from the log", &["follow"]),
];

/// A path from the root of the domain, as the layers name it.
fn pattern(path: &str) -> String {
    let path = path.strip_prefix(ROOT).unwrap_or(path);
    match path.split_once('/') {
        Some((first, rest)) if CAPABILITIES.contains(&first) => format!("*/{rest}"),
        _ => path.to_owned(),
    }
}

fn layer(path: &str) -> usize {
    let pattern = pattern(path);
    let fits =
        |(_, starts): &(&str, &[&str])| starts.iter().any(|start| pattern.starts_with(start));
    LAYERS.iter().position(fits).unwrap_or_else(|| panic!("{path} is in no layer of the domain"))
}

/// Where each public name of the domain is defined: `consent::Scope` in `consent/facts.rs`. What a
/// capability's own file re-exports is found under the capability.
fn definitions() -> BTreeMap<String, String> {
    let defined =
        Regex::new(r"(?m)^pub(?:\(\w+\))? (?:const fn|fn|struct|enum|trait|const|type|mod) (\w+)")
            .unwrap();
    let mut found = BTreeMap::new();
    for (path, text) in domain() {
        let module = module(&path);
        for name in defined.captures_iter(&text) {
            found.insert(format!("{module}::{}", &name[1]), path.clone());
        }
    }
    found
}

fn domain() -> Vec<(String, String)> {
    let of_domain = sources().into_iter().filter(|(path, _)| path.starts_with(ROOT));
    of_domain.filter(|(path, _)| !path.ends_with("lib.rs")).collect()
}

/// The module by which the domain's own code names what is in a file: `ground/ids.rs` is `ids`.
fn module(path: &str) -> String {
    let path = path.strip_prefix(ROOT).unwrap_or(path).trim_end_matches(".rs");
    let path = path.strip_prefix("ground/").unwrap_or(path);
    path.split('/').next().unwrap_or_default().to_owned()
}

/// What a file uses of the domain, as `module::name`; `super` is its own module.
fn uses(path: &str, text: &str) -> Vec<String> {
    let group = Regex::new(r"use crate::([^;]+);").unwrap();
    let text = text.replace("super::", &format!("crate::{}::", module(path)));
    let inline = Regex::new(r"crate::(\w+(?:::\w+)+)").unwrap();
    let code = text.split("#[cfg(test)]").next().unwrap();
    let grouped = group.captures_iter(code).flat_map(|found| expand(&found[1]));
    let written = inline.captures_iter(code).map(|found| found[1].to_owned());
    grouped.chain(written).collect()
}

/// `consent::{Event, Scope}` as its paths. One level of braces is all that the domain has.
fn expand(path: &str) -> Vec<String> {
    let path: String = path.split_whitespace().collect();
    match path.split_once('{') {
        Some((before, names)) => names
            .trim_end_matches('}')
            .split(',')
            .filter(|name| !name.is_empty())
            .map(|name| format!("{before}{name}"))
            .collect(),
        None => vec![path],
    }
}

/// The file that a used path is defined in, if it names something: a bare module names nothing yet.
fn target<'a>(used: &str, defined: &'a BTreeMap<String, String>) -> Option<&'a String> {
    let parts: Vec<&str> = used.split("::").collect();
    let top = |name: &str| defined.get(&format!("case::{name}"));
    match parts.as_slice() {
        [name] => top(name),
        [module, inner, name, ..] if defined.contains_key(&format!("{module}::{name}")) => {
            let path = format!("{ROOT}{module}/{inner}.rs");
            defined.values().find(|found| **found == path)
        }
        [module, name, ..] => defined.get(&format!("{module}::{name}")),
        [] => None,
    }
}

#[test]
fn each_layer_of_the_domain_uses_only_what_is_below_it() {
    let defined = definitions();
    let (mut seen, mut wrong) = (0, Vec::new());
    for (path, text) in domain() {
        // A capability's own file only lists and re-exports.
        if CAPABILITIES.iter().any(|name| path == format!("{ROOT}{name}.rs")) {
            continue;
        }
        for used in uses(&path, &text) {
            let Some(target) = target(&used, &defined) else { continue };
            let (own, below) = (layer(&path), layer(target));
            seen += 1;
            if below > own {
                let (user, used_layer) = (LAYERS[own].0, LAYERS[below].0);
                wrong.push(format!("{path} ({user}) uses {used} of {target} ({used_layer})"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 300, "only {seen} uses were seen");
}

#[test]
fn a_capability_never_asks_anothers_decision() {
    let decision = Regex::new(r"crate::(\w+)::(?:decide|apply)\b").unwrap();
    for (path, text) in domain() {
        let front_door = path.ends_with("case/decide.rs") || path.ends_with("case/apply.rs");
        for found in decision.captures_iter(&text) {
            assert!(front_door || module(&path) == found[1], "{path} uses {}", &found[0]);
        }
    }
    let listed = read("shared/domain/src/case/decide.rs");
    for name in CAPABILITIES {
        assert!(listed.contains(&format!("{name}::decide::decide")), "{name} is decided nowhere");
    }
}
