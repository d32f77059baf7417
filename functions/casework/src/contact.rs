//! The member's contact: corrected, or confirmed as private by phone. Old links die with either.

use crate::Room;
use casefile::CaseFile;
use domain::Actor;
use domain::access::{Command, MailBox};
use domain::referral::Address;
use domain::sheet::{Class, MemberDetails, SealedSheet};
use domain::text::{Email, PersonName, Phone};
use serde::Deserialize;
use web::{Problem, Request, Response};

/// What is not named stays as it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Correct {
    #[serde(default)]
    name: Option<PersonName>,
    #[serde(default)]
    email: Option<Email>,
    #[serde(default)]
    phone: Option<Phone>,
}

/// The address that the member confirmed on the phone.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Confirm {
    email: Email,
    #[serde(default)]
    phone: Option<Phone>,
}

pub async fn correct(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, file) = room.open(request, &[Class::Contact]).await?;
    let asked: Correct = request.json()?;
    let known = file.member()?;
    let same = asked.email.as_ref().is_none_or(|email| *email == known.email);
    let mail = if same { MailBox::Same } else { MailBox::Other };
    let details = MemberDetails {
        name: asked.name.unwrap_or(known.name),
        email: asked.email.unwrap_or(known.email),
        phone: asked.phone.or(known.phone),
        birth_date: known.birth_date,
        nhs_number: known.nhs_number,
    };

    let address = address(room, &file, &details.email).await?;
    let sheet = file.seal(&details)?;
    let command = Command::CorrectContact { details: sheet.id.clone(), address, mail };
    keep(room, file, &by, command, sheet, &details).await
}

pub async fn confirm(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, file) = room.open(request, &[Class::Contact]).await?;
    let asked: Confirm = request.json()?;
    let known = file.member()?;
    let details =
        MemberDetails { email: asked.email, phone: asked.phone.or(known.phone.clone()), ..known };

    let address = address(room, &file, &details.email).await?;
    let sheet = file.seal(&details)?;
    let command = Command::ConfirmPrivateContact { details: sheet.id.clone(), address };
    keep(room, file, &by, command, sheet, &details).await
}

/// The member is found by the new details from then on, and by the old ones as well: a person may
/// still name them.
async fn keep(
    room: &Room,
    file: CaseFile,
    by: &Actor,
    command: Command,
    sheet: SealedSheet,
    details: &MemberDetails,
) -> Result<Response, Problem> {
    let (id, now) = (file.loaded.case.id.clone(), room.clock.now());
    let marks = room.marks.finding(details).await?;
    let findable = room.files.access.findable_by(&id, &marks);
    let after = room.files.carry_out(file.loaded, by, command, vec![sheet], findable, now).await?;
    Ok(web::progress(&after.case, now))
}

/// Whether an address is the member's own, by the mail domains that their employer has now.
async fn address(room: &Room, file: &CaseFile, email: &Email) -> Result<Address, Problem> {
    let received = file.loaded.case.received.as_ref().ok_or_else(Problem::not_found)?;
    let client = room.directory.client(&received.client).await?.ok_or_else(Problem::not_found)?;
    Ok(room.address_rule.judge(&client, email))
}
