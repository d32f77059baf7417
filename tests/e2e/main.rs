//! Journeys on the deployed stack: the template itself on a local AWS with IAM enforced.

#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

mod anchors;
mod away;
mod bad_input;
mod billing;
mod brand;
mod browser;
mod calendar;
mod callers;
mod casework;
mod choosing;
mod chrome;
mod consent;
mod decisions;
mod directory;
mod doctors;
mod documents;
mod door;
mod ended_links;
mod erasure;
mod faults;
mod gallery;
mod gateway;
mod glass;
mod house;
mod journey;
mod kit;
mod large;
mod least_privilege;
mod links;
mod logbook;
mod once;
mod pages;
mod pool;
mod privacy;
mod records;
mod refused;
mod relay;
mod returned;
mod scheduling;
mod sessions;
mod settings;
mod signing;
mod silence;
mod slipping;
mod specialist;
mod steps;
mod subject_access;
mod table;
mod taken_back;
mod telling;
mod twice;
mod untold;
mod withdrawal;
mod wording;
mod worklists;

/// The checkout's own folder.
pub fn root() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
