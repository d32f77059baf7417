//! What a referral makes known of a case.

use super::{Event, Received};
use crate::Case;
use jiff::Timestamp;

pub(crate) fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    let (Event::Received { client, manager, contract, nation, details, age, address }
    | Event::Reopened { client, manager, contract, nation, details, age, address, .. }) = event
    else {
        return mark(case, event);
    };
    let continues = match event {
        Event::Reopened { continues, .. } => Some(continues.clone()),
        Event::Received { .. } | Event::MemberMarked { .. } => None,
    };
    case.access.address = *address;
    case.received = Some(Received {
        client: client.clone(),
        manager: manager.clone(),
        contract: contract.clone(),
        nation: *nation,
        details: details.clone(),
        age: *age,
        continues,
        marks: Vec::new(),
        at,
    });
}

fn mark(case: &mut Case, event: &Event) {
    if let (Event::MemberMarked { marks }, Some(received)) = (event, &mut case.received) {
        received.marks.clone_from(marks);
    }
}
