//! Warm requests: what each costs the function, beside the same calls made bare by the SDK.

use crate::binaries::binary;
use crate::lambda::{Binary, Function, log};
use crate::ready::{CLIENT, Desk, NURSE, case_of};
use crate::recorded::{Call, Recorded, in_steps};
use crate::requests::{Asked, Session};
use crate::table::{Budget, Row, median};
use crate::world::World;
use crate::{Error, Extent};
use domain::ids::CaseId;
use serde_json::{Value, json};
use std::time::Instant;

/// Requests before those that are measured: until then connections open and caches fill.
pub const WARMING: usize = 20;
/// The last of them, whose calls are noted to be made again. It makes them slow, so none of them is measured.
const NOTED: usize = 10;

/// An operation that is measured, with what its budget says.
struct Operation {
    chapter: &'static str,
    calls_max: Option<f64>,
    steps_max: Option<f64>,
}

impl Operation {
    fn new(chapter: &'static str, calls_max: Option<f64>, steps_max: Option<f64>) -> Self {
        Self { chapter, calls_max, steps_max }
    }
}

/// What some requests cost, each.
struct Cost {
    cpu: f64,
    wall: f64,
}

pub async fn measure(world: &World, desk: &Desk, extent: Extent) -> Result<Vec<Row>, Error> {
    let count = WARMING + extent.requests;
    let mut rows = Vec::new();

    let referrals: Vec<Value> = (0..count).map(refer).collect::<Result<_, _>>()?;
    let operation = Operation::new("Referral", Some(6.0), Some(2.0));
    let answers = operation.compare(world, "referral", &referrals, &mut rows).await?;
    let cases: Vec<CaseId> = answers.iter().map(case_of).collect::<Result<_, _>>()?;

    let mut consents = Vec::new();
    for case in &cases {
        consents.push(consent(&desk.introduced(case).await?));
    }
    // Each is of another case, whose key is not in memory yet: that is one step more.
    let operation = Operation::new("Consent", Some(6.0), Some(3.0));
    operation.compare(world, "consent", &consents, &mut rows).await?;

    let mut bookings = Vec::new();
    for (case, number) in cases.iter().zip(0..) {
        desk.reviewed(case).await?;
        bookings.push(book(case, desk, number).await?);
    }
    let operation = Operation::new("Booking", Some(4.0), Some(2.0));
    operation.compare(world, "scheduling", &bookings, &mut rows).await?;

    let reads = vec![read(cases.first().ok_or("there is no case")?); count];
    let operation = Operation::new("Read of a case", Some(4.0), Some(2.0));
    operation.compare(world, "casework", &reads, &mut rows).await?;

    let lists = vec![worklist(); count];
    Operation::new("Worklist", None, None).compare(world, "casework", &lists, &mut rows).await?;
    Ok(rows)
}

impl Operation {
    /// Measures the function, then the same calls made bare. Returns all that was answered.
    async fn compare(
        &self,
        world: &World,
        function: &str,
        events: &[Value],
        rows: &mut Vec<Row>,
    ) -> Result<Vec<Value>, Error> {
        let (cost, answers, noted) = ours(world, &binary(world, function), events).await?;
        let count = |of: fn(&Vec<Recorded>) -> usize| {
            let all: Vec<usize> = noted.iter().map(of).collect();
            all.iter().sum::<usize>() as f64 / all.len().max(1) as f64
        };
        let bytes = count(|calls| calls.iter().map(|call| call.bytes).sum());
        let calls = count(Vec::len);
        let steps: Vec<Vec<Vec<Call>>> = noted.iter().cloned().map(in_steps).collect();
        let steps_each = median(steps.iter().map(|steps| steps.len() as f64).collect());
        let bare = bare(world, &steps, events.len()).await?;

        let row = |what: &str, value: f64, unit| Row::new(self.chapter, what, value, unit);
        let cpu = Budget::TimesAndMore { times: 1.25, more: 0.25 };
        let at_most = |row: Row, most: Option<f64>| match most {
            Some(most) => row.within(Budget::AtMost(most)),
            None => row,
        };
        rows.push(
            row("CPU, beside the same calls bare", cost.cpu, "ms").beside(bare.cpu).within(cpu),
        );
        rows.push(row("time, beside the same calls bare", cost.wall, "ms").beside(bare.wall));
        rows.push(at_most(row("calls", calls, ""), self.calls_max));
        rows.push(at_most(row("steps", steps_each, ""), self.steps_max));
        rows.push(row("bytes asked and answered", bytes / 1024.0, "KB"));
        Ok(answers)
    }
}

async fn ours(
    world: &World,
    binary: &Binary,
    events: &[Value],
) -> Result<(Cost, Vec<Value>, Vec<Vec<Recorded>>), Error> {
    let function = binary.start().await?;
    let (mut answers, mut noted) = (Vec::new(), Vec::new());
    for (number, event) in events.iter().take(WARMING).enumerate() {
        let is_noted = number >= WARMING - NOTED;
        if is_noted {
            world.record();
        }
        answers.push(well(function.invoke(event).await?)?);
        if is_noted {
            noted.push(world.take_recorded());
        }
    }
    let (before, mut walls) = (function.cpu()?, Vec::new());
    for event in events.iter().skip(WARMING) {
        let began = Instant::now();
        answers.push(well(function.invoke(event).await?)?);
        walls.push(began.elapsed().as_secs_f64() * 1e3);
    }
    let cost = cost(&function, before, walls)?;
    function.end().await?;
    Ok((cost, answers, noted))
}

/// The same calls by the SDK alone, as often as the function was asked.
async fn bare(world: &World, steps: &[Vec<Vec<Call>>], count: usize) -> Result<Cost, Error> {
    let calls = std::env::temp_dir().join("bench-calls.json");
    std::fs::write(&calls, serde_json::to_vec(steps)?)?;
    let mut bare = binary(world, "bare");
    bare.environment.insert("CALLS".to_owned(), calls.display().to_string());
    let function = bare.start().await?;
    for _ in 0..WARMING {
        function.invoke(&Value::Null).await?;
    }
    let (before, mut walls) = (function.cpu()?, Vec::new());
    for _ in WARMING..count {
        let began = Instant::now();
        function.invoke(&Value::Null).await?;
        walls.push(began.elapsed().as_secs_f64() * 1e3);
    }
    let cost = cost(&function, before, walls)?;
    function.end().await?;
    Ok(cost)
}

fn cost(function: &Function, before: std::time::Duration, walls: Vec<f64>) -> Result<Cost, Error> {
    let used = function.cpu()?.saturating_sub(before);
    Ok(Cost { cpu: used.as_secs_f64() * 1e3 / walls.len() as f64, wall: median(walls) })
}

/// An answer that is no refusal: another would make the measurement worthless.
pub fn well(answer: Value) -> Result<Value, Error> {
    let status = answer["statusCode"].as_u64().unwrap_or_default();
    if (200..400).contains(&status) {
        return Ok(answer);
    }
    Err(format!("refused: {answer}\nThe function's log is {}.", log().display()).into())
}

pub fn refer(number: usize) -> Result<Value, Error> {
    let mut referral = testkit::demo::referral()?;
    referral["member"]["email"] =
        format!("member.{number}.{}@home.example", runtime::random_word()).into();
    if let Some(member) = referral["member"].as_object_mut() {
        member.remove("nhs_number");
    }
    Ok(Asked::to("POST /referrals", json!({})).by(CLIENT, "api/refer").json(&referral).event())
}

pub fn consent(session: &Session) -> Value {
    let path = json!({"session": session.selector});
    let fields =
        "statement=2&scope=collect&scope=show&delay=known&signatory=member&name=Maria+Plantsworth";
    Asked::to("POST /consent/{session}", path).form(session, fields).event()
}

async fn book(case: &CaseId, desk: &Desk, number: i32) -> Result<Value, Error> {
    let starts = desk.offer(number).await?;
    let slot = json!({"starts": starts, "quanta": 2, "mode": "telephone"});
    let path = json!({"id": case});
    Ok(Asked::to("POST /cases/{id}/appointment", path)
        .by(NURSE, "api/casework")
        .json(&slot)
        .event())
}

pub fn read(case: &CaseId) -> Value {
    Asked::to("GET /cases/{id}", json!({"id": case})).by(NURSE, "api/casework").event()
}

pub fn worklist() -> Value {
    let mine = json!({"list": "mine"});
    Asked::to("GET /cases", Value::Null).asking(mine).by(NURSE, "api/casework").event()
}
