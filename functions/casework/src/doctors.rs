//! Naming a treating doctor, with an address that the nurse has verified.

use crate::Context;
use domain::Private;
use domain::casework::DoctorDetails;
use domain::casework::{Command, DoctorAddress, TreatingDoctor};
use domain::ids::{DoctorId, HospitalId};
use domain::sheet::Class;
use domain::text::{Email, PersonName, line};
use handler::progress;
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Doctor {
    name: PersonName,
    email: Email,
    /// The hospital's name as people know it.
    hospital_name: Private<String>,
    /// Its code in the directory: independence is told by it.
    hospital: HospitalId,
    #[serde(default)]
    secretary: Option<Email>,
    address: DoctorAddress,
}

pub async fn name(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Contact]).await?;
    let asked: Doctor = request.json()?;

    let number = file.loaded.case.casework.doctors.len() + 1;
    let doctor: DoctorId = format!("d-{number}").parse().map_err(|_| Problem::not_found())?;
    let details = file.seal(&DoctorDetails {
        name: asked.name,
        email: asked.email,
        hospital: Private::new(line(asked.hospital_name.reveal())?),
        secretary: asked.secretary,
    })?;
    let command = Command::NameDoctor(TreatingDoctor {
        doctor,
        hospital: asked.hospital,
        details: details.id.clone(),
        address: asked.address,
    });
    let after = context.act(&by, command).sheet(details).on(file.loaded).await?;
    Ok(progress(&after.case, context.now()))
}
