//! The member's choice among the specialists offered, whether they keep it with a later finish, or the wish
//! for others.

use crate::Context;
use api::matching::{Choice, ChoiceForm, ChoiceMade};
use askama::Template;
use casefile::CaseFile;
use domain::Case;
use domain::access::{OWN_PAGES, Purpose};
use domain::calendar::{date_in_words, day_in_words};
use domain::directory::Specialist;
use domain::ids::{SheetId, SpecialistId};
use domain::matching::Command;
use domain::question::{outlook, outlook_with, waiting_for};
use domain::sheet::{Class, Words};
use futures::future;
use web::{Expected, Filled, Nurse, Problem, Request, Response, Visit, landing};

#[derive(Template)]
#[template(path = "choice.html")]
struct ChoicePage {
    selector: String,
    cards: Vec<Card>,
    latest_safe: String,
    /// By when we ask for the answer.
    by: String,
    /// Some of them would finish after the latest safe date.
    any_late: bool,
    /// The member had chosen, and the finish has moved since.
    again: bool,
    form: Filled,
    nurse: Nurse,
}

/// One specialist, with when they are expected to be done.
struct Card {
    /// The specialist's id, or `keep`.
    value: String,
    name: String,
    specialty: String,
    gmc_number: String,
    expected: Expected,
}

/// What there is once nothing is to be chosen.
#[derive(Template)]
#[template(path = "chosen.html")]
struct Noted {
    selector: String,
    chosen: Option<Specialist>,
    now: AfterChoice,
    /// Until the hand-over the member may think again.
    may_think_again: bool,
    form: Filled,
    nurse: Nurse,
}

/// How far a choice has come.
enum AfterChoice {
    Asked,
    Accepted,
    InHand,
    Over,
}

impl AfterChoice {
    fn of(case: &Case) -> Self {
        if case.ended.is_some() {
            Self::Over
        } else if case.records.handed_over.is_some() {
            Self::InHand
        } else if case.matching.accepted().is_some() {
            Self::Accepted
        } else {
            Self::Asked
        }
    }
}

async fn enter(context: &Context, request: &Request) -> Result<(Visit, CaseFile), Problem> {
    context.enter(request, &OWN_PAGES, &[Class::Clinical]).await
}

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter(context, request).await?;
    let case = &file.loaded.case;
    let form = request.filled("POST /matching/choice/{session}");
    if !case.matching.awaits_choice() {
        let nurse = context.nurse(case).await?;
        return noted(context, &visit, case, (form, nurse)).await;
    }
    let (nurse, cards) = future::try_join(context.nurse(case), cards(context, case)).await?;
    let safe = case.casework.dates.map(|dates| date_in_words(dates.latest_safe));
    let body = ChoicePage {
        selector: visit.selector.clone(),
        any_late: cards.iter().any(|card| card.expected.late),
        again: case.matching.chosen.is_some(),
        cards,
        latest_safe: safe.unwrap_or_default(),
        by: waiting_for(case, context.now()).due.map(day_in_words).unwrap_or_default(),
        form,
        nurse,
    };
    Response::page("Choose a specialist", &body)
}

async fn noted(
    context: &Context,
    visit: &Visit,
    case: &Case,
    (form, nurse): (Filled, Nurse),
) -> Result<Response, Problem> {
    let chosen = match &case.matching.chosen {
        Some(chosen) => context.directory.specialist(&chosen.specialist).await?,
        None => None,
    };
    let in_hand = case.records.handed_over.is_some();
    let body = Noted {
        selector: visit.selector.clone(),
        may_think_again: chosen.is_some() && case.ended.is_none() && !in_hand,
        chosen,
        now: AfterChoice::of(case),
        form,
        nurse,
    };
    Response::page("Your specialist", &body)
}

pub async fn choose(context: &Context, request: &Request) -> Result<Response, Problem> {
    let ChoiceMade { choice, reason } = request.form::<ChoiceForm>(&context.base_url)?;
    let (visit, file) = enter(context, request).await?;

    let reason = reason.map(|reason| file.seal(&Words::from(reason))).transpose()?;
    let command = command(context, choice, reason.as_ref().map(|sheet| sheet.id.clone())).await?;
    let act = context.act_as(&visit, command).sheets(reason);
    context.lead_on(&visit, act, file.loaded, &landing(Purpose::Choice, &visit.selector)).await
}

async fn command(
    context: &Context,
    choice: Choice,
    reason: Option<SheetId>,
) -> Result<Command, Problem> {
    Ok(match choice {
        Choice::Others => Command::AskForMore { reason },
        Choice::Keep { shown } => Command::KeepChoice { shown, reason },
        Choice::Specialist { specialist, shown } => {
            let entry = context.directory.specialist(&specialist).await?;
            let not_offered = domain::Refusal::from(domain::matching::Refusal::NotOffered);
            Command::Choose { specialist: Box::new(entry.ok_or(not_offered)?), shown, reason }
        }
    })
}

/// Those offered, or the one who was chosen and is asked for again.
async fn cards(context: &Context, case: &Case) -> Result<Vec<Card>, Problem> {
    let ids: Vec<&SpecialistId> = match (&case.matching.chosen, &case.matching.offer) {
        (Some(chosen), _) => vec![&chosen.specialist],
        (None, Some(offer)) => {
            offer.specialists.iter().map(|offered| &offered.specialist).collect()
        }
        (None, None) => Vec::new(),
    };
    let entries = ids.into_iter().map(|id| context.directory.specialist(id));
    let offered = future::try_join_all(entries).await?.into_iter().flatten();
    Ok(offered.map(|specialist| card(context, case, specialist)).collect())
}

fn card(context: &Context, case: &Case, specialist: Specialist) -> Card {
    let (kept, now) = (case.matching.chosen.is_some(), context.now());
    let expected = if kept { outlook(case, now) } else { outlook_with(case, &specialist, now) };
    Card {
        value: if kept { "keep".to_owned() } else { specialist.id.to_string() },
        name: specialist.name,
        specialty: specialist.specialty.name().to_owned(),
        gmc_number: specialist.gmc_number,
        expected: expected.map(Expected::of).unwrap_or_default(),
    }
}
