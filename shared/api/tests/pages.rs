//! Each form has a page: where it is filled in, and where it is shown again if it is not taken.

#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

use api::{By, Reads, operation, operations};

/// Nothing is filled in there: one leaves every page, the other is sent by the script of each.
const OF_EVERY_PAGE: [&str; 2] = ["/sessions/{session}/leave", "/sessions/{session}/keep"];

#[test]
fn every_form_has_the_page_that_it_is_filled_in_on() {
    let mut forms = 0;
    for row in operations().filter(|row| row.by == By::Page && !OF_EVERY_PAGE.contains(&row.path)) {
        let Reads::Form(_) = row.reads else { continue };
        let page = row.on_page.unwrap_or_else(|| panic!("{} has no page", row.path));
        assert!(operation(&format!("GET {page}")).is_some(), "{}: {page} is no page", row.path);
        let own = |path: &str| path.contains("{session}");
        assert_eq!(own(page), own(row.path), "{}: {page} is of another person", row.path);
        forms += 1;
    }
    assert!(forms > 15, "only {forms} forms were found");
}
