//! What became of the consultation: held, missed and by whom, or not needed and why. The specialist says it on
//! their own page.

use crate::Context;
use api::scheduling::NoteConsultation;
use domain::scheduling::Command;
use web::{Problem, Request, Response};

pub async fn note(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let asked: NoteConsultation = request.json()?;

    context.progress(request, context.act(&by, Command::from(asked.outcome)), loaded).await
}
