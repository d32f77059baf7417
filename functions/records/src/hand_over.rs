//! Handing the case over: from here on the specialist sees who the member is. The directory's entry of the
//! specialist is asked again, as it is now.

use crate::Context;
use domain::records::Command;
use web::{Problem, Request, Response};

pub async fn hand_over(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    request.nothing()?;
    let specialist = match loaded.case.matching.accepted() {
        Some(accepted) => context.directory.specialist(&accepted.specialist).await?,
        None => None,
    };
    let command = Command::HandOver { specialist: specialist.map(Box::new) };
    context.progress(request, context.act(&by, command).as_loaded(), loaded).await
}
