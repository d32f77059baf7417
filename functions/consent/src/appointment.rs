//! The appointment as the member needs it: when, how and how long, and where, or who calls whom.

use crate::Context;
use domain::Case;
use domain::calendar::{day_in_words, time_in_words};
use domain::scheduling::QUANTUM_MINUTES;
use handler::place_for_member;
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
        place: place_for_member(&context.directory, booked, (&nurse.name, &nurse.phone)).await?,
    }))
}
