//! The secret of this stack's cursors: a place in a list that was not given out by us is refused.

use super::Access;
use crate::item::{Item, keyed, text, with};
use crate::table::Outcome;
use runtime::Fault;
use serde::Deserialize;

/// As it is kept: made by whoever asks first, and then the same for ever.
#[derive(Debug, Deserialize)]
struct Kept {
    secret: String,
}

impl Access {
    /// The stack's secret, or the one given if there is none yet.
    pub async fn cursor_secret(&self, fresh: &str) -> Result<String, Fault> {
        const DOING: &str = "reading the secret of cursors";
        if let Some(Kept { secret }) = self.table.read(DOING, secret_key()).await? {
            return Ok(secret);
        }
        let body = format!(r#"{{"secret":"{fresh}"}}"#);
        let item = with(secret_key(), "body", text(body));
        let written = self.table.transact(DOING, vec![self.table.put_once(item).part()]).await?;
        if written == Outcome::Written {
            return Ok(fresh.to_owned());
        }
        let kept: Option<Kept> = self.table.read(DOING, secret_key()).await?;
        kept.map(|kept| kept.secret).ok_or_else(|| Fault::broken(DOING, "it is not there"))
    }
}

fn secret_key() -> Item {
    keyed("SECRET#cursors", "SECRET")
}
