//! `verify`: whether the logs and looks of every case are whole, in themselves and against their
//! anchors; of the local stack that runs, or of a customer's with the rights of the person who asks.

use crate::operator::as_operator;
use clap::Args;
use domain::ids::CaseId;
use runtime::{Aws, Fault};
use store::{Access, Cases};
use testkit::local_aws::LocalAws;
use testkit::{SetupError, Stack};
use vault::Anchors;

/// Which stack and which cases.
#[derive(Args)]
pub struct Arguments {
    /// The cases to verify; every one if none is named
    cases: Vec<String>,
    /// The Cases table of a customer's stack; the credentials of the environment are used
    #[arg(long, requires_all = ["access_table", "anchors_bucket"])]
    cases_table: Option<String>,
    /// The Access table of that stack
    #[arg(long, requires = "cases_table")]
    access_table: Option<String>,
    /// The anchors bucket of that stack
    #[arg(long, requires = "cases_table")]
    anchors_bucket: Option<String>,
}

/// Prints a line for each case that is not whole, then how many there were. Fails if any is not.
pub async fn verify(asked: &Arguments, port: u16) -> Result<(), SetupError> {
    let (aws, [cases, access, anchors]) = place(asked, port).await?;
    let (cases, access) = (Cases::to_read(&aws, cases), Access::new(&aws, access));
    let anchors = Anchors::new(&aws, anchors);
    let failed = |fault: Fault| SetupError::new(fault.to_string());
    let named = asked.cases.iter().map(|id| id.parse::<CaseId>());
    let named: Vec<CaseId> =
        named.collect::<Result<_, _>>().map_err(|error| SetupError::new(error.to_string()))?;
    let wanted = if named.is_empty() { cases.every().await.map_err(failed)? } else { named };

    let mut broken = 0;
    for id in &wanted {
        let verified = casefile::verify(&cases, &access, &anchors, id).await.map_err(failed)?;
        let verified =
            verified.ok_or_else(|| SetupError::new(format!("There is no case {id}.")))?;
        if !verified.whole {
            broken += 1;
            let found = serde_json::to_string(&verified).unwrap_or_default();
            println!("{}  {id}  {found}", id.reference());
        }
    }
    println!("{} cases verified, {broken} not whole", wanted.len());
    match broken {
        0 => Ok(()),
        _ => Err(SetupError::new("Some logs are not what they were.")),
    }
}

async fn place(asked: &Arguments, port: u16) -> Result<(Aws, [String; 3]), SetupError> {
    if let (Some(cases), Some(access), Some(anchors)) =
        (&asked.cases_table, &asked.access_table, &asked.anchors_bucket)
    {
        let names = [cases, access, anchors].map(Clone::clone);
        return Ok((as_operator().await, names));
    }
    let nothing = |_| {
        SetupError::new(format!("Nothing runs on port {port}. Start it with cargo run -p local."))
    };
    let stack = Stack::running(LocalAws::running(port)).await.map_err(nothing)?;
    let names = ["CasesTable", "AccessTable", "AnchorsBucket"];
    Ok((stack.owner(), names.map(|name| stack.output(name).to_owned())))
}
