//! How far a case has come, as our own people see it after a command and in a list.

use api::Progress;
use domain::Case;
use domain::question;
use jiff::Timestamp;
use web::Response;

pub fn progress_of(case: &Case, now: Timestamp) -> Progress {
    Progress {
        id: case.id.clone(),
        reference: case.id.reference(),
        version: case.version,
        stage: question::stage(case),
        waiting_for: question::waiting_for(case, now),
        also_waiting_for: question::also_waiting_for(case),
        expected_finish: question::expected_finish(case, now),
        latest_safe: case.casework.dates.map(|dates| dates.latest_safe),
        delay: question::delay(case, now),
        next_steps: question::next_steps(case, now),
    }
}

/// The answer to a command on a case, with its version as the tag.
pub(crate) fn progress(case: &Case, now: Timestamp) -> Response {
    tagged(case, Response::json(200, &progress_of(case, now)))
}

/// Adds the case's version, to be sent back as `If-Match`.
pub fn tagged(case: &Case, answer: Response) -> Response {
    answer.tagged(format!("\"{}\"", case.version))
}
