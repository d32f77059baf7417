//! Pages of a list: a cursor says where the next one begins. It is opaque, and counts only for the
//! caller and the list that it was given for.

use crate::{Problem, Request};
use serde::Serialize;

/// Letters of the digest that binds a cursor: it is no secret, only a check.
const BOUND_LETTERS: usize = 16;

/// A list of one caller, by what they asked it for.
#[derive(Debug)]
pub struct Pages {
    bound: String,
}

/// Where the next page begins; nothing on the last one.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Cursor(Option<String>);

impl Pages {
    pub fn of(caller: &str, list: &str) -> Self {
        let digest = store::digest(&format!("{caller}\n{list}"));
        Self { bound: digest[..BOUND_LETTERS].to_owned() }
    }

    /// The place that the request's cursor names, if it has one.
    pub fn asked(&self, request: &Request) -> Result<Option<String>, Problem> {
        let Some(cursor) = request.query("cursor") else {
            return Ok(None);
        };
        let foreign = || Problem::bad_field("cursor", "it is not one that was given for this list");
        let bytes = hex::decode(cursor).map_err(|_| foreign())?;
        let text = String::from_utf8(bytes).map_err(|_| foreign())?;
        let place = text.strip_prefix(&self.bound).ok_or_else(foreign)?;
        Ok(Some(place.to_owned()))
    }

    /// The cursor behind a place.
    pub fn behind(&self, place: Option<&str>) -> Cursor {
        Cursor(place.map(|place| hex::encode(format!("{}{place}", self.bound))))
    }
}
