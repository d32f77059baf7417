//! `replay`: tells the bus again what the logs hold, of some cases or of a time; on the local stack that runs,
//! or on a customer's with the rights of the person who asks. Every consumer can hear an event again.

use crate::operator::as_operator;
use bus::{BATCH_MAX, Bus};
use clap::Args;
use domain::Recorded;
use domain::follow::Stored;
use domain::ids::CaseId;
use jiff::Timestamp;
use runtime::{Aws, Fault};
use store::Cases;
use testkit::local_aws::LocalAws;
use testkit::{SetupError, Stack};

/// Which events of which stack.
#[derive(Args)]
pub struct Arguments {
    /// The cases to tell of; every one with events in the time if none is named
    #[arg(required_unless_present = "from")]
    cases: Vec<String>,
    /// Only events from this moment on, such as 2027-11-02T09:00:00Z
    #[arg(long)]
    from: Option<Timestamp>,
    /// Only events before this moment
    #[arg(long)]
    until: Option<Timestamp>,
    /// Say what would be told, and tell nothing
    #[arg(long)]
    dry_run: bool,
    /// The Cases table of a customer's stack; the credentials of the environment are used
    #[arg(long, requires = "bus")]
    cases_table: Option<String>,
    /// The bus of that stack
    #[arg(long, requires = "cases_table")]
    bus: Option<String>,
}

/// Prints how many events of how many cases were told.
pub async fn replay(asked: &Arguments, port: u16) -> Result<(), SetupError> {
    let (aws, table, bus) = place(asked, port).await?;
    let (cases, bus) = (Cases::to_read(&aws, table), Bus::new(&aws, bus));
    let failed = |fault: Fault| SetupError::new(fault.to_string());
    let named = asked.cases.iter().map(|id| id.parse::<CaseId>());
    let named: Vec<CaseId> =
        named.collect::<Result<_, _>>().map_err(|error| SetupError::new(error.to_string()))?;
    let wanted = if named.is_empty() { cases.every().await.map_err(failed)? } else { named };

    let (mut told, mut of) = (0, 0);
    for (place, case) in wanted.iter().enumerate() {
        let log = cases.log(case).await.map_err(failed)?;
        let events = log.iter().filter(|recorded| asked.wants(recorded));
        let events: Vec<Stored> = events.map(|recorded| Stored::of(case, recorded)).collect();
        if !asked.dry_run {
            for some in events.chunks(BATCH_MAX) {
                tell(&bus, some).await?;
            }
        }
        told += events.len();
        of += usize::from(!events.is_empty());
        if place % 1_000 == 999 {
            eprintln!("{} of {} cases looked at", place + 1, wanted.len());
        }
    }
    let done = if asked.dry_run { "would be told" } else { "told again" };
    println!("{told} events of {of} cases {done}");
    Ok(())
}

impl Arguments {
    fn wants(&self, recorded: &Recorded) -> bool {
        self.from.is_none_or(|from| recorded.at >= from)
            && self.until.is_none_or(|until| recorded.at < until)
    }
}

/// Those that were not taken are sent once more; to stop halfway is safe as well.
async fn tell(bus: &Bus, events: &[Stored]) -> Result<(), SetupError> {
    let failed = |fault: Fault| SetupError::new(fault.to_string());
    let refused = bus.publish(events).await.map_err(failed)?;
    let again: Vec<Stored> = refused.into_iter().map(|place| events[place].clone()).collect();
    if again.is_empty() || bus.publish(&again).await.map_err(failed)?.is_empty() {
        return Ok(());
    }
    Err(SetupError::new("The bus does not take events. Run the same again: it is safe to repeat."))
}

async fn place(asked: &Arguments, port: u16) -> Result<(Aws, String, String), SetupError> {
    if let (Some(cases), Some(bus)) = (&asked.cases_table, &asked.bus) {
        return Ok((as_operator().await, cases.clone(), bus.clone()));
    }
    let nothing = |_| {
        SetupError::new(format!("Nothing runs on port {port}. Start it with cargo run -p local."))
    };
    let stack = Stack::running(LocalAws::running(port)).await.map_err(nothing)?;
    let output = |name: &str| stack.output(name).to_owned();
    Ok((stack.owner(), output("CasesTable"), output("Bus")))
}
