//! What a referral makes known of a case.

use super::{Event, Received};
use crate::Case;
use jiff::Timestamp;

pub(crate) fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    let (Event::Received { client, manager, contract, nation, details, age, address }
    | Event::Reopened { client, manager, contract, nation, details, age, address, .. }) = event;
    let continues = match event {
        Event::Received { .. } => None,
        Event::Reopened { continues, .. } => Some(continues.clone()),
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
        at,
    });
}
