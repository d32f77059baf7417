//! The functions as they are shipped, and the two that they are measured beside: built in the same run.

use crate::Error;
use crate::lambda::Binary;
use crate::ready::KEY_CONTEXT;
use crate::requests::BASE_URL;
use crate::world::World;
use std::collections::HashMap;
use std::path::PathBuf;
use testkit::tools::{FUNCTIONS, Profile, build_functions};

/// Builds everything; cargo itself says how far it is.
pub async fn build() -> Result<(), Error> {
    build_functions(Profile::Shipped).await?;
    let mut cargo = tokio::process::Command::new(env!("CARGO"));
    cargo.current_dir(testkit::checkout()).args(["build", "--release", "--quiet"]);
    // Not the bench itself: it runs.
    cargo.args(["-p", "bench", "--bin", "empty", "--bin", "bare"]);
    let built = cargo.status().await?;
    if built.success() {
        Ok(())
    } else {
        Err("the bench's own functions could not be built".into())
    }
}

/// A function of the product, or one of the bench's own.
pub fn binary(world: &World, name: &str) -> Binary {
    Binary { path: path(name), environment: environment(world), under: Vec::new() }
}

pub fn path(name: &str) -> PathBuf {
    if FUNCTIONS.contains(&name) {
        return testkit::checkout().join("target/lambda").join(name).join("bootstrap");
    }
    testkit::target().join("release").join(name)
}

/// What the template gives its functions, all of it to each.
fn environment(world: &World) -> HashMap<String, String> {
    let given = [
        ("AWS_ACCESS_KEY_ID", "bench"),
        ("AWS_SECRET_ACCESS_KEY", "bench"),
        ("AWS_SESSION_TOKEN", "bench"),
        ("AWS_REGION", "eu-west-2"),
        ("AWS_ENDPOINT_URL", &world.http),
        ("CASES_TABLE", "Cases"),
        ("SHEETS_TABLE", "Sheets"),
        ("KEYS_TABLE", "Keys"),
        ("ACCESS_TABLE", "Access"),
        ("DIRECTORY_TABLE", "Directory"),
        ("SLOTS_TABLE", "Slots"),
        ("COVER_TABLE", "Cover"),
        ("LEDGER_TABLE", "Ledger"),
        ("TOLD_TABLE", "Told"),
        ("CONTACT_KEY", "contact"),
        ("CLINICAL_KEY", "clinical"),
        ("MARKS_KEY", "marks"),
        ("DOCUMENTS_KEY", "documents"),
        ("DOCUMENTS_BUCKET", "documents"),
        ("ANCHORS_BUCKET", "anchors"),
        ("BUS", "bus"),
        ("KEY_CONTEXT", KEY_CONTEXT),
        ("BASE_URL", BASE_URL),
        ("SERVICE_PHONE", "020 7946 0000"),
        ("BRAND_NAME", "Bench"),
        ("BRAND_ACCENT", "#0b5c57"),
        ("LEGAL_NAME", "Bench"),
        ("MAIL_FROM", "no-reply@bench.example"),
        ("MAIL_CONFIGURATION", "bench"),
        ("MEMBER_ADDRESS", "any"),
        ("TEST_NHS_NUMBERS", "allowed"),
        ("INVOICE_PREFIX", "BENCH"),
        ("RETENTION", "dry-run"),
    ];
    given.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}
