//! Who has looked, in words: the access log as the member reads it, and the receipt of a withdrawal.

use crate::Context;
use casefile::CaseFile;
use domain::Actor;
use domain::calendar::moment_in_words;
use domain::casework::DoctorDetails;
use domain::question::{Disclosure, Item, Look, Shown, disclosures};
use runtime::Fault;

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
    let readers = told.iter().map(|telling| name(context, file, &telling.to));
    let names = futures::future::try_join_all(readers).await?;
    let shown = |who: String| {
        let missing = || Fault::broken("showing who has looked", "the look is at something else");
        look.show(Item::AccessLog, who).ok_or_else(missing)
    };
    told.iter().zip(names).map(|(disclosure, who)| Ok(line(disclosure, shown(who)?))).collect()
}

fn line(disclosure: &Disclosure, who: Shown<String>) -> DisclosureLine {
    let items: Vec<&str> = disclosure.items.iter().map(|item| item.in_words()).collect();
    let first = moment_in_words(disclosure.first);
    let when = match disclosure.times {
        1 => first,
        times => format!("{times} times from {first} to {}", moment_in_words(disclosure.last)),
    };
    DisclosureLine { who, what: items.join("; "), why: disclosure.purpose.in_words(), when }
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
        Actor::Client(_)
        | Actor::Member
        | Actor::Operator(_)
        | Actor::Bearer(_)
        | Actor::Clock
        | Actor::Scanner
        | Actor::Postmaster
        | Actor::Archivist => "our own staff".to_owned(),
    })
}

fn with_name(role: &str, name: Option<String>) -> String {
    match name {
        Some(name) => format!("{name} ({role})"),
        None => role.to_owned(),
    }
}
