//! Noting that the consultation was held, or who did not come.

use crate::Context;
use api::scheduling::{ConsultationOutcome, NoteConsultation};
use domain::scheduling::Command;
use web::{Problem, Request, Response};

pub async fn note(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let asked: NoteConsultation = request.json()?;

    let command = match asked.outcome {
        ConsultationOutcome::Held => Command::NoteHeld,
        ConsultationOutcome::Missed { by } => Command::NoteMissed { by },
    };
    context.progress(request, context.act(&by, command), loaded).await
}
