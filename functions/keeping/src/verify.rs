//! Verifying the case's log, in itself and against its anchors: whether a record or a look was edited,
//! removed, reordered or cut off.

use crate::Context;
use api::keeping::{BreachShown, FlawShown, LogVerified};
use casefile::{AnchorBreach, Verified};
use domain::question::{Item, Looking, ReadFor};
use store::LogFlaw;
use web::{Problem, Request, Response};

pub async fn verify(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let case = &loaded.case;
    let purpose = ReadFor::of_staff(case, &by, context.now());
    context.look(&by, case, Looking::at(&[Item::AccessLog], purpose)).await?;

    let (cases, access) = (&context.files.cases, &context.files.access);
    let verified = casefile::verify(cases, access, &context.own.anchors, &case.id).await?;
    Ok(Response::json(200, &shown(verified.ok_or_else(Problem::not_found)?)))
}

fn shown(verified: Verified) -> LogVerified {
    let Verified { whole, records, broken, anchors, breaches } = verified;
    LogVerified {
        whole,
        records,
        broken: broken.iter().map(flaw).collect(),
        anchors,
        breaches: breaches.iter().map(breach).collect(),
    }
}

fn flaw(flaw: &LogFlaw) -> FlawShown {
    let how: &'static str = flaw.how.into();
    FlawShown { sequence: flaw.sequence, how: how.to_owned() }
}

fn breach(breach: &AnchorBreach) -> BreachShown {
    match *breach {
        AnchorBreach::Record { day, sequence } => BreachShown::Record { day, sequence },
        AnchorBreach::Reads { day } => BreachShown::Reads { day },
    }
}
