//! What became of the consultation: held, missed and by whom, or not needed and why. Noted by the nurse, or
//! by the specialist on their page.

use crate::Context;
use api::scheduling::{ConsultationForm, ConsultationOutcome, NoteConsultation};
use domain::access::Purpose;
use domain::scheduling::Command;
use web::{Problem, Request, Response, landing};

pub async fn note(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let asked: NoteConsultation = request.json()?;

    context.progress(request, context.act(&by, command(asked.outcome)), loaded).await
}

pub async fn note_by_specialist(context: &Context, request: &Request) -> Result<Response, Problem> {
    let outcome = request.form::<ConsultationForm>(&context.base_url)?;
    let (visit, loaded) = context.enter_head(request, &[Purpose::Opinion]).await?;

    let act = context.act_as(&visit, command(outcome));
    context.lead_on(&visit, act, loaded, &landing(Purpose::Opinion, &visit.selector)).await
}

fn command(outcome: ConsultationOutcome) -> Command {
    match outcome {
        ConsultationOutcome::Held => Command::NoteHeld,
        ConsultationOutcome::Missed { by } => Command::NoteMissed { by },
        ConsultationOutcome::NotNeeded { why } => Command::NotNeeded { why },
    }
}
