//! The appointment as the member needs it: when, how and how long, and where, or who calls whom.

use crate::Context;
use domain::Case;
use domain::calendar::{day_in_words, time_in_words};
use domain::scheduling::{Appointment, Mode, QUANTUM_MINUTES};
use web::{Nurse, Problem};

pub struct Booked {
    pub day: String,
    pub time: String,
    pub how: &'static str,
    pub minutes: u32,
    /// Where it is, or who calls whom.
    pub place: String,
}

/// Nothing once it is over, or was never made.
pub async fn booked(
    context: &Context,
    case: &Case,
    nurse: &Nurse,
) -> Result<Option<Booked>, Problem> {
    let appointment = case.scheduling.appointment.as_ref();
    let to_come = appointment.filter(|booked| booked.slot.ends() > context.now());
    let Some(booked) = to_come.filter(|_| case.scheduling.held.is_none()) else {
        return Ok(None);
    };
    Ok(Some(Booked {
        day: day_in_words(booked.slot.starts),
        time: format!("{} (UK time)", time_in_words(booked.slot.starts)),
        how: booked.mode.in_words(),
        minutes: booked.slot.quanta * QUANTUM_MINUTES,
        place: place(context, booked, nurse).await?,
    }))
}

async fn place(context: &Context, booked: &Appointment, nurse: &Nurse) -> Result<String, Problem> {
    let Nurse { name, phone, .. } = nurse;
    let told = || format!("{name} will tell you where. The number is {phone}.");
    match booked.mode {
        Mode::Telephone => {
            Ok("The specialist will phone you. Please have your phone with you.".to_owned())
        }
        Mode::Video => Ok(format!("{name} will tell you how to join. The number is {phone}.")),
        Mode::FaceToFace => Ok(clinic(context, booked).await?.unwrap_or_else(told)),
    }
}

/// Where a specialist works at one place only, that is the place.
async fn clinic(context: &Context, booked: &Appointment) -> Result<Option<String>, Problem> {
    let specialist = context.directory.specialist(&booked.specialist).await?;
    let hospitals = specialist.map(|specialist| specialist.hospitals).unwrap_or_default();
    let [only] = hospitals.as_slice() else {
        return Ok(None);
    };
    let clinic = context.directory.clinic(only).await?;
    Ok(clinic.map(|clinic| format!("{}, {}", clinic.name, clinic.postcode)))
}
