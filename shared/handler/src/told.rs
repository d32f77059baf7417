//! What a function is told by the bus: where to look, never what happened.

use domain::follow::{SOURCE, SWEEP, Stored};
use jiff::civil::Date;
use runtime::Fault;
use serde_json::Value;

/// The last day of a sweep, if the event asks for one.
pub fn swept(event: &Value) -> Option<Date> {
    let asks = event["source"] == SOURCE && event["detail-type"] == SWEEP;
    event["detail"]["day"].as_str().filter(|_| asks)?.parse().ok()
}

/// The stored event that an event on the bus tells of. Anything else is refused: a forged event
/// reaches no handler, and one from elsewhere ends in the failure queue.
pub fn told(event: &Value) -> Result<Stored, Fault> {
    const DOING: &str = "hearing an event";
    if event["source"] != SOURCE {
        return Err(Fault::broken(DOING, "not one of ours"));
    }
    serde_json::from_value(event["detail"].clone())
        .map_err(|_| Fault::broken(DOING, "not of the expected form"))
}
