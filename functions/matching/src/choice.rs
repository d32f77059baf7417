//! The member's choice among the specialists offered, or the wish for others.

use crate::Room;
use askama::Template;
use casefile::CaseFile;
use domain::access::Purpose;
use domain::directory::Specialist;
use domain::ids::SpecialistId;
use domain::matching::Command;
use domain::question::expected_finish_with;
use futures::future;
use serde::Deserialize;
use web::{Problem, Request, Response, landing, page};

#[derive(Template)]
#[template(path = "choice.html")]
struct Choice<'a> {
    selector: &'a str,
    cards: Vec<Card>,
    latest_safe: String,
}

/// One specialist, with when they are expected to be done.
struct Card {
    id: SpecialistId,
    name: String,
    specialty: String,
    gmc_number: String,
    finish: String,
}

#[derive(Template)]
#[template(path = "chosen.html")]
struct Chosen;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Choose {
    /// A specialist's id, or `others`.
    specialist: String,
}

pub async fn show(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = room.enter(request, Purpose::Choice).await?;
    let case = &file.loaded.case;
    let Some(offer) = case.matching.offer.as_ref().filter(|_| case.matching.chosen.is_none())
    else {
        return Ok(Response::page(200, page::frame("Thank you", &Chosen)?, None));
    };

    let entries = offer.specialists.iter().map(|id| room.directory.specialist(id));
    let offered = future::try_join_all(entries).await?;

    let cards = offered.into_iter().flatten().map(|it| card(room, &file, it)).collect();
    let dates = case.casework.dates;
    let body = Choice {
        selector: &visit.selector,
        cards,
        latest_safe: dates.map(|dates| in_words(dates.latest_safe)).unwrap_or_default(),
    };
    Ok(Response::page(200, page::frame("Choose a specialist", &body)?, None))
}

pub async fn choose(room: &Room, request: &Request) -> Result<Response, Problem> {
    let asked: Choose = request.form(&room.base_url)?;
    let (visit, file) = room.enter(request, Purpose::Choice).await?;

    let command = match asked.specialist.as_str() {
        "others" => Command::AskForMore { reason: None },
        id => Command::Choose { specialist: id.parse().map_err(|_| Problem::bad_form())? },
    };
    let still_open = visit.still_open(&room.files.access)?;
    room.act(file.loaded, &visit.actor, command, still_open).await?;

    Ok(Response::see_other(&landing(Purpose::Choice, &visit.selector)))
}

fn card(room: &Room, file: &CaseFile, specialist: Specialist) -> Card {
    let finish = expected_finish_with(&file.loaded.case, &specialist, room.clock.now());
    Card {
        id: specialist.id,
        name: specialist.name,
        specialty: specialist.specialty.name().to_owned(),
        gmc_number: specialist.gmc_number,
        finish: finish.map(in_words).unwrap_or_default(),
    }
}

fn in_words(day: jiff::civil::Date) -> String {
    day.strftime("%A %-d %B %Y").to_string()
}
