//! Growth: how a cost rises with what there is, with the exponent by which it does. An exponent of zero is no
//! growth, of one is growth in step.

use super::requests::{WARMING, read, well, worklist};
use crate::binaries::binary;
use crate::ready::{Desk, NURSE};
use crate::requests::Asked;
use crate::seeds::{Books, Seeds};
use crate::table::{Budget, Row, median};
use crate::world::World;
use crate::{Error, Extent};
use domain::directory::Specialist;
use domain::ids::CaseId;
use domain::matching::rank;
use serde::Serialize;
use serde_json::{Value, json};
use std::time::Instant;

const CHAPTER: &str = "Growth";
/// Requests of which the middle one counts.
const ASKED: usize = 15;

/// One cost at several sizes.
#[derive(Debug, Clone, Serialize)]
pub struct Series {
    pub name: &'static str,
    /// What there is of it, and milliseconds.
    pub points: Vec<(f64, f64)>,
    pub exponent: f64,
}

impl Series {
    fn new(name: &'static str, points: Vec<(f64, f64)>) -> Self {
        let exponent = exponent(&points);
        Self { name, points, exponent }
    }

    fn row(&self, budget: Option<Budget>) -> Row {
        let ends = self.points.last().zip(self.points.first());
        let ((size, value), (_, least)) = ends.unwrap_or((&(0.0, 0.0), &(0.0, 0.0)));
        let what = format!("{} at {size}, exponent {:.2}", self.name, self.exponent);
        let row = Row::new(CHAPTER, what, *value, "ms").beside(*least);
        Row { budget, ..row }
    }
}

/// The slope of the straight line through the points on a chart with logarithmic axes.
fn exponent(points: &[(f64, f64)]) -> f64 {
    let logs: Vec<(f64, f64)> =
        points.iter().map(|(size, value)| (size.max(1.0).ln(), value.max(1e-9).ln())).collect();
    let count = logs.len().max(1) as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| logs.iter().map(of).sum::<f64>() / count;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let rise: f64 = logs.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    let run: f64 = logs.iter().map(|point| (point.0 - x).powi(2)).sum();
    if run == 0.0 { 0.0 } else { rise / run }
}

/// Notes in a case: it opens at the same cost, whatever was written down in it.
pub async fn notes(
    world: &World,
    desk: &Desk,
    case: &CaseId,
    extent: Extent,
) -> Result<(Series, Vec<Row>), Error> {
    let (mut points, mut there) = (Vec::new(), 0);
    for notes in extent.notes {
        desk.note(case, notes - there).await?;
        there = *notes;
        points.push((size(*notes), ask(world, "casework", &read(case)).await?));
    }
    let series = Series::new("read of a case with notes", points);
    let row = series.row(Some(Budget::TimesAndMore { times: 1.25, more: f64::INFINITY }));
    Ok((series, vec![row]))
}

/// Cases of one nurse: the first page of her list.
pub async fn cases(
    world: &World,
    case: &CaseId,
    extent: Extent,
) -> Result<(Series, Vec<Row>), Error> {
    let seeds = Seeds::of(&world.database);
    let mut points = Vec::new();
    for (cases, before) in rising(extent.cases) {
        seeds.cases(case, before..*cases)?;
        points.push((size(*cases), ask(world, "casework", &worklist()).await?));
    }
    let series = Series::new("page of a worklist, of cases", points);
    let row = series.row(None);
    Ok((series, vec![row]))
}

/// Specialists of one specialty: their ranking, alone and by its route.
pub async fn specialists(
    world: &World,
    desk: &Desk,
    case: &CaseId,
    extent: Extent,
) -> Result<(Series, Vec<Row>), Error> {
    let seeds = Seeds::of(&world.database);
    let route = Asked::to("GET /cases/{id}/matches", json!({"id": case})).by(NURSE, "api/casework");
    let (mut points, mut pure) = (Vec::new(), 0.0);
    for (specialists, before) in rising(extent.specialists) {
        seeds.specialists(before..*specialists)?;
        points.push((size(*specialists), ask(world, "matching", &route.event()).await?));
        let network = desk.directory.specialists_of(&"110".to_owned().try_into()?).await?;
        pure = ranking(desk, case, &network).await?;
    }
    let series = Series::new("route of the ranking, of specialists", points);
    let row = series.row(Some(Budget::AtMost(40.0)));
    let alone = Row::new(CHAPTER, "ranking of as many, alone", pure, "ms");
    Ok((series, vec![row, alone.within(Budget::AtMost(5.0))]))
}

async fn ranking(desk: &Desk, case: &CaseId, network: &[Specialist]) -> Result<f64, Error> {
    let (case, today) = (
        desk.load(case).await?.case,
        domain::calendar::london(runtime::Clock::default().now()).date(),
    );
    let mut walls = Vec::new();
    for _ in 0..ASKED {
        let began = Instant::now();
        std::hint::black_box(rank(&case, network, today));
        walls.push(milliseconds(began));
    }
    Ok(median(walls))
}

/// Charges of a month, over a thousand clients: closing it, beside reading the same items.
pub async fn charges(extent: Extent) -> Result<(Series, Vec<Row>), Error> {
    let (mut points, mut rows) = (Vec::new(), Vec::new());
    for charges in extent.charges {
        // A month is closed once, so each size has a world of its own.
        let world = World::start().await?;
        let books = Books::open(&world);
        let clients = books.fill(*charges).await?;
        let began = Instant::now();
        books.read(&clients).await?;
        let reading = milliseconds(began);
        let function = binary(&world, "billing").start().await?;
        let before = function.resident()?;
        let began = Instant::now();
        function.invoke(&json!({"schedule": "close-month"})).await?;
        let took = milliseconds(began);
        let grown = function.resident()?.saturating_sub(before) as f64 / (1024.0 * 1024.0);
        function.end().await?;
        points.push((size(*charges), took));
        let speed = Row::new(
            CHAPTER,
            format!("reading {charges} charges, beside billing them"),
            reading,
            "ms",
        );
        rows.push(speed.beside(took).within(Budget::ShareAtLeast(0.8)));
        let memory = format!("memory that {charges} charges take in billing");
        rows.push(Row::new(CHAPTER, memory, grown, "MB").within(Budget::AtMost(16.0)));
    }
    let series = Series::new("closing a month, of charges", points);
    rows.insert(0, series.row(None));
    Ok((series, rows))
}

/// The middle of several answers of a warm function, in milliseconds.
async fn ask(world: &World, function: &str, event: &Value) -> Result<f64, Error> {
    let function = binary(world, function).start().await?;
    for _ in 0..WARMING.min(ASKED) {
        well(function.invoke(event).await?)?;
    }
    let mut walls = Vec::new();
    for _ in 0..ASKED {
        let began = Instant::now();
        function.invoke(event).await?;
        walls.push(milliseconds(began));
    }
    function.end().await?;
    Ok(median(walls))
}

/// Each size with the one before.
fn rising(sizes: &[usize]) -> impl Iterator<Item = (&usize, usize)> {
    sizes.iter().zip(std::iter::once(0).chain(sizes.iter().copied()))
}

fn milliseconds(began: Instant) -> f64 {
    began.elapsed().as_secs_f64() * 1e3
}

fn size(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_grows_in_step_has_the_exponent_one_and_what_stays_has_none() {
        let close = |points: &[(f64, f64)], wanted: f64| (exponent(points) - wanted).abs() < 1e-9;
        assert!(close(&[(10.0, 2.0), (100.0, 20.0), (1000.0, 200.0)], 1.0));
        assert!(close(&[(10.0, 2.0), (100.0, 2.0)], 0.0));
        assert!(close(&[(10.0, 1.0), (100.0, 100.0)], 2.0));
    }
}
