//! Whether a contact is corrected or a fresh link is sent, and what a returned letter tells.

use super::{
    Command, Event, LINKS_A_DAY_MAX, PRIVATE_CONTACTS_MAX, Purpose, Refusal, fresh_purpose,
};
use crate::referral::{self, Address};
use crate::refusal::{Gate, ensure};
use crate::{Actor, Case, Party};
use jiff::Timestamp;

pub fn decide(
    case: &Case,
    by: &Actor,
    command: Command,
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    let event = match command {
        Command::CorrectContact { details, address, mail, own, marks } => {
            by.owning_nurse(case, now)?;
            ensure(own.is_some(), Refusal::DoctorsAddress)?;
            let corrected = Event::ContactCorrected { details, address, mail }.into();
            let known = case.received.as_ref().is_some_and(|received| received.marks == marks);
            let marked = (!known).then(|| referral::Event::MemberMarked { marks }.into());
            return Ok([corrected].into_iter().chain(marked).collect());
        }
        Command::OfferPrivateContact { contact } => {
            by.bearer(&Party::Member)?;
            ensure(case.access.address == Address::AtClient, Refusal::AlreadyPrivate)?;
            let room = case.access.contacts_offered < PRIVATE_CONTACTS_MAX;
            ensure(room, Refusal::TooManyContacts)?;
            Event::PrivateContactOffered { contact }
        }
        Command::ConfirmPrivateContact { details, address, own } => {
            by.owning_nurse(case, now)?;
            ensure(own.is_some(), Refusal::DoctorsAddress)?;
            ensure(address == Address::Private, Refusal::AddressAtClient)?;
            Event::PrivateContactConfirmed { details }
        }
        Command::AskLink { party, purpose } => ask_link(case, by, party, purpose, now)?,
        Command::ReportNotDelivered { letter, to } => {
            returned(case, by, letter)?;
            Event::NotDelivered { letter, to }
        }
        Command::ReportSpam { letter, to } => {
            returned(case, by, letter)?;
            Event::MarkedAsSpam { letter, to }
        }
    };
    Ok(vec![event.into()])
}

/// By the holder of an old link of that party, or by the nurse on the phone with them.
fn ask_link(
    case: &Case,
    by: &Actor,
    party: Party,
    old: Purpose,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    if by.owning_nurse(case, now).is_err() {
        by.bearer(&party)?;
        let sent = case.access.links_in_the_last_day(&party, now).count();
        ensure(sent < LINKS_A_DAY_MAX, Refusal::TooManyLinks)?;
    }
    let purpose = fresh_purpose(case, &party, old).ok_or(Refusal::NoLinkForThem)?;
    Ok(Event::LinkAsked { party, purpose })
}

fn returned(case: &Case, by: &Actor, letter: u64) -> Result<(), crate::Refusal> {
    ensure(matches!(by, Actor::Postmaster), Gate::NotAllowed)?;
    Ok(ensure((1..=case.version).contains(&letter), Refusal::NoSuchLetter)?)
}
