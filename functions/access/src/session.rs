//! Opening a session with a code: the only way to one. The session follows from the link, the browser and
//! the code, so that the same form sent twice opens one session and leads to it both times.

use crate::Context;
use crate::code::{bound, send_code, type_it};
use crate::invitation::{Door, door};
use api::FieldError;
use api::access::CodeForm;
use casefile::CaseFile;
use domain::access::CODE_DIGITS;
use store::{CodeTry, Invitation, OneTimeCode, Session, SessionOpening, digest};
use web::{BROWSER_COOKIE, Filled, Problem, Request, Response, landing, session_cookie};

const NOT_SIX: &str = "A code has six digits. This did not count as a try.";
const TOO_OLD: &str = "That code is older than ten minutes. Please have a new one sent.";
const USED: &str = "That code has opened your page before. Please have a new one sent.";
const LOCKED: &str = "That code was tried too often, so it is locked. Please have a new one sent.";
const FORGOT: &str = "This browser does not know that it asked for a code: the small browser inside \
                      a mail app often forgets. So we have just sent you a new one; only the newest \
                      code works. Keep this page open while you look for it, or copy the link from \
                      our email into the browser that you normally use.";

const NO_MORE: &str = "No more codes can be sent today, and this browser did not ask for the last one. If the page \
                       where you asked for it is still open, type the code there. Otherwise phone your \
                       nurse, who can usually help by sending you a fresh link.";

pub async fn open(context: &Context, request: &Request) -> Result<Response, Problem> {
    let digits = request.form::<CodeForm>(&context.base_url)?;
    let token = request.parameter("token")?;
    let browser = request.cookie(BROWSER_COOKIE).unwrap_or_default();
    let (invitation, file) = match door(context, &token).await? {
        Door::Open(invitation, file) => (invitation, file),
        Door::Shut(page) => return Ok(page),
    };

    if digits.len() != CODE_DIGITS {
        return Err(wrong_code(NOT_SIX));
    }
    let opens = Opens::of(&token, &browser, &digits);
    let (code, left) = match context.files.access.try_code(&token, &browser).await? {
        CodeTry::Compare { code, left } => (code, left),
        CodeTry::Locked => {
            return type_it(context, 410, &token, &file, (LOCKED, Filled::default())).await;
        }
        CodeTry::Used => return opened_before(context, &token, &opens, &invitation, &file).await,
        CodeTry::OtherBrowser | CodeTry::NoCode => {
            let form = request.form_token()?.map_or_else(runtime::random_word, str::to_owned);
            let Some(cookie) = send_code(context, &token, &invitation, &file, &form).await? else {
                return type_it(context, 429, &token, &file, (NO_MORE, Filled::default())).await;
            };
            return Ok(type_it(context, 200, &token, &file, (FORGOT, Filled::default()))
                .await?
                .cookie(cookie));
        }
    };
    if context.now() >= code.expires {
        return type_it(context, 410, &token, &file, (TOO_OLD, Filled::default())).await;
    }
    if code.code != bound(&token, &browser, &digits) {
        return Err(wrong_code(&wrong(left)));
    }
    redeem(context, &token, &opens, &code, invitation, &file).await
}

pub fn again(request: &Request) -> Result<Response, Problem> {
    Ok(Response::see_other(&format!("/i/{}/code", request.parameter("token")?)))
}

/// Told on the page that the code was typed on, beside the field.
fn wrong_code(why: &str) -> Problem {
    let error = FieldError { field: "code".to_owned(), why: why.to_owned() };
    Problem { errors: vec![error], ..Problem::new(422, "wrong-code", "the code does not fit") }
}

fn wrong(left: u64) -> String {
    const WRONG: &str = "That is not the code that we sent last.";
    match left {
        0 => LOCKED.to_owned(),
        1 => format!("{WRONG} You can try once more."),
        _ => format!("{WRONG} You can try {left} more times."),
    }
}

/// The session that a link, a browser and a code open: its secret and its name in paths. Whoever knows all
/// three is the one who opened it.
struct Opens {
    secret: String,
    selector: String,
}

impl Opens {
    fn of(token: &str, browser: &str, digits: &str) -> Self {
        let secret = digest(&format!("session\n{token}\n{browser}\n{digits}"));
        let selector = digest(&format!("selector\n{secret}"))[..8].to_owned();
        Self { secret, selector }
    }

    fn lead_on(&self, session: &Session) -> Response {
        let cookie = session_cookie(&self.selector, &session.case, &self.secret);
        Response::see_other(&landing(session.purpose, &self.selector)).cookie(cookie)
    }
}

/// Of two redemptions at one instant one opens a session.
async fn redeem(
    context: &Context,
    token: &str,
    opens: &Opens,
    code: &OneTimeCode,
    invitation: Invitation,
    file: &CaseFile,
) -> Result<Response, Problem> {
    let session = Session {
        case: invitation.case.clone(),
        epoch: file.loaded.case.access.epoch_of(&invitation.party),
        party: invitation.party.clone(),
        purpose: invitation.purpose,
    };
    let (access, now) = (&context.files.access, context.now());
    match access.open_session(token, code, &opens.secret, &session, now).await? {
        SessionOpening::Opened => Ok(opens.lead_on(&session)),
        SessionOpening::CodeSpent => opened_before(context, token, opens, &invitation, file).await,
    }
}

/// The code was spent: by this very form, if its session is open.
async fn opened_before(
    context: &Context,
    token: &str,
    opens: &Opens,
    invitation: &Invitation,
    file: &CaseFile,
) -> Result<Response, Problem> {
    let session = context.files.access.session(&opens.secret, context.now()).await?;
    match session.filter(|session| session.case == invitation.case) {
        Some(session) => Ok(opens.lead_on(&session)),
        None => type_it(context, 410, token, file, (USED, Filled::default())).await,
    }
}
