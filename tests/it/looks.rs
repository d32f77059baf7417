//! A look cannot be forgotten: private words are shown only through one, and each place where a private
//! value is taken out of its wrapper is on a list.

use crate::tidy::sources;
use regex::Regex;
use std::collections::BTreeMap;

/// Where a private value is taken out of its wrapper, how often, and what for. This list only shrinks, or
/// grows with a reason.
const REVEALS: &[(&str, usize, &str)] = &[
    ("functions/consent/src/copy.rs", 1, "the name on the signed copy, which is sealed again"),
    ("functions/consent/src/readers.rs", 1, "a doctor's name, shown as a reader by a look"),
    ("functions/keeping/src/copy.rs", 1, "the signed copies, in the member's own copy"),
    ("functions/keeping/src/copy/contents.rs", 2, "what was typed, in the member's own copy"),
    ("functions/records/src/written.rs", 1, "a description, put into quarantine"),
    ("shared/casefile/src/lib.rs", 3, "whom a letter is addressed to"),
    ("shared/mail/src/calendar.rs", 1, "who is invited, in the entry of their own letter"),
    ("shared/mail/src/post.rs", 1, "the address that a letter is sent to"),
    ("shared/vault/src/marks.rs", 7, "what a member is known again by, keyed at once"),
];

/// Rooms whose own business the wrapper is.
const OWN: [&str; 1] = ["shared/domain/src/"];

#[test]
fn every_place_that_reveals_a_private_value_is_on_the_list() {
    let reveals = Regex::new(r"\.reveal(_spaced)?\(\)").unwrap();
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for (path, text) in sources() {
        let count = reveals.find_iter(&text).count();
        if count > 0 && !OWN.iter().any(|room| path.starts_with(room)) {
            found.insert(path, count);
        }
    }
    let listed: BTreeMap<String, usize> =
        REVEALS.iter().map(|(path, count, _)| ((*path).to_owned(), *count)).collect();
    assert_eq!(found, listed);
}

/// Where a look is noted without words to show, and why.
const NOTED_ALONE: [(&str, &str); 2] = [
    ("functions/casework/src/search.rs", "that a person has a case here is private already"),
    ("functions/keeping/src/copy.rs", "a machine puts the member's own copy together"),
];

#[test]
fn words_are_shown_only_through_a_look_that_was_noted() {
    for (path, text) in sources() {
        let own = path.starts_with("shared/domain/") || path.starts_with("shared/casefile/");
        let listed = NOTED_ALONE.iter().any(|(place, _)| *place == path);
        let notes = text.contains(".note_read(") || text.contains("Reading::new(");
        assert!(own || listed || !notes, "{path} notes a look of its own: see `Context::look`");
        // A look that is allowed and not noted could show words.
        let refuses_before = path == "functions/records/src/document.rs";
        assert!(
            own || refuses_before || !text.contains(".allowed("),
            "{path} looks without a note"
        );
    }
}

#[test]
fn answers_and_pages_hold_private_words_only_as_shown() {
    let held = Regex::new(r"(?s)#\[derive\([^)]*(?:Template|Serialize)[^)]*\)\](.*?)\n\}").unwrap();
    let private =
        Regex::new(r":\s*(?:[\w<]*\b)?(?:Private|PersonName|Email|Phone|NhsNumber)\b").unwrap();
    let mut seen = 0;
    for (path, text) in sources().into_iter().filter(|(path, _)| path.starts_with("functions/")) {
        for found in held.captures_iter(&text) {
            seen += 1;
            assert!(!private.is_match(&found[1]), "{path} shows a private word past a look");
        }
    }
    assert!(seen > 20, "only {seen} answers and pages were seen");
}
