//! Sending a code: six digits, ten minutes, to the address on file only, bound to this browser.

use crate::Context;
use crate::invitation::{Door, door};
use api::NoFields;
use askama::Template;
use casefile::{CaseFile, NamedAddress};
use domain::Party;
use domain::access::CODE_MINUTES;
use domain::follow::LetterKind;
use domain::text::Email;
use jiff::ToSpan;
use mail::{Envelope, LetterWords, NotSent, Tags, compose};
use store::{CodePut, Invitation, OneTimeCode, digest};
use web::{BROWSER_COOKIE, COOKIE_RULES, Filled, Nurse, Problem, Request, Response};

#[derive(Template)]
#[template(path = "code.html")]
struct CodePage<'a> {
    token: &'a str,
    said: &'a str,
    wrong: bool,
    form: Filled,
    nurse: Nurse,
}

/// Said on the page to type a code on: the newest one may still be open.
pub const TOO_MANY: &str = "No more codes can be sent today. The newest one in your email works for ten minutes \
                            after it came, in the browser that asked for it. Tomorrow you can have new \
                            ones sent. If you cannot wait, phone your nurse, who can usually help by \
                            sending you a fresh link.";

pub async fn send(context: &Context, request: &Request) -> Result<Response, Problem> {
    request.form::<NoFields>(&context.base_url)?;
    let token = request.parameter("token")?;
    let (invitation, file) = match door(context, &token).await? {
        Door::Open(invitation, file) => (invitation, file),
        Door::Shut(page) => return Ok(page),
    };
    let form = request.form_token()?.map_or_else(runtime::random_word, str::to_owned);
    match send_code(context, &token, &invitation, &file, &form).await? {
        Some(cookie) => Ok(Response::see_other(&format!("/i/{token}/code")).cookie(cookie)),
        None => type_it(context, 429, &token, &file, (TOO_MANY, Filled::default())).await,
    }
}

/// The page to type the code on.
pub async fn ask(context: &Context, request: &Request) -> Result<Response, Problem> {
    let token = request.parameter("token")?;
    let (invitation, file) = match door(context, &token).await? {
        Door::Open(invitation, file) => (invitation, file),
        Door::Shut(page) => return Ok(page),
    };
    let said = match request.cookie(BROWSER_COOKIE) {
        // Only the browser that asked for it is told where it went.
        Some(_) => sent_to(addressee(context, &file, &invitation.party).await?),
        None => "Please type the code from our newest email. If you have none, have one sent: it works only in the \
                 browser that asked for it."
            .to_owned(),
    };
    let form = request.filled("POST /i/{token}/session");
    type_it(context, 200, &token, &file, (&said, form)).await
}

fn sent_to(to: Option<NamedAddress>) -> String {
    let email = to.map(|to| format!(" {}", to.email.masked())).unwrap_or_default();
    format!(
        "We have sent a code to your email{email}. It works for ten minutes, in this browser. Keep this page \
         open while you look for it."
    )
}

/// Sends a new code, and gives the cookie of the browser that it is bound to. The same form sent again has
/// the same cookie, and sends no second code: only the newest would work. Nothing if the day's codes are used up.
pub async fn send_code(
    context: &Context,
    token: &str,
    invitation: &Invitation,
    file: &CaseFile,
    form: &str,
) -> Result<Option<String>, Problem> {
    if !file.loaded.case.access.takes_mail(&invitation.party) {
        let detail = "we have stopped sending email to your address, because an email of ours was marked as spam there";
        return Err(Problem::new(409, "mail-stopped", detail));
    }
    let to = addressee(context, file, &invitation.party).await?.ok_or_else(Problem::gone)?;
    let digits = runtime::random_digits();
    let browser = digest(&format!("browser\n{token}\n{form}"));
    let expires = context.now().checked_add(CODE_MINUTES.minutes()).unwrap_or_default();
    let code =
        OneTimeCode { code: bound(token, &browser, &digits), browser: digest(&browser), expires };
    let (access, asked, now) = (&context.files.access, digest(form), context.now());
    match access.put_code(token, invitation, &code, &asked, now).await? {
        CodePut::Yes => {
            let nurse = context.nurse(&file.loaded.case).await?;
            match mail(context, invitation, &to, &nurse, digits).await? {
                Ok(()) => {}
                Err(NotSent::Surely(fault)) => {
                    access.take_back_code(token, invitation, &asked, now).await?;
                    return Err(fault.into());
                }
                // It may have left: then it works.
                Err(NotSent::Perhaps(fault)) => return Err(fault.into()),
            }
        }
        CodePut::Again => {}
        CodePut::TooMany => return Ok(None),
    }
    let seconds = CODE_MINUTES * 60;
    Ok(Some(format!("{BROWSER_COOKIE}={browser}; Path=/; Max-Age={seconds}; {COOKIE_RULES}")))
}

/// The page to type a code on, with its message. With another status than 200 something is wrong.
pub async fn type_it(
    context: &Context,
    status: u16,
    token: &str,
    file: &CaseFile,
    (said, form): (&str, Filled),
) -> Result<Response, Problem> {
    let nurse = context.nurse(&file.loaded.case).await?;
    let wrong = status != 200;
    let body = CodePage { token, said, wrong, form, nurse };
    Ok(Response::page("Type your code", &body)?.with_status(status))
}

/// What is kept of a code: without the browser's secret the six digits cannot be guessed from it.
pub fn bound(token: &str, browser: &str, digits: &str) -> String {
    digest(&format!("{token}\n{browser}\n{digits}"))
}

async fn addressee(
    context: &Context,
    file: &CaseFile,
    party: &Party,
) -> Result<Option<NamedAddress>, Problem> {
    let Party::Specialist(id) = party else {
        return Ok(file.addressee(party)?);
    };
    let specialist = context.directory.specialist(id).await?;
    Ok(specialist.and_then(|it| {
        Email::parse(&it.email).ok().map(|email| NamedAddress { name: it.name, email })
    }))
}

async fn mail(
    context: &Context,
    invitation: &Invitation,
    to: &NamedAddress,
    nurse: &Nurse,
    digits: String,
) -> Result<Result<(), NotSent>, Problem> {
    let member = invitation.party == Party::Member;
    let kind = if member { LetterKind::MemberCode } else { LetterKind::Code };
    let words = LetterWords {
        code: digits,
        nurse_name: nurse.name.clone(),
        nurse_phone: nurse.phone.clone(),
        ..LetterWords::default()
    };
    let letter = compose(kind, &words, &context.own.post.letterhead)?;
    let party = invitation.party.to_string();
    let tags = Tags { case: invitation.case.to_string(), sequence: 0, party };
    let envelope = Envelope {
        to: &to.email,
        reply_to: nurse.email.as_deref(),
        tags: Some(tags),
        calendar: None,
    };
    Ok(context.own.post.send(envelope, &letter).await)
}
