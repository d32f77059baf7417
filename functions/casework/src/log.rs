//! The case's log, page by page: as facts, which hold no private words, or as a timeline in words,
//! with what people typed.

use crate::Context;
use api::casework::{LogFact, LogPage, TimelineEntry, TimelinePage};
use casefile::CaseFile;
use domain::question::timeline::{by_role, in_words};
use domain::question::{Item, Look, Looking, ReadFor, typed_with};
use domain::sheet::Class;
use domain::{Actor, Case, Recorded};
use web::{Pages, Problem, Request, Response};

/// Events on one page.
const PAGE: usize = 200;

pub async fn log(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let case = &loaded.case;
    let (pages, after) = place(context, request, case, "log").await?;

    let recorded = context.files.cases.log_page(&case.id, after, PAGE).await?;
    let look = look(context, &by, case).await?;
    let fact = |record: Recorded| LogFact {
        sequence: record.sequence,
        at: record.at,
        by: record.by,
        name: record.event.name(),
        event: look.shows(Item::Needs).then_some(record.event),
    };
    let events = recorded.into_iter().map(fact).collect();
    Ok(Response::json(200, &LogPage { events, next: behind(&pages, case, after) }))
}

pub async fn timeline(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let case = &file.loaded.case;
    let (pages, after) = place(context, request, case, "timeline").await?;

    let recorded = context.files.cases.log_page(&case.id, after, PAGE).await?;
    let look = look(context, &by, case).await?;
    let next = behind(&pages, case, after);
    let typed = recorded.iter().filter_map(|record| typed_with(&record.event));
    let typed = typed.filter(|_| look.shows(Item::Needs));
    let file = context.files.with_these(file, Class::Clinical, typed).await?;
    let events = recorded.iter().map(|record| entry(&file, &look, record));
    let events = events.collect::<Result<_, _>>()?;
    Ok(Response::json(200, &TimelinePage { events, next }))
}

/// At what happened, and at clinical content too while there is a consent.
async fn look(context: &Context, by: &Actor, case: &Case) -> Result<Look, Problem> {
    let purpose = ReadFor::of_staff(case, by, context.now());
    let looking = Looking::at(&[Item::AccessLog], purpose).and_if_allowed(&[Item::Needs]);
    context.look(by, case, looking).await
}

fn entry(file: &CaseFile, look: &Look, record: &Recorded) -> Result<TimelineEntry, Problem> {
    let sheet = typed_with(&record.event).filter(|_| look.shows(Item::Needs));
    Ok(TimelineEntry {
        sequence: record.sequence,
        at: record.at,
        by: by_role(&record.by).to_owned(),
        what: in_words(&record.event).to_owned(),
        sheet: sheet.cloned(),
        words: sheet.map(|sheet| file.show(look, Item::Needs, sheet)).transpose()?,
    })
}

async fn place<'a>(
    context: &'a Context,
    request: &Request,
    case: &Case,
    list: &str,
) -> Result<(Pages<'a>, u64), Problem> {
    let caller = request.token()?.subject;
    let list = format!("{list} {}", case.id);
    let pages = context.own.cursors.of(&context.files.access, &caller, &list).await?;
    let after = pages.asked(request)?.map(|place| place.parse()).transpose();
    let foreign = |_| Problem::bad_field("cursor", "it is not one that was given for this list");
    Ok((pages, after.map_err(foreign)?.unwrap_or_default()))
}

fn behind(pages: &Pages<'_>, case: &Case, after: u64) -> Option<String> {
    let last = after.saturating_add(PAGE as u64);
    (last < case.version).then(|| pages.behind(&last.to_string()))
}
