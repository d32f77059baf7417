//! The treating doctor confirms, or objects with a reason.

use crate::Room;
use domain::Private;
use domain::access::Purpose;
use domain::records::Command;
use domain::sheet::Words;
use serde::Deserialize;
use web::{Problem, Request, Response, landing};

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Decision {
    Confirm,
    Object,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    answer: Decision,
    #[serde(default)]
    reason: Option<Private<String>>,
}

pub async fn answer(room: &Room, request: &Request) -> Result<Response, Problem> {
    let asked: Answer = request.form(&room.base_url)?;
    let (visit, file) = room.enter(request).await?;

    let (command, sheets) = match asked.answer {
        Decision::Confirm => (Command::Confirm, Vec::new()),
        Decision::Object => {
            let reason = asked.reason.unwrap_or_default();
            let words = Words::typed(&reason)?;
            let reason = file.seal(&words)?;
            (Command::Object { reason: reason.id.clone() }, vec![reason])
        }
    };
    let back = landing(Purpose::GoAhead, &visit.selector);
    room.act_on_page(&visit, file.loaded, command, sheets, &back).await
}
