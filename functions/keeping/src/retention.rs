//! How long cases are kept: the list of those that are kept no longer, and what an operator sees of one.

use crate::Context;
use api::keeping::{CaseRetention, ErasableLine, LegalHoldShown, RetentionList};
use domain::calendar::at_london;
use domain::day::Day;
use domain::due::erasable_from;
use domain::keeping::LegalHold;
use domain::question::{Item, Looking, ReadFor};
use domain::sheet::Class;
use domain::{Actor, Case};
use jiff::civil::{Date, Time};
use store::ErasableCase;
use web::{Problem, Request, Response};

/// Cases on the list. It is made at each call, and erasing shortens it.
const LISTED_MAX: usize = 200;

pub async fn list(context: &Context, request: &Request) -> Result<Response, Problem> {
    context.callers.staff(request).await?;
    let before = before(request)?;
    let at = before.map_or_else(|| context.now(), |day| at_london(day, Time::midnight()));
    let to_erase = context.files.cases.to_erase(at, LISTED_MAX).await?;
    let to_erase = to_erase.into_iter().map(line).collect();
    Ok(Response::json(200, &RetentionList { to_erase }))
}

fn before(request: &Request) -> Result<Option<Date>, Problem> {
    let wrong = || Problem::bad_field("before", "it must be a day such as 2034-11-02");
    let Some(typed) = request.query("before") else {
        return Ok(None);
    };
    let date: Date = typed.parse().map_err(|_| wrong())?;
    Day::try_from(date).map(|day| Some(day.into())).map_err(|_| wrong())
}

fn line(erasable: ErasableCase) -> ErasableLine {
    let ErasableCase { case, reference, kept_until } = erasable;
    ErasableLine { case, reference, kept_until }
}

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let case = &loaded.case;
    let legal_hold = match &case.keeping.legal_hold {
        Some(hold) => Some(shown(context, &by, case, hold).await?),
        None => None,
    };
    let kept = CaseRetention {
        case: case.id.reference(),
        ended: case.ended.as_ref().map(|ended| ended.at),
        erasable_from: erasable_from(case),
        legal_hold,
        erased: case.keeping.erased,
    };
    Ok(Response::json(200, &kept))
}

async fn shown(
    context: &Context,
    by: &Actor,
    case: &Case,
    hold: &LegalHold,
) -> Result<LegalHoldShown, Problem> {
    let file = context.files.open(&case.id, &[Class::Clinical]).await?;
    let file = file.ok_or_else(Problem::not_found)?;
    let looking = Looking::at(&[Item::Retention], ReadFor::Retention);
    let look = context.look(by, case, looking).await?;
    let reason = file.show(&look, Item::Retention, &hold.reason)?;
    Ok(LegalHoldShown { since: hold.at, reason })
}
