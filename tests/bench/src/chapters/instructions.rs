//! Instructions: what a warm request costs in them, counted by valgrind. They hardly change from one run to the
//! next, so that a rise by a tenth is a rise of ours.

use super::requests::{read, refer, well, worklist};
use crate::Error;
use crate::binaries::binary;
use crate::lambda::Binary;
use crate::table::{Budget, Row};
use crate::world::World;
use domain::ids::CaseId;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// By how much a count may rise above its record.
const RISE_MAX: f64 = 1.1;
/// Requests of the shorter run, and of the longer one: the difference has nothing of the start in it.
const FEW: usize = 10;
const MANY: usize = 60;

/// The counts as they were recorded: millions of instructions by operation.
type Record = BTreeMap<String, f64>;

/// Nothing where valgrind is not there.
pub async fn measure(world: &World, case: &CaseId, write: bool) -> Result<Vec<Row>, Error> {
    if !tokio::process::Command::new("valgrind")
        .arg("--version")
        .output()
        .await
        .is_ok_and(|asked| asked.status.success())
    {
        return Ok(Vec::new());
    }
    let recorded: Record = serde_json::from_str(&std::fs::read_to_string(record())?)?;
    let mut counted = Record::new();
    for (operation, function) in
        [("referral", "referral"), ("read of a case", "casework"), ("worklist", "casework")]
    {
        let events = (0..MANY).map(|number| match operation {
            "referral" => refer(number),
            "worklist" => Ok(worklist()),
            _ => Ok(read(case)),
        });
        let events: Vec<Value> = events.collect::<Result<_, _>>()?;
        let function = binary(world, function);
        let (few, many) =
            (run(&function, events.get(..FEW)).await?, run(&function, Some(&events)).await?);
        let each = (many - few) / (MANY - FEW) as f64 / 1e6;
        counted.insert(operation.to_owned(), (each * 1000.0).round() / 1000.0);
    }
    if write {
        std::fs::write(record(), serde_json::to_string_pretty(&counted)? + "\n")?;
    }
    let row = |(operation, count): (&String, &f64)| {
        let before = recorded.get(operation).copied().unwrap_or_default();
        let row =
            Row::new("Instructions, beside their record", operation, *count, "M").beside(before);
        row.within(Budget::TimesAndMore { times: RISE_MAX, more: f64::INFINITY })
    };
    Ok(counted.iter().map(row).collect())
}

/// Where the counts are kept. They change only together with what changes them.
fn record() -> PathBuf {
    testkit::checkout().join("tests/bench/instructions.json")
}

/// Instructions of a whole run, from start to end.
async fn run(function: &Binary, events: Option<&[Value]>) -> Result<f64, Error> {
    let counts = std::env::temp_dir().join("bench-instructions.out");
    let mut under = function.clone();
    under.under = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--LL=8388608,16,64", "-q"]
        .map(str::to_owned)
        .to_vec();
    under.under.push(format!("--cachegrind-out-file={}", counts.display()));
    let running = under.start().await?;
    for event in events.unwrap_or_default() {
        well(running.invoke(event).await?)?;
    }
    running.end().await?;
    let written = std::fs::read_to_string(counts)?;
    let summary = written.lines().find_map(|line| line.strip_prefix("summary: "));
    let count = summary.and_then(|summary| summary.split(' ').next()?.parse().ok());
    count.ok_or_else(|| "valgrind counted nothing".into())
}
