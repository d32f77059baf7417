//! How long cases are kept: the list of those that are kept no longer, and what an operator sees of one.

use crate::Context;
use domain::Case;
use domain::calendar::at_london;
use domain::directory::Role;
use domain::due::erasable_from;
use domain::keeping::LegalHold;
use domain::question::{Item, ReadFor, Reading, may_disclose};
use domain::sheet::{Class, Words};
use handler::Door;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde::Serialize;
use store::ErasableCase;
use web::{ApiScope, Problem, Request, Response, reader};

/// Cases on the list. It is made at each call, and erasing shortens it.
const LISTED_MAX: usize = 200;

#[derive(Serialize)]
struct Listed {
    /// Nothing is erased by looking: this is what would be.
    to_erase: Vec<ErasableCase>,
}

#[derive(Serialize)]
struct Kept {
    case: String,
    ended: Option<Timestamp>,
    /// From then on it is to be erased; nothing while it is open, held or gone.
    erasable_from: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    legal_hold: Option<ShownHold>,
    erased: Option<Timestamp>,
}

#[derive(Serialize)]
struct ShownHold {
    since: Timestamp,
    reason: Words,
}

pub async fn list(context: &Context, request: &Request) -> Result<Response, Problem> {
    let staff = context.callers.staff(request, ApiScope::Retention).await?;
    if staff.role != Role::Operator {
        return Err(Problem::missing_scope());
    }
    let wrong = |_| Problem::bad_field("before", "it must be a day such as 2034-11-02");
    let before: Option<Date> =
        request.query("before").map(|day| day.parse()).transpose().map_err(wrong)?;
    let at = before.map_or_else(|| context.now(), |day| at_london(day, Time::midnight()));
    let to_erase = context.files.cases.to_erase(at, LISTED_MAX).await?;
    Ok(Response::json(200, &Listed { to_erase }))
}

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load_at(Door::Keep, request).await?;
    let (case, now) = (&loaded.case, context.now());
    let legal_hold = match &case.keeping.legal_hold {
        Some(hold) => {
            may_disclose(case, Item::Retention, &reader(&by)?, now)
                .map_err(|_| Problem::not_found())?;
            let shown = shown(context, case, hold).await?;
            let reading = Reading::new(&by, &[Item::Retention], ReadFor::Retention, now);
            context.files.note_read(&case.id, reading).await?;
            Some(shown)
        }
        None => None,
    };
    let kept = Kept {
        case: case.id.reference(),
        ended: case.ended.as_ref().map(|ended| ended.at),
        erasable_from: erasable_from(case),
        legal_hold,
        erased: case.keeping.erased,
    };
    Ok(Response::json(200, &kept))
}

async fn shown(context: &Context, case: &Case, hold: &LegalHold) -> Result<ShownHold, Problem> {
    let file = context.files.open(&case.id, &[Class::Clinical]).await?;
    let file = file.ok_or_else(Problem::not_found)?;
    Ok(ShownHold { since: hold.at, reason: file.read(&hold.reason)? })
}
