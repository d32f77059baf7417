//! The walk of the demonstration case, told line by line. Every value is read back from the running service.

use domain::calendar::london;
use serde_json::Value;
use testkit::journey::{PLANTED, Told};
use testkit::{Clinic, Journey, SetupError, mailbox};

const SECONDS_A_DAY: i64 = 24 * 60 * 60;

/// Walks the case from referral to invoice and sums up.
pub async fn walk(clinic: &Clinic) -> Result<(), SetupError> {
    println!("\nOne case, from referral to invoice\n");
    let mut journey = Journey::demonstration(clinic, say)?;
    journey.walk().await?;
    // The log is read before the clock moves on to the month's end.
    let log = journey.verify().await?;
    journey.bill().await?;
    println!();
    sum_up(clinic, &log).await?;
    half_done(clinic).await
}

/// Leaves a case half done, so that there are links which work: for the member, a doctor, their secretary and the
/// specialist.
async fn half_done(clinic: &Clinic) -> Result<(), SetupError> {
    println!("\nAnother case, left half done: the links of its mails work\n");
    let journey = Journey::demonstration(clinic, say)?;
    let mut journey = journey.of("tern", "i-mackay", "maria@half-done.example");
    journey.to_records_asked().await?;
    journey.offer().await?;
    journey.choose().await
}

fn say(told: Told) {
    let Told { at, who, what } = told;
    println!("  {}  {who:<10} {what}", london(at).strftime("%a %-d %b %H:%M"));
}

async fn sum_up(clinic: &Clinic, log: &Value) -> Result<(), SetupError> {
    let mails = mailbox::all(&clinic.stack.aws).await?;
    let lines = clinic.stack.log_lines().await?;
    let leaked = lines.iter().filter(|line| PLANTED.iter().any(|word| line.contains(word))).count();
    let (requests, slowest) = clinic.requests();
    let whole = log["whole"] == true;
    let chain = if whole { "hash chain verified" } else { "HASH CHAIN BROKEN" };
    println!(
        "  {} events, {chain} · {} mails · {requests} requests, slowest {} ms · {leaked} of {} log lines private",
        log["records"],
        mails.len(),
        slowest.as_millis(),
        lines.len(),
    );
    if leaked > 0 || !whole {
        let why = "The walk left something private in a log, or a case's log that does not verify.";
        return Err(SetupError::new(why));
    }
    Ok(())
}

/// What was loaded, by name.
pub fn demo_in_words(clinic: &Clinic) -> String {
    let clients: Vec<&str> =
        clinic.demo.clients.iter().map(|client| client.name.as_str()).collect();
    format!(
        "{}, {} staff, {} clinics, {} specialists, {} slots",
        clients.join(", "),
        clinic.demo.staff.len(),
        clinic.demo.places.len(),
        clinic.demo.specialists.len(),
        clinic.slots
    )
}

/// The walk has moved the clock of the stack: what it takes for today is not what the wall says.
fn say_clock(clinic: &Clinic) {
    let clock = &clinic.stack.clock;
    let (here, days) = (london(clock.now()), clock.seconds_ahead() / SECONDS_A_DAY);
    if days > 0 {
        println!(
            "  Its clock  {}, {days} days ahead of yours: links end by it",
            here.strftime("%A %-d %B %Y %H:%M")
        );
    }
}

/// How to try it.
pub fn say_where(clinic: &Clinic, mailbox_port: u16) {
    let base = &clinic.stack.base_url;
    println!("\nIt is running\n");
    println!("  API        {base}        its contract: {base}/openapi.yaml");
    println!(
        "  Mailbox    http://localhost:{mailbox_port}        every mail, and which of its links still work"
    );
    say_clock(clinic);
    println!(
        "  Try it     curl -H \"Authorization: Bearer $(cargo run -q -p local -- --port {} token nurse)\" {base}/cases",
        clinic.stack.aws.port
    );
    println!("\n  Ctrl-C stops everything.   --no-walk starts empty-handed   --help");
}
