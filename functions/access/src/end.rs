//! The page of a link that no longer opens anything: why, and what to do next. Only the member is
//! told more than that it is over.

use crate::Context;
use askama::Template;
use domain::Case;
use domain::Party;
use domain::access::Standing;
use store::Invitation;
use web::{Nurse, Problem, Response};

#[derive(Template)]
#[template(path = "end.html")]
struct End<'a> {
    token: &'a str,
    why: &'static str,
    next: &'static str,
    nurse: Nurse,
}

pub async fn page(
    context: &Context,
    token: &str,
    invitation: &Invitation,
    case: &Case,
    standing: Standing,
) -> Result<Response, Problem> {
    let (why, next) = match (&invitation.party, standing) {
        (Party::Member, Standing::Expired) => (
            "This link is too old. For your safety a link works for some weeks only.",
            "We can send a new link to your email.",
        ),
        (Party::Member, Standing::Ended) => (
            "This link has ended. That happens when you take your consent back, when your case \
             closes, when we have noted another address for you, or when you are asked to sign again.",
            "What is yours stays yours: your copies, your report, and who has looked. We can send \
             a new link to your email.",
        ),
        // No hint of what happened to the case.
        (_, Standing::Expired | Standing::Ended) => (
            "This link has expired.",
            "If the page behind it is still open to you, we can send a new link to your email.",
        ),
        (_, Standing::Open | Standing::AtClient | Standing::Over) => return Err(Problem::gone()),
    };
    let body = End { token, why, next, nurse: context.nurse(case).await? };
    Ok(Response::page("This link has expired", &body)?.with_status(410))
}
