//! Opening a session with a code: the only way to one.

use crate::Context;
use crate::code::{again, bound, send_code};
use crate::invitation::{Door, door};
use api::access::CodeForm;
use casefile::CaseFile;
use store::{CodeTry, Invitation, OneTimeCode, Session, SessionOpening};
use web::{BROWSER_COOKIE, Problem, Request, Response, landing, session_cookie};

const WRONG: &str = "That is not the code that we sent last.";
const TOO_OLD: &str = "That code is older than ten minutes. Please have a new one sent.";
const USED: &str = "That code has opened your page before. Please have a new one sent.";
const LOCKED: &str = "That code was tried too often, so it is locked. Please have a new one sent.";
const FORGOT: &str = "This browser does not know that it asked for a code: the small browser inside \
                      a mail app often forgets. So we have just sent you a new one; only the newest \
                      code works. Keep this page open while you look for it, or copy the link from \
                      our mail into the browser that you normally use.";

pub async fn open(context: &Context, request: &Request) -> Result<Response, Problem> {
    let digits = request.form::<CodeForm>(&context.base_url)?;
    let token = request.parameter("token")?;
    let browser = request.cookie(BROWSER_COOKIE).unwrap_or_default();
    let (invitation, file) = match door(context, &token).await? {
        Door::Open(invitation, file) => (invitation, file),
        Door::Shut(page) => return Ok(page),
    };

    let (code, left) = match context.files.access.try_code(&token, &browser).await? {
        CodeTry::Compare { code, left } => (code, left),
        CodeTry::Locked => return again(context, 410, &token, &file, LOCKED).await,
        CodeTry::Used => return again(context, 410, &token, &file, USED).await,
        CodeTry::OtherBrowser | CodeTry::NoCode => {
            return send_code(context, &token, &invitation, &file, FORGOT).await;
        }
    };
    if context.now() >= code.expires {
        return again(context, 410, &token, &file, TOO_OLD).await;
    }
    if code.code != bound(&token, &browser, &digits) {
        let said = if left == 0 { LOCKED } else { WRONG };
        return again(context, 422, &token, &file, said).await;
    }
    redeem(context, &token, &code, invitation, &file).await
}

/// Of two redemptions at one instant one opens a session.
async fn redeem(
    context: &Context,
    token: &str,
    code: &OneTimeCode,
    invitation: Invitation,
    file: &CaseFile,
) -> Result<Response, Problem> {
    let (secret, selector) = (runtime::random_word(), runtime::random_word()[..8].to_owned());
    let session = Session {
        case: invitation.case,
        epoch: file.loaded.case.access.epoch_of(&invitation.party),
        party: invitation.party,
        purpose: invitation.purpose,
    };
    let now = context.now();
    match context.files.access.open_session(token, code, &secret, &session, now).await? {
        SessionOpening::Opened => {
            let cookie = session_cookie(&selector, &session.case, &secret);
            Ok(Response::see_other(&landing(session.purpose, &selector)).cookie(cookie))
        }
        SessionOpening::CodeSpent => again(context, 410, token, file, USED).await,
    }
}
