//! The member's choice among the specialists offered, or the wish for others.

use crate::Context;
use api::matching::{Choice, ChoiceForm};
use askama::Template;
use casefile::CaseFile;
use domain::access::Purpose;
use domain::directory::Specialist;
use domain::ids::SpecialistId;
use domain::matching::Command;
use domain::question::expected_finish_with;
use domain::sheet::Class;
use futures::future;
use web::{Problem, Request, Response, Visit, landing, page};

#[derive(Template)]
#[template(path = "choice.html")]
struct ChoicePage<'a> {
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

/// The member at their choice, to which their own page leads too.
async fn enter(context: &Context, request: &Request) -> Result<(Visit, CaseFile), Problem> {
    context.enter(request, &[Purpose::Choice, Purpose::OwnCase], &[Class::Clinical]).await
}

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter(context, request).await?;
    let case = &file.loaded.case;
    let Some(offer) = case.matching.offer.as_ref().filter(|_| case.matching.chosen.is_none())
    else {
        return page::answer("Thank you", &Chosen);
    };

    let entries = offer.specialists.iter().map(|id| context.directory.specialist(id));
    let offered = future::try_join_all(entries).await?;

    let cards =
        offered.into_iter().flatten().map(|specialist| card(context, &file, specialist)).collect();
    let dates = case.casework.dates;
    let body = ChoicePage {
        selector: &visit.selector,
        cards,
        latest_safe: dates.map(|dates| in_words(dates.latest_safe)).unwrap_or_default(),
    };
    page::answer("Choose a specialist", &body)
}

pub async fn choose(context: &Context, request: &Request) -> Result<Response, Problem> {
    let choice = request.form::<ChoiceForm>(&context.base_url)?;
    let (visit, file) = enter(context, request).await?;

    let command = match choice {
        Choice::Others => Command::AskForMore { reason: None },
        Choice::Specialist(specialist) => Command::Choose { specialist },
    };
    context.act_as(&visit, command).on(file.loaded).await?;

    Ok(Response::see_other(&landing(Purpose::Choice, &visit.selector)))
}

fn card(context: &Context, file: &CaseFile, specialist: Specialist) -> Card {
    let finish = expected_finish_with(&file.loaded.case, &specialist, context.now());
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
