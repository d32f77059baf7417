//! Who has looked, in words: the access log as the member reads it, and the receipt of a withdrawal.

use crate::Context;
use casefile::CaseFile;
use domain::Actor;
use domain::calendar::{london, moment_in_words, time_in_words, weekday_in_words};
use domain::casework::DoctorDetails;
use domain::question::{Disclosure, Item, Look, Reading, Shown, disclosures};
use jiff::Timestamp;
use jiff::civil::Date;
use runtime::Fault;
use std::collections::BTreeMap;

/// One line: who saw what, why and when.
pub struct DisclosureLine {
    pub who: Shown<String>,
    pub what: String,
    pub why: &'static str,
    pub when: String,
}

/// Every reader but the member, in the order of their first look.
pub async fn lines(
    context: &Context,
    file: &CaseFile,
    look: &Look,
) -> Result<Vec<DisclosureLine>, Fault> {
    let readings = context.files.access.readings(&file.loaded.case.id).await?;
    let told = disclosures(&readings);
    let names = names(context, file, &told).await?;
    lines_of(look, &told, &names, moment_in_words)
}

/// The same day by day, the newest first; within a day each reader once.
pub async fn lines_by_day(
    context: &Context,
    file: &CaseFile,
    look: &Look,
) -> Result<Vec<(String, Vec<DisclosureLine>)>, Fault> {
    let readings = context.files.access.readings(&file.loaded.case.id).await?;
    let names = names(context, file, &disclosures(&readings)).await?;
    let mut by_day: BTreeMap<Date, Vec<Reading>> = BTreeMap::new();
    for reading in readings {
        by_day.entry(london(reading.at).date()).or_default().push(reading);
    }
    let mut days = Vec::new();
    for (day, readings) in by_day.into_iter().rev() {
        let lines = lines_of(look, &disclosures(&readings), &names, time_in_words)?;
        if !lines.is_empty() {
            days.push((weekday_in_words(day), lines));
        }
    }
    Ok(days)
}

/// Each reader once, with their name.
async fn names(
    context: &Context,
    file: &CaseFile,
    told: &[Disclosure],
) -> Result<Vec<(Actor, String)>, Fault> {
    let mut readers: Vec<&Actor> = Vec::new();
    for disclosure in told {
        if !readers.contains(&&disclosure.to) {
            readers.push(&disclosure.to);
        }
    }
    let names = readers.iter().map(|reader| name(context, file, reader));
    let names = futures::future::try_join_all(names).await?;
    Ok(readers.into_iter().cloned().zip(names).collect())
}

fn lines_of(
    look: &Look,
    told: &[Disclosure],
    names: &[(Actor, String)],
    in_words: fn(Timestamp) -> String,
) -> Result<Vec<DisclosureLine>, Fault> {
    let missing = || Fault::broken("showing who has looked", "the look is at something else");
    let line = |disclosure: &Disclosure| {
        let found = names.iter().find(|(reader, _)| *reader == disclosure.to);
        let name = found.map(|(_, name)| name.clone()).unwrap_or_default();
        let items: Vec<&str> = disclosure.items.iter().map(|item| item.in_words()).collect();
        Ok(DisclosureLine {
            who: look.show(Item::AccessLog, name).ok_or_else(missing)?,
            what: items.join("; "),
            why: disclosure.purpose.in_words(),
            when: when(disclosure, in_words),
        })
    };
    told.iter().map(line).collect()
}

fn when(told: &Disclosure, in_words: fn(Timestamp) -> String) -> String {
    let (first, last) = (in_words(told.first), in_words(told.last));
    match told.times {
        1 => first,
        times if first == last => format!("{first}, {times} times"),
        times => format!("{times} times from {first} to {last}"),
    }
}

/// A reader's own name; their role where the name is not known any more.
async fn name(context: &Context, file: &CaseFile, reader: &Actor) -> Result<String, Fault> {
    Ok(match reader {
        Actor::Nurse(id) => {
            with_name("nurse", context.directory.staff(id).await?.map(|person| person.name))
        }
        Actor::ClinicalLead(id) => {
            with_name("clinical lead", context.directory.staff(id).await?.map(|person| person.name))
        }
        Actor::Specialist(id) => with_name(
            "specialist",
            context.directory.specialist(id).await?.map(|person| person.name),
        ),
        Actor::PrimaryConsultant(id) | Actor::Secretary(id) => {
            let doctor = file.loaded.case.casework.doctor(id);
            let details: Option<DoctorDetails> =
                doctor.map(|doctor| file.read(&doctor.details)).transpose()?;
            let name = details.map(|it| it.name.reveal().to_owned());
            match (reader, name) {
                (Actor::Secretary(_), Some(name)) => format!("the secretary of {name}"),
                (Actor::Secretary(_), None) => "your doctor's secretary".to_owned(),
                (_, name) => with_name("your own doctor", name),
            }
        }
        Actor::Archivist => "our service itself".to_owned(),
        Actor::Client(_)
        | Actor::Member
        | Actor::Operator(_)
        | Actor::Bearer(_)
        | Actor::Clock
        | Actor::Scanner
        | Actor::Postmaster => "our own staff".to_owned(),
    })
}

fn with_name(role: &str, name: Option<String>) -> String {
    match name {
        Some(name) => format!("{name} ({role})"),
        None => role.to_owned(),
    }
}
