//! Casework: the nurse's work on a case, its lists, and what the clinical lead sees of it.

mod assign;
mod break_glass;
mod close;
mod complaints;
mod contacts;
mod cover;
mod dates;
mod death;
mod doctors;
mod introduce;
mod log;
mod needs;
mod notes;
mod pace;
mod questions;
mod reopen;
mod search;
mod show;
mod stop;
mod tasks;
mod worklist;

use domain::directory::Role;
use domain::ids::StaffId;
use handler::Intake;
use runtime::{Aws, Settings, StartError};
use store::Covers;
use web::{Cursors, Problem, Request, Response};

/// What this function is given beside the context of every function.
#[derive(Debug)]
struct Own {
    intake: Intake,
    covers: Covers,
    cursors: Cursors,
}

type Context = handler::Context<Own>;

/// Only a nurse can own or cover a case.
async fn is_nurse(context: &Context, id: &StaffId) -> Result<(), Problem> {
    match context.directory.staff(id).await? {
        Some(staff) if staff.role == Role::Nurse && staff.standing.is_current() => Ok(()),
        _ => Err(Problem::bad_field("nurse", "there is no such nurse")),
    }
}

fn context(aws: &Aws, settings: Settings) -> Result<Context, StartError> {
    let own = Own {
        intake: Intake::new(aws, settings)?,
        covers: Covers::new(aws, settings.required("COVER_TABLE")?),
        cursors: Cursors::default(),
    };
    Ok(Context::new(aws, settings, own)?)
}

async fn route(context: &Context, request: &Request) -> Result<Response, Problem> {
    match request.route() {
        "GET /cases" => worklist::worklist(context, request).await,
        "GET /cases/{id}" => show::show(context, request).await,
        "GET /cases/{id}/log" => log::log(context, request).await,
        "GET /cases/{id}/timeline" => log::timeline(context, request).await,
        "POST /search" => search::search(context, request).await,
        "POST /cases/{id}/break-glass" => break_glass::break_glass(context, request).await,
        "POST /cases/{id}/reopen" => reopen::reopen(context, request).await,
        "POST /cases/{id}/complaints" => complaints::note(context, request).await,
        "POST /cases/{id}/complaints/{complaint}/answer" => {
            complaints::answer(context, request).await
        }
        "GET /complaint/{session}" => complaints::ask(context, request).await,
        "POST /complaint/{session}" => complaints::make(context, request).await,
        "POST /cases/{id}/assign" => assign::assign(context, request).await,
        "POST /cases/{id}/introduction" => introduce::introduce(context, request).await,
        "POST /cases/{id}/contacts" => contacts::log(context, request).await,
        "POST /cases/{id}/death" => death::record(context, request).await,
        "POST /cases/{id}/stop" => stop::stop(context, request).await,
        "POST /cases/{id}/cover" => cover::cover(context, request).await,
        "POST /cases/{id}/urgent" => pace::urgent(context, request).await,
        "POST /cases/{id}/pause" => pace::pause(context, request).await,
        "POST /cases/{id}/resume" => pace::resume(context, request).await,
        "POST /cases/{id}/tasks" => tasks::add(context, request).await,
        "POST /cases/{id}/tasks/{task}/done" => tasks::finish(context, request).await,
        "POST /cases/{id}/needs" => needs::record(context, request).await,
        "POST /cases/{id}/questions" => questions::add(context, request).await,
        "POST /cases/{id}/dates" => dates::set(context, request).await,
        "POST /cases/{id}/doctors" => doctors::name(context, request).await,
        "POST /cases/{id}/doctors/{doctor}/correct" => doctors::correct(context, request).await,
        "POST /cases/{id}/doctors/{doctor}/withdraw" => doctors::withdraw(context, request).await,
        "POST /cases/{id}/employer-address" => doctors::allow_employer(context, request).await,
        "POST /cases/{id}/notes" => notes::add(context, request).await,
        "POST /cases/{id}/close" => close::close(context, request).await,
        _ => Err(Problem::not_found()),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), StartError> {
    handler::serve(context, route).await
}
