//! Who has looked at the case: a page of its own, by day and person.

use crate::readers::{DisclosureLine, lines_by_day};
use crate::{Context, enter};
use askama::Template;
use domain::question::{Item, Looking, ReadFor};
use web::{Problem, Request, Response};

#[derive(Template)]
#[template(path = "looks.html")]
struct Looks<'a> {
    selector: &'a str,
    days: Vec<(String, Vec<DisclosureLine>)>,
}

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter(context, request).await?;
    let looking = Looking::at(&[Item::AccessLog], ReadFor::Own);
    let look = context.look(&visit.actor, &file.loaded.case, looking).await?;

    let days = lines_by_day(context, &file, &look).await?;
    let withdrawn = file.loaded.case.consent.withdrawn.is_some();
    let title =
        if withdrawn { "Receipt: who had seen what" } else { "Who has looked at your case" };
    Response::page(title, &Looks { selector: &visit.selector, days })
}
