//! The one wrapper around every HTTP function: who calls, what they ask, and how they are answered.
//!
//! It knows scopes, sessions, idempotency, problems, headers and the layout of a page. It never
//! knows what a stage means.

mod brand;
mod cookies;
mod expected;
mod filled;
mod nurse;
mod once;
mod own_page;
mod page;
mod pages;
mod problem;
mod request;
mod response;
mod said;
mod serve;
mod staff;
mod strict;
mod visit;

pub use brand::{Accent, Brand, CONTRAST_MIN, DARK_PAPER, PAPER, SCRIPT};
pub use cookies::{BROWSER_COOKIE, COOKIE_RULES, forget_session, session_cookie};
pub use expected::Expected;
pub use filled::{Filled, Tick};
pub use nurse::Nurse;
pub use once::{Once, again};
pub use own_page::on_own_page;
pub use pages::{Cursors, Pages};
pub use problem::{CHANGED_MEANWHILE, Problem};
pub use request::{Request, Token};
pub use response::Response;
pub use serve::{Call, serve};
pub use staff::{Callers, actor};
pub use visit::{Visit, enter, landing, session_secret};
