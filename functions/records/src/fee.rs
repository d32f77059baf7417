//! A fee for copying the records, claimed by the doctor or their secretary. We pay it; the member never
//! hears of it.

use crate::Room;
use domain::access::Purpose;
use domain::money::Pence;
use domain::records::Command;
use serde::Deserialize;
use web::{Problem, Request, Response, landing};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Claim {
    /// Pounds with or without pence, such as `50` or `49.50`.
    pounds: String,
}

pub async fn claim(room: &Room, request: &Request) -> Result<Response, Problem> {
    let asked: Claim = request.form(&room.base_url)?;
    let (visit, file) = room.enter(request).await?;
    let wrong = || Problem::bad_field("pounds", "write it like 50 or 49.50");
    let pence = Pence::parse_pounds(&asked.pounds).ok_or_else(wrong)?;

    let back = landing(Purpose::GoAhead, &visit.selector);
    let claim = Command::ClaimCopyingFee { pence };
    room.act_on_page(&visit, file.loaded, claim, Vec::new(), &back).await
}
