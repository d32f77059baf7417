//! The cookies: their names, what each holds, and the rules for all of them.

use domain::access::SESSION_MINUTES_MAX;
use domain::ids::CaseId;

/// What every cookie of ours is: never read by a script, never sent in clear.
pub const COOKIE_RULES: &str = "Secure; HttpOnly; SameSite=Lax";

/// Binds a code to the browser that asked for it. It holds a secret of that browser.
pub const BROWSER_COOKIE: &str = "__Host-browser";

/// The name of a session's cookie: it ends with the selector that the session's paths carry.
pub(crate) fn session_cookie_name(selector: &str) -> String {
    format!("__Host-s-{selector}")
}

/// How long the browser keeps a session's cookie; the session itself is counted in the table.
const COOKIE_SECONDS: i64 = SESSION_MINUTES_MAX * 60;

/// The cookie of a session. Its name carries a selector, so that two sessions live side by side;
/// its value the case and the secret, so that session and case are read at once. It is `Lax`, so
/// that it comes along when the bucket leads the browser back after an upload.
pub fn session_cookie(selector: &str, case: &CaseId, secret: &str) -> String {
    let name = session_cookie_name(selector);
    format!("{name}={case}.{secret}; Path=/; Max-Age={COOKIE_SECONDS}; {COOKIE_RULES}")
}

/// Takes the session's own cookie away, and no other session's.
pub fn forget_session(selector: &str) -> String {
    format!("{}=; Path=/; Max-Age=0; {COOKIE_RULES}", session_cookie_name(selector))
}
