//! Ending by the member's own hand: a no, or consent taken back. It ends the session too, so the page that it
//! leads to can be read a while longer.

use crate::{Context, OWN_PAGES};
use api::consent::EndConsent;
use casefile::CaseFile;
use domain::Party;
use domain::consent::{Command, EndingReason};
use domain::ids::SheetId;
use domain::sheet::{Class, SealedSheet};
use jiff::ToSpan;
use web::{Problem, Request, session_secret};

/// Minutes for which the member can read what came of it, as when they reload the page.
const READABLE_MINUTES: i64 = 10;

/// The command with its reason, which is sealed if there is one.
pub fn with_reason(
    file: &CaseFile,
    asked: EndConsent,
    command: impl FnOnce(Option<SheetId>) -> Command,
) -> Result<(Command, Option<SealedSheet>), Problem> {
    let reason = asked.reason.map(|reason| EndingReason { reason: reason.into() });
    let sheet = reason.map(|reason| file.seal(&reason)).transpose()?;
    Ok((command(sheet.as_ref().map(|sheet| sheet.id.clone())), sheet))
}

/// The case of a session of the member's own page that has just ended, or the problem that it met.
pub async fn just_ended(
    context: &Context,
    request: &Request,
    problem: Problem,
) -> Result<CaseFile, Problem> {
    if problem.code != Problem::session_over().code {
        return Err(problem);
    }
    let (_, id, secret) = session_secret(request)?;
    let now = context.now();
    let session = context.files.access.session(&secret, now).await?;
    let own = session.filter(|open| {
        open.case == id && open.party == Party::Member && OWN_PAGES.contains(&open.purpose)
    });
    let file = context.files.open(&id, &[Class::Contact]).await?;
    let (Some(session), Some(file)) = (own, file) else {
        return Err(problem);
    };
    let case = &file.loaded.case;
    let since = now.checked_sub(READABLE_MINUTES.minutes()).unwrap_or(now);
    let just_now = case.ended.as_ref().is_some_and(|ended| ended.at > since);
    let last_epoch = session.epoch + 1 == case.access.member_epoch;
    let over = case.keeping.erased.is_some() || case.casework.died.is_some();
    if just_now && last_epoch && !over { Ok(file) } else { Err(problem) }
}
