//! Scheduling: free slots, one appointment, and whether the consultation was held. It opens no sheet.

mod appointment;
mod consultation;
mod freed;
mod slots;

use domain::{Actor, Command};
use runtime::{Aws, Clock, Settings, StartError};
use store::{Cases, Change, ChangePart, Directory, LoadedCase};
use web::{Call, Callers, Problem, Request, Response, at_case, progress};

/// What this function is given.
struct Room {
    clock: Clock,
    callers: Callers,
    cases: Cases,
    directory: Directory,
}

impl Room {
    async fn open(&self, request: &Request) -> Result<(Actor, LoadedCase), Problem> {
        at_case(request, &self.callers, self.clock.now(), async |id| self.cases.load(&id).await)
            .await
    }

    /// Decides, and writes together with the slots that are claimed and given back.
    async fn act(
        &self,
        loaded: LoadedCase,
        by: &Actor,
        command: impl Into<Command>,
        slots: Vec<ChangePart>,
    ) -> Result<Response, Problem> {
        let now = self.clock.now();
        let events = loaded.case.decide(by, command, now)?;
        let after = self.cases.append(loaded, Change::of(by, events).with(slots), now).await?;
        Ok(progress(&after.case, now))
    }
}

async fn route(room: &Room, request: &Request) -> Result<Response, Problem> {
    match request.route() {
        "GET /cases/{id}/slots" => slots::free(room, request).await,
        "POST /cases/{id}/appointment" => appointment::book(room, request).await,
        "POST /cases/{id}/appointment/move" => appointment::shift(room, request).await,
        "POST /cases/{id}/appointment/cancel" => appointment::cancel(room, request).await,
        "POST /cases/{id}/consultation" => consultation::note(room, request).await,
        _ => Err(Problem::not_found()),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), StartError> {
    runtime::start_logging();
    let settings = Settings;
    let aws = Aws::from_environment().await;
    let directory = Directory::new(&aws, settings.required("DIRECTORY_TABLE")?);
    let room = Room {
        clock: Clock::from_settings(&settings),
        callers: Callers::new(directory.clone()),
        cases: Cases::new(&aws, settings.required("CASES_TABLE")?),
        directory,
    };
    let phone = settings.required("SERVICE_PHONE")?;
    web::serve_calls(phone, async |call| match call {
        Call::Http(request) => route(&room, &request).await,
        Call::Event(event) => freed::hear(&room, &event).await,
    })
    .await
}
