//! The case's log, page by page: as facts, which hold no private words, or as a timeline in words,
//! with what people typed.

use crate::Context;
use domain::ids::SheetId;
use domain::question::timeline::{by_role, in_words};
use domain::question::{Item, ReadFor, Reading, may_disclose, typed_with};
use domain::sheet::{Class, Words};
use domain::{Actor, Case, Event};
use handler::Door;
use jiff::Timestamp;
use serde::Serialize;
use web::{Cursor, Pages, Problem, Request, Response, reader};

/// Events on one page.
const PAGE: usize = 200;

#[derive(Serialize)]
struct LogPage<T> {
    events: Vec<T>,
    /// Nothing on the last page.
    next: Cursor,
}

#[derive(Serialize)]
struct Fact {
    sequence: u64,
    at: Timestamp,
    by: Actor,
    name: String,
    /// Only while there is a consent: codes of an opinion are clinical too.
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<Event>,
}

#[derive(Serialize)]
struct TimelineEntry {
    sequence: u64,
    at: Timestamp,
    by: &'static str,
    what: &'static str,
    /// The sheet of the words: a note is corrected by naming it.
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<SheetId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<Words>,
}

pub async fn log(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load_at(Door::Read, request).await?;
    let (case, now) = (&loaded.case, context.now());
    let clinical = shown(case, &by, now)?;
    let (pages, after) = place(request, case, "log")?;

    let recorded = context.files.cases.log_page(&case.id, after, PAGE).await?;
    let facts = recorded.into_iter().map(|it| Fact {
        sequence: it.sequence,
        at: it.at,
        by: it.by,
        name: it.event.name(),
        event: clinical.then_some(it.event),
    });
    let answer = LogPage { events: facts.collect(), next: behind(&pages, case, after) };
    note_read(context, case, &by, &[Item::AccessLog], now).await?;
    Ok(Response::json(200, &answer))
}

pub async fn timeline(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open_at(Door::Read, request, &[Class::Clinical]).await?;
    let (case, now) = (&file.loaded.case, context.now());
    let clinical = shown(case, &by, now)?;
    let (pages, after) = place(request, case, "timeline")?;

    let recorded = context.files.cases.log_page(&case.id, after, PAGE).await?;
    let line = |it: &domain::Recorded| -> Result<TimelineEntry, Problem> {
        let sheet = typed_with(&it.event).filter(|_| clinical);
        Ok(TimelineEntry {
            sequence: it.sequence,
            at: it.at,
            by: by_role(&it.by),
            what: in_words(&it.event),
            sheet: sheet.cloned(),
            words: sheet.map(|sheet| file.read(sheet)).transpose()?,
        })
    };
    let events = recorded.iter().map(line).collect::<Result<_, _>>()?;
    let answer = LogPage { events, next: behind(&pages, case, after) };
    let items: &[Item] =
        if clinical { &[Item::AccessLog, Item::Needs] } else { &[Item::AccessLog] };
    note_read(context, case, &by, items, now).await?;
    Ok(Response::json(200, &answer))
}

/// Whether clinical content is shown along with the log.
fn shown(case: &Case, by: &Actor, now: Timestamp) -> Result<bool, Problem> {
    let reader = reader(by)?;
    may_disclose(case, Item::AccessLog, &reader, now).map_err(|_| Problem::not_found())?;
    Ok(may_disclose(case, Item::Needs, &reader, now).is_ok())
}

fn place(request: &Request, case: &Case, list: &str) -> Result<(Pages, u64), Problem> {
    let pages = Pages::of(case.id.as_str(), list);
    let after = pages.asked(request)?.map(|place| place.parse()).transpose();
    let foreign = |_| Problem::bad_field("cursor", "it is not one that was given for this list");
    Ok((pages, after.map_err(foreign)?.unwrap_or_default()))
}

fn behind(pages: &Pages, case: &Case, after: u64) -> Cursor {
    let last = after.saturating_add(PAGE as u64);
    pages.behind((last < case.version).then(|| last.to_string()).as_deref())
}

async fn note_read(
    context: &Context,
    case: &Case,
    by: &Actor,
    items: &[Item],
    now: Timestamp,
) -> Result<(), Problem> {
    let reading = Reading::new(by, items, ReadFor::of_staff(case, by, now), now);
    Ok(context.files.note_read(&case.id, reading).await?)
}
