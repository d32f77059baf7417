//! The member's contact: corrected, or confirmed as private by phone. Old links die with either.

use crate::Context;
use api::access::{ConfirmContact, CorrectContact};
use casefile::{Act, CaseFile};
use domain::access::{Command, MailBox, OwnAddress};
use domain::casework::DoctorDetails;
use domain::referral::{Address, MemberDetails};
use domain::sheet::Class;
use domain::text::Email;
use store::LoadedCase;
use web::{Problem, Request, Response};

pub async fn correct(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Contact]).await?;
    let asked: CorrectContact = request.json()?;
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

    let address = address(context, &file, &details.email).await?;
    let own = own_address(&file, &details.email)?;
    let sheet = file.seal(&details)?;
    let marks = context.own.intake.marks.finding(&details).await?;
    let person = marks.person.clone();
    let details = sheet.id.clone();
    let command = Command::CorrectContact { details, address, mail, own, marks: person };
    let act = context.act(&by, command).sheet(sheet);
    keep(context, request, file.loaded, act, &marks.all()).await
}

pub async fn confirm(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Contact]).await?;
    let asked: ConfirmContact = request.json()?;
    let known = file.member()?;
    let details =
        MemberDetails { email: asked.email, phone: asked.phone.or(known.phone.clone()), ..known };

    let address = address(context, &file, &details.email).await?;
    let own = own_address(&file, &details.email)?;
    let sheet = file.seal(&details)?;
    let command = Command::ConfirmPrivateContact { details: sheet.id.clone(), address, own };
    let act = context.act(&by, command).sheet(sheet);
    let marks = context.own.intake.marks.finding(&details).await?;
    keep(context, request, file.loaded, act, &marks.all()).await
}

/// The member is found by the new details from then on, and by the old ones as well: a person may
/// still name them.
async fn keep(
    context: &Context,
    request: &Request,
    loaded: LoadedCase,
    act: Act<'_>,
    marks: &[String],
) -> Result<Response, Problem> {
    let findable = context.files.access.findable_by(&loaded.case.id, marks);
    context.progress(request, act.with(findable).as_loaded(), loaded).await
}

/// Whether an address is the member's own, by the mail domains that their employer has now.
async fn address(context: &Context, file: &CaseFile, email: &Email) -> Result<Address, Problem> {
    let received = file.loaded.case.received.as_ref().ok_or_else(Problem::not_found)?;
    let client =
        context.directory.client(&received.client).await?.ok_or_else(Problem::not_found)?;
    Ok(context.own.intake.address_rule.judge(&client, email))
}

/// Nothing where a treating doctor or a secretary is written to at that address.
fn own_address(file: &CaseFile, email: &Email) -> Result<Option<OwnAddress>, Problem> {
    for doctor in &file.loaded.case.casework.doctors {
        let known: DoctorDetails = file.read(&doctor.details)?;
        let theirs = [Some(&known.email), known.secretary.as_ref()];
        if theirs.into_iter().flatten().any(|address| address.is_same_box(email)) {
            return Ok(None);
        }
    }
    Ok(Some(OwnAddress))
}
