//! Naming a treating doctor, with an address that the nurse has verified.

use crate::Room;
use domain::Private;
use domain::casework::DoctorDetails;
use domain::casework::{Command, DoctorAddress, TreatingDoctor};
use domain::ids::{DoctorId, HospitalId};
use domain::sheet::Class;
use domain::text::{Email, PersonName, line};
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

pub async fn name(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, file) = room.open(request, &[Class::Contact]).await?;
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
    room.act(file.loaded, &by, command, vec![details]).await
}
