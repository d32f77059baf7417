//! Who treats the member: named, corrected, withdrawn, each with an address that the nurse has verified.

use crate::Context;
use api::casework::{AllowEmployerAddress, MemberSaid, NameDoctor, WithdrawDoctor};
use casefile::CaseFile;
use domain::access::MailBox;
use domain::casework::{Command, DoctorDetails, MemberAgrees, TreatingDoctor, WhoseMailBox};
use domain::ids::{DoctorId, SheetId};
use domain::sheet::{Class, Words};
use web::{Problem, Request, Response};

pub async fn name(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Contact]).await?;
    let asked: NameDoctor = request.json()?;
    let at = whose_mail_box(context, &file, &asked).await?;

    let number = file.loaded.case.casework.doctors.len() + 1;
    let id: DoctorId = format!("d-{number}").parse().map_err(|_| Problem::not_found())?;
    let details = file.seal(&details(&asked))?;
    let doctor = doctor(id, details.id.clone(), asked);
    let act = context.act(&by, Command::NameDoctor { doctor, at }).sheet(details).as_loaded();
    context.progress(request, act, file.loaded).await
}

pub async fn correct(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Contact]).await?;
    let asked: NameDoctor = request.json()?;
    let id: DoctorId = request.id("doctor")?;
    let at = whose_mail_box(context, &file, &asked).await?;

    let new = details(&asked);
    let known = file.loaded.case.casework.doctor(&id);
    let known: Option<DoctorDetails> =
        known.map(|doctor| file.read(&doctor.details)).transpose()?;
    let mail = match known {
        Some(known) if known.email == new.email && known.secretary == new.secretary => {
            MailBox::Same
        }
        Some(_) | None => MailBox::Other,
    };
    let sealed = file.seal(&new)?;
    let doctor = doctor(id, sealed.id.clone(), asked);
    let act = context.act(&by, Command::CorrectDoctor { doctor, at, mail }).sheet(sealed);
    let act = act.as_loaded();
    context.progress(request, act, file.loaded).await
}

pub async fn withdraw(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: WithdrawDoctor = request.json()?;
    let doctor: DoctorId = request.id("doctor")?;

    let reason = file.seal(&Words::from(asked.reason))?;
    let command = Command::WithdrawDoctor { doctor, reason: reason.id.clone() };
    context.progress(request, context.act(&by, command).sheet(reason), file.loaded).await
}

/// By the clinical lead, for someone who is treated where they work.
pub async fn allow_employer(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: AllowEmployerAddress = request.json()?;

    let agreed = (asked.member == MemberSaid::Agreed).then_some(MemberAgrees);
    let reason = file.seal(&Words::from(asked.reason))?;
    let command = Command::AllowEmployerAddress { reason: reason.id.clone(), agreed };
    context.progress(request, context.act(&by, command).sheet(reason), file.loaded).await
}

fn details(asked: &NameDoctor) -> DoctorDetails {
    DoctorDetails {
        name: asked.name.clone(),
        email: asked.email.clone(),
        hospital: asked.hospital_name.clone().into(),
        secretary: asked.secretary.clone(),
    }
}

fn doctor(doctor: DoctorId, details: SheetId, asked: NameDoctor) -> TreatingDoctor {
    TreatingDoctor { doctor, hospital: asked.hospital, details, address: asked.address }
}

/// The worst that is true of the doctor's and the secretary's address.
async fn whose_mail_box(
    context: &Context,
    file: &CaseFile,
    asked: &NameDoctor,
) -> Result<WhoseMailBox, Problem> {
    let received = file.loaded.case.received.as_ref().ok_or_else(Problem::not_found)?;
    let client = context.directory.client(&received.client).await?;
    let (client, member) = (client.ok_or_else(Problem::not_found)?, file.member()?.email);
    let doctors = WhoseMailBox::of(&asked.email, &member, &client);
    let secretary = asked.secretary.as_ref();
    let secretary = secretary.map(|email| WhoseMailBox::of(email, &member, &client));
    Ok(secretary.map_or(doctors, |secretary| doctors.max(secretary)))
}
