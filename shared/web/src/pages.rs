//! Pages of a list: a cursor says where the next one begins. It is opaque, signed, and counts only for the
//! caller and the list that it was given for.

use crate::{Problem, Request};
use aws_lc_rs::hmac::{HMAC_SHA256, Key, sign, verify};
use store::Access;
use tokio::sync::OnceCell;

/// Bytes of a signature.
const SIGNATURE: usize = 32;

/// Signs cursors with a secret of the stack, read once.
#[derive(Debug, Default)]
pub struct Cursors {
    key: OnceCell<Key>,
}

/// A list of one caller, by what they asked it for.
#[derive(Debug)]
pub struct Pages<'a> {
    key: &'a Key,
    list: String,
}

impl Cursors {
    /// The pages of a list that a caller asked for in this way.
    pub async fn of(
        &self,
        access: &Access,
        caller: &str,
        list: &str,
    ) -> Result<Pages<'_>, Problem> {
        let key = self.key.get_or_try_init(async || {
            let secret = access.cursor_secret(&runtime::random_word()).await?;
            Ok::<_, Problem>(Key::new(HMAC_SHA256, secret.as_bytes()))
        });
        Ok(Pages { key: key.await?, list: format!("{caller}\n{list}\n") })
    }
}

impl Pages<'_> {
    /// The place that the request's cursor names, if it has one.
    pub fn asked(&self, request: &Request) -> Result<Option<String>, Problem> {
        let Some(cursor) = request.query("cursor") else {
            return Ok(None);
        };
        let foreign = || Problem::bad_field("cursor", "it is not one that was given for this list");
        let bytes = hex::decode(cursor).map_err(|_| foreign())?;
        let (signature, place) = bytes.split_at_checked(SIGNATURE).ok_or_else(foreign)?;
        let place = std::str::from_utf8(place).map_err(|_| foreign())?;
        verify(self.key, self.signed(place).as_bytes(), signature).map_err(|_| foreign())?;
        Ok(Some(place.to_owned()))
    }

    /// The cursor of what comes behind a place.
    pub fn behind(&self, place: &str) -> String {
        let signature = sign(self.key, self.signed(place).as_bytes());
        hex::encode([signature.as_ref(), place.as_bytes()].concat())
    }

    fn signed(&self, place: &str) -> String {
        format!("{}{place}", self.list)
    }
}
