//! How long a case is kept: the list of those that are kept no longer, a legal hold, and what an
//! operator sees of one case.

use crate::Room;
use domain::Private;
use domain::casework::Command;
use domain::clock::erasable_from;
use domain::directory::Role;
use domain::question::{Item, ReadFor, Reading, may_disclose};
use domain::sheet::{Class, Words};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use store::ErasableCase;
use web::{Door, Problem, Request, Response, Scope, reader};

/// Cases on the list; it is made anew each time, and erasing shortens it.
const LISTED_MAX: usize = 200;

#[derive(Serialize)]
struct Listed {
    /// Nothing is erased by looking: this is what would be.
    to_erase: Vec<ErasableCase>,
}

#[derive(Serialize)]
struct Kept {
    case: String,
    ended: Option<Timestamp>,
    /// From then on it is to be erased; nothing while it is open, held or gone.
    erasable_from: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    legal_hold: Option<Held>,
    erased: Option<Timestamp>,
}

#[derive(Serialize)]
struct Held {
    since: Timestamp,
    reason: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hold {
    reason: Private<String>,
}

pub async fn list(room: &Room, request: &Request) -> Result<Response, Problem> {
    let staff = room.callers.staff(request, Scope::Retention).await?;
    if staff.role != Role::Operator {
        return Err(Problem::missing_scope());
    }
    let wrong = |_| Problem::bad_field("before", "it must be a day such as 2034-11-02");
    let before: Option<Date> =
        request.query("before").map(|day| day.parse()).transpose().map_err(wrong)?;
    let at = match before {
        Some(day) => domain::calendar::at_london(day, jiff::civil::Time::midnight()),
        None => room.clock.now(),
    };
    let to_erase = room.files.cases.to_erase(at, LISTED_MAX).await?;
    Ok(Response::json(200, &Listed { to_erase }))
}

pub async fn show(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = room.keep_head(request).await?;
    let (case, now) = (&loaded.case, room.clock.now());
    let legal_hold = match &case.legal_hold {
        Some(hold) => {
            may_disclose(case, Item::Retention, &reader(&by)?, now)
                .map_err(|_| Problem::not_found())?;
            let file = room.files.open(&case.id, &[Class::Clinical]).await?;
            let file = file.ok_or_else(Problem::not_found)?;
            let reading = Reading::new(&by, &[Item::Retention], ReadFor::Retention, now);
            room.files.note_read(&case.id, reading).await?;
            Some(Held { since: hold.at, reason: file.read(&hold.reason)? })
        }
        None => None,
    };
    let kept = Kept {
        case: case.id.reference(),
        ended: case.ended.as_ref().map(|ended| ended.at),
        erasable_from: erasable_from(case),
        legal_hold,
        erased: case.erased,
    };
    Ok(Response::json(200, &kept))
}

pub async fn hold(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, file) = room.enter(Door::Keep, request, &[Class::Clinical]).await?;
    let asked: Hold = request.json()?;

    let reason = file.seal(&Words::typed(&asked.reason)?)?;
    let command = Command::PlaceLegalHold { reason: reason.id.clone() };
    room.act(file.loaded, &by, command, vec![reason]).await
}

pub async fn lift(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = room.keep_head(request).await?;
    request.nothing()?;
    room.act(loaded, &by, Command::LiftLegalHold, Vec::new()).await
}
