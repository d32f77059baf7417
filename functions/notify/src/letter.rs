//! One event, and the letters it leads to: decide, address, claim, send, mark.

use crate::recipients::{Recipient, recipients};
use crate::{Context, calendar, claim};
use casefile::{CaseFile, NamedAddress};
use domain::calendar::moment_in_words;
use domain::directory::Staff;
use domain::follow::{Addressee, Letter, LetterKind, Stored, letters};
use domain::scheduling::Event::{AppointmentCancelled, AppointmentMoved};
use domain::scheduling::{Appointment, QUANTUM_MINUTES};
use domain::sheet::Class;
use domain::{Case, Event, Recorded};
use handler::{place_for_member, place_for_specialist};
use jiff::{Timestamp, ToSpan};
use mail::{Envelope, LetterReader, LetterWords, NotSent, Tags, compose};
use runtime::Fault;
use store::Invitation;

/// What is needed to address and word the letters of one event.
pub struct Occasion {
    pub file: CaseFile,
    pub recorded: Recorded,
    pub nurse: Option<Staff>,
}

impl Occasion {
    pub fn case(&self) -> &Case {
        &self.file.loaded.case
    }
}

/// Sends what the event leads to. Returns how many letters left.
pub async fn tell(context: &Context, stored: &Stored) -> Result<usize, Fault> {
    let Some(occasion) = occasion(context, stored).await? else {
        return Ok(0);
    };
    let (mut sent, mut failed) = (0, None);
    for letter in letters(occasion.case(), &occasion.recorded) {
        // Nobody waits for another's mail: the event comes again for the one that failed.
        match send_to_all(context, &occasion, &letter).await {
            Ok(left) => sent += left,
            Err(fault) => failed = failed.or(Some(fault)),
        }
    }
    failed.map_or(Ok(sent), Err)
}

async fn send_to_all(
    context: &Context,
    occasion: &Occasion,
    letter: &Letter,
) -> Result<usize, Fault> {
    let (mut sent, mut failed) = (0, None);
    for to in recipients(context, occasion, &letter.to).await? {
        match send(context, occasion, letter, &to).await {
            Ok(left) => sent += usize::from(left),
            Err(fault) => {
                let word = to.word.as_str();
                tracing::error!(%fault, party = word, "a letter did not leave");
                failed.get_or_insert(fault);
            }
        }
    }
    failed.map_or(Ok(sent), Err)
}

/// Nothing where the event leads to no letter.
async fn occasion(context: &Context, stored: &Stored) -> Result<Option<Occasion>, Fault> {
    let (file, recorded) = futures::future::try_join(
        context.files.open(&stored.case, &[Class::Contact]),
        context.files.cases.event(&stored.case, stored.sequence),
    )
    .await?;
    let (Some(file), Some(recorded)) = (file, recorded) else {
        return Ok(None);
    };
    if letters(&file.loaded.case, &recorded).is_empty() {
        return Ok(None);
    }
    let nurse = match &file.loaded.case.casework.nurse {
        Some(assigned) => context.directory.staff(&assigned.nurse).await?,
        None => None,
    };
    let nurse = nurse.filter(|nurse| nurse.standing.is_current());
    Ok(Some(Occasion { file, recorded, nurse }))
}

async fn send(
    context: &Context,
    occasion: &Occasion,
    letter: &Letter,
    to: &Recipient,
) -> Result<bool, Fault> {
    let name = claim::name(occasion, letter, to);
    // A link that follows from the case's own key: a letter that is sent twice carries the same one.
    let token = occasion.file.secret(&name)?;
    let invitation = invitation(occasion.case(), letter, context.now());
    let link = invitation.as_ref().map(|invitation| (token.as_str(), invitation));
    let Some(claimed_at) = claim::claim(context, occasion.case(), &name, link).await? else {
        return Ok(false);
    };
    let link = match link {
        Some((token, _)) => format!("{}/i/{token}", context.base_url),
        None if letter.kind.leads_to_case() => {
            format!("{}/cases/{}", context.base_url, occasion.case().id)
        }
        None => String::new(),
    };
    let words = words(context, occasion, letter, &to.address, link).await?;
    let post = &context.own.post;
    let composed = compose(letter.kind, &words, &post.letterhead)
        .map_err(|_| Fault::broken("sending a letter", "template"))?;
    let tags = Tags {
        case: occasion.case().id.to_string(),
        sequence: occasion.recorded.sequence,
        party: to.word.clone(),
    };
    let envelope = Envelope {
        to: &to.address.email,
        reply_to: occasion.nurse.as_ref().map(|nurse| nurse.email.as_str()),
        tags: Some(tags),
        calendar: calendar::entry(occasion, letter.kind, &to.address, post.address()),
    };
    let access = &context.files.access;
    match post.send(envelope, &composed).await {
        Ok(()) => access.mark_sent(&name, context.now()).await?,
        Err(NotSent::Surely(fault)) => {
            access.release_letter(&name, claimed_at).await?;
            return Err(fault);
        }
        // It may have left: only after a while is it sent again, with the same link.
        Err(NotSent::Perhaps(fault)) => return Err(fault),
    }
    Ok(true)
}

/// The link that goes with the letter. Its epoch is that of its audience now.
fn invitation(case: &Case, letter: &Letter, now: Timestamp) -> Option<Invitation> {
    let (purpose, party) = (letter.opens?, letter.to.party()?);
    let hours = i64::from(purpose.link_days()) * 24;
    let expires = now.checked_add(hours.hours()).ok()?;
    let epoch = case.access.epoch_of(&party);
    Some(Invitation { case: case.id.clone(), party, purpose, epoch, expires })
}

async fn words(
    context: &Context,
    occasion: &Occasion,
    letter: &Letter,
    to: &NamedAddress,
    link: String,
) -> Result<LetterWords, Fault> {
    let nurse = occasion.nurse.as_ref();
    let booked = occasion.case().scheduling.appointment.as_ref();
    let phone = nurse.map_or(&context.service_phone, |nurse| &nurse.phone);
    let nurse_name = nurse.map_or("our nurses", |nurse| nurse.name.as_str());
    let place = match booked.filter(|_| letter.kind == LetterKind::Appointment) {
        Some(booked) => place(context, booked, &letter.to, (nurse_name, phone)).await?,
        None => String::new(),
    };
    Ok(LetterWords {
        reader: reader(&letter.to),
        name: to.name.clone(),
        reference: occasion.case().id.reference(),
        nurse_name: nurse_name.to_owned(),
        nurse_phone: phone.clone(),
        link,
        when: appointment(occasion).map(moment_in_words).unwrap_or_default(),
        was: moved_from(occasion).map(moment_in_words).unwrap_or_default(),
        how: booked.map(|booked| booked.mode.in_words().to_owned()).unwrap_or_default(),
        minutes: booked.map_or(0, |booked| booked.slot.quanta * QUANTUM_MINUTES),
        place,
        code: String::new(),
    })
}

/// Where it is, or who calls whom, as that reader is told.
async fn place(
    context: &Context,
    booked: &Appointment,
    to: &Addressee,
    nurse: (&str, &str),
) -> Result<String, Fault> {
    match to {
        Addressee::Member => place_for_member(&context.directory, booked, nurse).await,
        Addressee::Specialist(_) => place_for_specialist(&context.directory, booked, nurse).await,
        Addressee::Manager
        | Addressee::Nurse
        | Addressee::ClinicalLead
        | Addressee::PrimaryConsultant(_)
        | Addressee::Secretary(_) => Ok(String::new()),
    }
}

fn reader(to: &Addressee) -> LetterReader {
    match to {
        Addressee::Member => LetterReader::Member,
        Addressee::Nurse | Addressee::ClinicalLead => LetterReader::Ours,
        Addressee::Manager => LetterReader::Manager,
        Addressee::PrimaryConsultant(_) => LetterReader::Doctor,
        Addressee::Secretary(_) => LetterReader::Secretary,
        Addressee::Specialist(_) => LetterReader::Specialist,
    }
}

/// The time that the letter is about: that of a cancelled appointment is in its event only.
fn appointment(occasion: &Occasion) -> Option<Timestamp> {
    if let Event::Scheduling(AppointmentCancelled { slot, .. }) = &occasion.recorded.event {
        return Some(slot.starts);
    }
    occasion.case().scheduling.appointment.as_ref().map(|booked| booked.slot.starts)
}

/// The time before a move, if the letter is about one.
fn moved_from(occasion: &Occasion) -> Option<Timestamp> {
    let Event::Scheduling(AppointmentMoved { was, .. }) = &occasion.recorded.event else {
        return None;
    };
    Some(was.starts)
}
