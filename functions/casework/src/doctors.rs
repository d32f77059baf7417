//! Naming a treating doctor, with an address that the nurse has verified.

use crate::Context;
use api::casework::NameDoctor;
use domain::casework::{Command, DoctorDetails, TreatingDoctor};
use domain::ids::DoctorId;
use domain::sheet::Class;
use web::{Problem, Request, Response};

pub async fn name(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Contact]).await?;
    let asked: NameDoctor = request.json()?;

    let number = file.loaded.case.casework.doctors.len() + 1;
    let doctor: DoctorId = format!("d-{number}").parse().map_err(|_| Problem::not_found())?;
    let details = file.seal(&DoctorDetails {
        name: asked.name,
        email: asked.email,
        hospital: asked.hospital_name.into(),
        secretary: asked.secretary,
    })?;
    let command = Command::NameDoctor(TreatingDoctor {
        doctor,
        hospital: asked.hospital,
        details: details.id.clone(),
        address: asked.address,
    });
    let act = context.act(&by, command).sheet(details);
    context.progress(request, act, file.loaded).await
}
