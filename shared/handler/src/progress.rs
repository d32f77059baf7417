//! How far a case has come, as our own people see it after a command and in a list.

use domain::Case;
use domain::ids::CaseId;
use domain::question::{self, Delay, Stage, Waiting, WaitsFor};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use web::Response;

#[derive(Debug, Serialize)]
pub struct Progress {
    pub id: CaseId,
    pub reference: String,
    pub version: u64,
    pub stage: Stage,
    pub waiting_for: Waiting,
    pub also_waiting_for: Vec<WaitsFor>,
    pub expected_finish: Option<Date>,
    pub delay: Delay,
}

impl Progress {
    pub fn of(case: &Case, now: Timestamp) -> Self {
        Self {
            id: case.id.clone(),
            reference: case.id.reference(),
            version: case.version,
            stage: question::stage(case),
            waiting_for: question::waiting_for(case, now),
            also_waiting_for: question::also_waiting_for(case),
            expected_finish: question::expected_finish(case, now),
            delay: question::delay(case, now),
        }
    }
}

/// The answer to a command on a case, with its version as the tag.
pub fn progress(case: &Case, now: Timestamp) -> Response {
    tagged(case, Response::json(200, &Progress::of(case, now)))
}

/// Adds the case's version, to be sent back as `If-Match`.
pub fn tagged(case: &Case, answer: Response) -> Response {
    answer.header(lambda_http::http::header::ETAG, format!("\"{}\"", case.version))
}
