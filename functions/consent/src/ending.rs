//! Ending by the member's own hand: it must not lose against a nurse who writes at the same moment,
//! and a second click on the same button gets the same answer.

use crate::{Context, OWN_PAGES};
use api::consent::EndConsent;
use casefile::CaseFile;
use domain::Party;
use domain::consent::{Command, EndingReason};
use domain::ids::SheetId;
use domain::sheet::{Class, SealedSheet};
use jiff::ToSpan;
use store::{AppendError, Clash};
use web::{Problem, Request, Visit, session_secret};

/// Other writers that may come first before we give up.
const RACES_MAX: usize = 8;
/// Minutes within which the same button pressed again is a double click.
const AGAIN_MINUTES: i64 = 2;

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

/// Carries the command out, deciding again whenever another writer came first.
pub async fn end(
    context: &Context,
    visit: &Visit,
    mut file: CaseFile,
    ends: (Command, Option<SealedSheet>),
) -> Result<CaseFile, Problem> {
    let (command, reason) = ends;
    for _ in 0..RACES_MAX {
        let loaded = file.loaded.clone();
        let act = context.act_as(visit, command.clone()).sheets(reason.clone());
        match act.on(loaded).await {
            Ok(after) => {
                file.loaded = after;
                return Ok(file);
            }
            Err(AppendError::Clash(Clash::Version)) => {
                let id = file.loaded.case.id.clone();
                file.loaded = context.files.cases.load(&id).await?.ok_or_else(Problem::gone)?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Err(AppendError::Clash(Clash::Version).into())
}

/// The case of a session of the member's own page that has just ended, or the problem that it met.
pub async fn ended_before(
    context: &Context,
    request: &Request,
    problem: Problem,
) -> Result<CaseFile, Problem> {
    if problem.code != "session-over" {
        return Err(problem);
    }
    let (_, id, secret) = session_secret(request)?;
    let now = context.now();
    let session = context.files.access.session(&secret, now).await?;
    let own = session
        .filter(|it| it.case == id && it.party == Party::Member && OWN_PAGES.contains(&it.purpose));
    let file = context.files.open(&id, &[Class::Contact]).await?;
    let (Some(session), Some(file)) = (own, file) else {
        return Err(problem);
    };
    let case = &file.loaded.case;
    let since = now.checked_sub(AGAIN_MINUTES.minutes()).unwrap_or(now);
    let just_now = case.ended.as_ref().is_some_and(|ended| ended.at > since);
    let last_epoch = session.epoch + 1 == case.access.member_epoch;
    let over = case.keeping.erased.is_some() || case.casework.died.is_some();
    if just_now && last_epoch && !over { Ok(file) } else { Err(problem) }
}
