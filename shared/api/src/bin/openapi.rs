//! Prints the published contract, or writes it to `infra/openapi.yaml`.

use std::process::ExitCode;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../infra/openapi.yaml");

fn main() -> ExitCode {
    let asked = std::env::args().nth(1);
    let done = match asked.as_deref() {
        None => api::document::document().map(|text| print!("{text}")),
        Some("--write") => api::document::document()
            .and_then(|text| std::fs::write(FILE, text).map_err(|error| error.to_string())),
        Some(_) => Err("usage: openapi [--write]".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
