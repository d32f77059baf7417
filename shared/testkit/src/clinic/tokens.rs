//! Tokens of the user pool, each kept until shortly before it expires.

use crate::SetupError;
use crate::demo::Credentials;
use crate::local_aws::LocalAws;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A kept token must still be good for so long: a request takes its time.
const SPARE: Duration = Duration::from_secs(30);

/// A token, and for how long it is good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub secret: String,
    pub lasts: Duration,
}

/// The tokens of one stack, by whose they are.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    kept: Mutex<HashMap<String, (Token, Instant)>>,
}

impl Tokens {
    /// The kept token, if it is still good for long enough.
    pub(super) fn get(&self, who: &str, now: Instant) -> Option<String> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (token, since) = kept.get(who)?;
        let good = now.duration_since(*since) + SPARE < token.lasts;
        good.then(|| token.secret.clone())
    }

    pub(super) fn keep(&self, who: &str, token: Token, now: Instant) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(who.to_owned(), (token, now));
    }
}

/// Asks the user pool for a token by client credentials.
pub async fn fetch_token(
    aws: &LocalAws,
    credentials: &Credentials,
    who: &str,
) -> Result<Token, SetupError> {
    let nobody = || SetupError::new(format!("nobody is called {who}"));
    let (id, secret) = credentials.get(who).ok_or_else(nobody)?;
    let url = format!("{}/oauth2/token", aws.endpoint());
    let form = [("grant_type", "client_credentials")];
    let request = reqwest::Client::new().post(url).basic_auth(id, Some(secret)).form(&form);
    let answer: Value = request.send().await?.json().await?;
    let secret = answer["access_token"].as_str().map(str::to_owned);
    let lasts = answer["expires_in"].as_u64().map(Duration::from_secs);
    let token = secret.zip(lasts).map(|(secret, lasts)| Token { secret, lasts });
    token.ok_or_else(|| SetupError::new(format!("no token for {who}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_kept_until_shortly_before_it_expires() {
        let (tokens, start) = (Tokens::default(), Instant::now());
        let token = Token { secret: "secret".to_owned(), lasts: Duration::from_secs(3_600) };
        assert_eq!(tokens.get("asha", start), None);
        tokens.keep("asha", token, start);
        let at = |seconds| tokens.get("asha", start + Duration::from_secs(seconds));
        assert_eq!(at(3_500).as_deref(), Some("secret"));
        assert_eq!(at(3_590), None);
        assert_eq!(tokens.get("ben", start), None);
    }
}
