//! One run: everything is built, measured, printed, and written down.

use crate::chapters::growth::Series;
use crate::chapters::{growth, instructions, memory, requests, starts};
use crate::machine::Machine;
use crate::ready::{Desk, case_of};
use crate::requests::Session;
use crate::table::{self, Row};
use crate::world::World;
use crate::{Error, Extent, binaries, chart};
use clap::Parser;
use domain::ids::CaseId;
use serde::Serialize;
use std::future::Future;
use std::io::Write;
use std::time::Instant;

/// Measures what the functions cost, each thing beside another of the same run. It builds what it needs,
/// prints one table, and writes it to docs/benchmarks with a chart.
#[derive(Debug, Parser)]
#[command(name = "bench", version)]
pub struct Arguments {
    /// Less of everything: a few minutes instead of twenty
    #[arg(long)]
    quick: bool,
    /// Count only the instructions, and fail if one has risen by a tenth (needs valgrind)
    #[arg(long)]
    instructions: bool,
    /// Write the instructions that were counted as their new record
    #[arg(long)]
    write_instructions: bool,
}

/// A run as it is written down.
#[derive(Serialize)]
struct Written<'a> {
    machine: Machine,
    quick: bool,
    rows: &'a [Row],
    growth: &'a [Series],
}

/// Whether everything that was asked for could be measured, and what had to hold did.
pub async fn run(arguments: &Arguments) -> Result<bool, Error> {
    let extent = if arguments.quick { Extent::QUICK } else { Extent::WHOLE };
    step("functions as they are shipped", binaries::build()).await?;
    if arguments.instructions || arguments.write_instructions {
        let rows = step("instructions", instructions(arguments.write_instructions)).await?;
        if rows.is_empty() {
            return Err(
                "Instructions are counted by valgrind. On Debian: apt install valgrind".into()
            );
        }
        table::print(&rows);
        let holds = rows.iter().all(|row| row.holds() != Some(false));
        return Ok(holds || arguments.write_instructions);
    }
    let world = World::start().await?;
    let desk = Desk::open(&world).await?;
    let case = a_case(&world, &desk).await?;
    let (rows, series) = everything(&world, &desk, &case, extent).await?;
    table::print(&rows);
    let written =
        Written { machine: Machine::here(), quick: arguments.quick, rows: &rows, growth: &series };
    write(&written)?;
    Ok(true)
}

async fn everything(
    world: &World,
    desk: &Desk,
    case: &CaseId,
    extent: Extent,
) -> Result<(Vec<Row>, Vec<Series>), Error> {
    let mut rows = step("starts", starts::measure(world, extent)).await?;
    rows.extend(step("requests", requests::measure(world, desk, extent)).await?);
    rows.extend(step("memory", memory::measure(world, case, extent)).await?);
    rows.extend(memory::zips()?);
    let grown = [
        step("growth over notes", growth::notes(world, desk, case, extent)).await?,
        step("growth over cases", growth::cases(world, case, extent)).await?,
        step("growth over specialists", growth::specialists(world, desk, case, extent)).await?,
        step("growth over charges", growth::charges(extent)).await?,
    ];
    let mut series = Vec::new();
    for (one, of_it) in grown {
        series.push(one);
        rows.extend(of_it);
    }
    rows.extend(step("instructions", instructions(false)).await?);
    Ok((rows, series))
}

/// In a world of their own, so that a count does not depend on what was measured before.
async fn instructions(write: bool) -> Result<Vec<Row>, Error> {
    let world = World::start().await?;
    let case = a_case(&world, &Desk::open(&world).await?).await?;
    instructions::measure(&world, &case, write).await
}

/// A case that is reviewed, by the functions themselves as far as its member's consent.
async fn a_case(world: &World, desk: &Desk) -> Result<CaseId, Error> {
    let referral = binaries::binary(world, "referral").start().await?;
    let case = case_of(&referral.invoke(&requests::refer(0)?).await?)?;
    referral.end().await?;
    let session: Session = desk.introduced(&case).await?;
    let consent = binaries::binary(world, "consent").start().await?;
    requests::well(consent.invoke(&requests::consent(&session)).await?)?;
    consent.end().await?;
    desk.reviewed(&case).await?;
    Ok(case)
}

/// Says what is measured now, and how long it has taken when it is done.
async fn step<T>(name: &str, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    print!("  {name:<32} … ");
    // A terminal that is gone is no reason to stop.
    let _ = std::io::stdout().flush();
    let began = Instant::now();
    let done = work.await.map_err(|error| format!("{name}: {error}"))?;
    println!("{} s", began.elapsed().as_secs());
    Ok(done)
}

fn write(written: &Written<'_>) -> Result<(), Error> {
    let home = testkit::checkout().join("docs/benchmarks");
    std::fs::create_dir_all(&home)?;
    let name = format!("{}-{}", written.machine.date, written.machine.commit);
    let (json, svg) = (home.join(format!("{name}.json")), home.join(format!("{name}.svg")));
    std::fs::write(&json, serde_json::to_string_pretty(written)? + "\n")?;
    chart::draw(&svg, written.growth)?;
    println!("\nWritten to {} and {}.", json.display(), svg.display());
    Ok(())
}
