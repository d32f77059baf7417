//! Memory: what each function holds after many requests, and how large its package is.

use super::requests::{read, refer, worklist};
use crate::binaries::{binary, path};
use crate::requests::Asked;
use crate::table::{Budget, Row};
use crate::world::World;
use crate::{Error, Extent};
use domain::ids::CaseId;
use serde_json::{Value, json};
use std::io::{Cursor, Write};
use testkit::tools::FUNCTIONS;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

const MEGABYTE: f64 = 1024.0 * 1024.0;
/// The best that deflate does.
const LEVEL: i64 = 9;

pub async fn measure(world: &World, case: &CaseId, extent: Extent) -> Result<Vec<Row>, Error> {
    const CHAPTER: &str = "Memory after many requests";
    let mut rows = Vec::new();
    for name in FUNCTIONS {
        let function = binary(world, name).start().await?;
        for number in 0..extent.in_a_row {
            // What is answered does not matter here, only that it is.
            function.invoke(&asked(name, case, number)?).await?;
        }
        let held = function.resident()? as f64 / MEGABYTE;
        rows.push(Row::new(CHAPTER, name, held, "MB").within(Budget::AtMost(16.0)));
        function.end().await?;
    }
    Ok(rows)
}

/// Something that a function does often.
fn asked(function: &str, case: &CaseId, number: usize) -> Result<Value, Error> {
    let id = json!({"id": case});
    let by_nurse =
        |route| Asked::to(route, id.clone()).by(crate::ready::NURSE, "api/casework").event();
    Ok(match function {
        "referral" => refer(number)?,
        "casework" if number.is_multiple_of(2) => worklist(),
        "casework" => read(case),
        "consent" => by_nurse("GET /cases/{id}/consent"),
        "matching" => by_nurse("GET /cases/{id}/matches"),
        "scheduling" => by_nurse("GET /cases/{id}/slots"),
        "report" => by_nurse("GET /cases/{id}/concerns"),
        "records" => by_nurse("POST /cases/{id}/records/complete"),
        "keeping" => by_nurse("GET /cases/{id}/certificate"),
        "access" => Asked::to("GET /i/{token}", json!({"token": "none"})).event(),
        "billing" => {
            let path = json!({"client": "northwind", "month": "2026-10"});
            Asked::to("GET /invoices/{client}/{month}", path).by("finance", "api/finance").event()
        }
        "relay" => json!({"Records": []}),
        "clock" => json!({"schedule": "due"}),
        _ => json!({"source": "aws.ses", "detail": {}}),
    })
}

pub fn zips() -> Result<Vec<Row>, Error> {
    let mut rows = Vec::new();
    for name in FUNCTIONS {
        let size = zipped(&std::fs::read(path(name))?)? as f64 / MEGABYTE;
        rows.push(Row::new("Deployment zip", name, size, "MB").within(Budget::AtMost(5.0)));
    }
    Ok(rows)
}

fn zipped(binary: &[u8]) -> Result<usize, Error> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    zip.start_file("bootstrap", options.compression_level(Some(LEVEL)))?;
    zip.write_all(binary)?;
    Ok(zip.finish()?.into_inner().len())
}
