//! One word a thing: the glossary's synonyms are used nowhere, and no two rooms name a type alike.

use crate::{read, root};
use regex::Regex;
use std::collections::BTreeMap;
use std::path::Path;

/// Names that every capability has, each in its own module.
const SHARED_NAMES: [&str; 4] = ["Facts", "Event", "Command", "Refusal"];

/// Every text that a person of ours writes: sources, pages, letters, templates, documents.
fn texts() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for room in ["shared", "functions", "infra", "tests", "docs"] {
        walk(&root().join(room), &mut found);
    }
    found.push(("README.md".to_owned(), read("README.md")));
    found.push(("template.yaml".to_owned(), read("template.yaml")));
    assert!(found.len() > 300, "only {} texts were found", found.len());
    found
}

fn walk(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let kinds = ["rs", "html", "txt", "md", "yaml"];
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|kind| kinds.iter().any(|known| kind == *known)) {
            let name = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
            found.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The words of the glossary's last column.
fn synonyms() -> Vec<String> {
    let glossary = read("docs/GLOSSARY.md");
    let rows = glossary.lines().filter(|line| line.starts_with("| ")).skip(1);
    let column = rows.filter_map(|row| row.split('|').nth(3));
    let words = column.flat_map(|cell| cell.split(',')).map(|word| word.trim().to_lowercase());
    words.filter(|word| !word.is_empty()).collect()
}

/// Where a synonym is meant as what it says.
fn is_meant(path: &str, word: &str) -> bool {
    match word {
        // Doctors speak of their patients, and pages speak to doctors in their words; the NHS has names.
        "patient" => {
            let to_doctors = [
                "functions/records",
                "functions/report",
                "functions/casework/templates/complaint.html",
                "shared/mail/templates",
            ];
            to_doctors.iter().any(|start| path.starts_with(start))
                || path.starts_with("shared/testkit")
                || path.starts_with("tests/")
        }
        // The file of certificates on Lambda's image has that name.
        "bundle" => path == "template.yaml",
        _ => false,
    }
}

#[test]
fn a_thing_has_one_word() {
    let synonyms = synonyms();
    assert!(synonyms.len() >= 8, "{synonyms:?}");
    let mut wrong = Vec::new();
    for (path, text) in texts() {
        if ["docs/GLOSSARY.md", "docs/STYLE.md", "docs/decisions.md", "tests/it/words.rs"]
            .contains(&path.as_str())
        {
            continue;
        }
        let text = text.to_lowercase();
        for word in &synonyms {
            let whole = Regex::new(&format!(r"\b{word}s?\b")).unwrap();
            let used = whole.find(&text).is_some() && !is_meant(&path, word);
            if used {
                wrong.push(format!("{path} says {word}"));
            }
        }
    }
    assert!(wrong.is_empty(), "the glossary has another word: {wrong:#?}");
}

#[test]
fn no_two_rooms_name_a_public_type_alike() {
    let public = Regex::new(r"(?m)^pub (?:struct|enum|trait) (\w+)").unwrap();
    let mut homes: BTreeMap<String, String> = BTreeMap::new();
    let mut wrong = Vec::new();
    // A function's types are its own, and the test kit is in none of them: nobody else can name those.
    let rooms = crate::tidy::sources()
        .into_iter()
        .filter(|(path, _)| path.starts_with("shared/") && !path.starts_with("shared/testkit/"));
    for (path, text) in rooms {
        for found in public.captures_iter(&text) {
            let name = found[1].to_owned();
            if SHARED_NAMES.contains(&name.as_str()) {
                continue;
            }
            if let Some(home) = homes.insert(name.clone(), path.clone()) {
                wrong.push(format!("{name} is in {home} and in {path}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(homes.len() > 100, "only {} names were found", homes.len());
}
