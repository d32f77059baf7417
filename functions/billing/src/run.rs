//! The month's run: a draft for every client, then numbers in client order. Any number of runs,
//! at once or after a crash, give the same invoices.

use crate::Room;
use domain::billing::{Invoice, Month, draft};
use runtime::Fault;
use serde::{Deserialize, Serialize};
use web::{Problem, Request, Response, Scope};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ask {
    month: Month,
}

#[derive(Serialize)]
struct Run {
    month: Month,
    invoices: Vec<Invoice>,
}

pub async fn ask(room: &Room, request: &Request) -> Result<Response, Problem> {
    room.callers.staff(request, Scope::Finance).await?;
    let Ask { month } = request.json()?;
    if month.end() > domain::calendar::london(room.clock.now()).date() {
        return Err(Problem::new(409, "month-not-over", "a month is closed once it is over"));
    }

    let invoices = close(room, month).await?;
    Ok(Response::json(200, &Run { month, invoices }))
}

/// Closes the month of every client, then reads what is in it: a charge that comes later falls into
/// the next. The first draft of a client's month stands.
pub async fn close(room: &Room, month: Month) -> Result<Vec<Invoice>, Problem> {
    for client in room.ledger.clients().await? {
        room.ledger.close_month(&client, month).await?;
        let contracts = room.ledger.contracts(&client).await?;
        let counts = room.ledger.head_counts(&client).await?;
        let charges = room.ledger.charges(&client, month).await?;
        let drafted = draft(&client, month, &contracts, &counts, &charges)
            .map_err(|_| Fault::broken("drafting an invoice", "too much"))?;
        if let Some(drafted) = drafted {
            room.ledger.put_draft(&drafted).await?;
        }
    }
    number(room, month).await
}

async fn number(room: &Room, month: Month) -> Result<Vec<Invoice>, Problem> {
    let mut invoices = Vec::new();
    for draft in room.ledger.drafts(month).await? {
        let number_of = |number: u64| format!("INV-{}-{number:06}", room.prefix);
        invoices.push(room.ledger.number_invoice(&draft, number_of).await?);
    }
    Ok(invoices)
}
