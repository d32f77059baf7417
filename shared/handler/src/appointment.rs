//! Where an appointment is, or who calls whom, as pages and letters say it.

use domain::scheduling::{Appointment, Mode};
use runtime::Fault;
use store::Directory;

/// For the member. `nurse` is whom they can ask, by name and phone.
pub async fn place_for_member(
    directory: &Directory,
    booked: &Appointment,
    nurse: (&str, &str),
) -> Result<String, Fault> {
    let (name, phone) = nurse;
    let told = |what: &str| format!("{name} will tell you {what}. The number is {phone}.");
    Ok(match booked.mode {
        Mode::Telephone => {
            "The specialist will phone you. Please have your phone with you.".to_owned()
        }
        Mode::Video => told("how to join"),
        Mode::FaceToFace => {
            let clinic = clinic(directory, booked).await?;
            clinic.map_or_else(|| told("where"), |clinic| format!("It is at {clinic}."))
        }
    })
}

/// For the specialist.
pub async fn place_for_specialist(
    directory: &Directory,
    booked: &Appointment,
    nurse: (&str, &str),
) -> Result<String, Fault> {
    let (name, phone) = nurse;
    Ok(match booked.mode {
        Mode::Telephone => "You phone the member.".to_owned(),
        Mode::Video => format!("{name} tells you and the member how to join: {phone}."),
        Mode::FaceToFace => match clinic(directory, booked).await? {
            Some(clinic) => format!("The member comes to {clinic}."),
            None => format!("The member comes to you. {name} knows where: {phone}."),
        },
    })
}

/// Where a specialist works at one place only, that is the place.
async fn clinic(directory: &Directory, booked: &Appointment) -> Result<Option<String>, Fault> {
    let specialist = directory.specialist(&booked.specialist).await?;
    let hospitals = specialist.map(|specialist| specialist.hospitals).unwrap_or_default();
    let [only] = hospitals.as_slice() else {
        return Ok(None);
    };
    let clinic = directory.place(only).await?;
    Ok(clinic.map(|clinic| format!("{}, {}", clinic.name, clinic.postcode)))
}
