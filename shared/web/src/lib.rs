//! The one wrapper around every HTTP function: who calls, what they ask, and how they are answered.
//!
//! It knows scopes, sessions, idempotency, problems, headers and the layout of a page. It never
//! knows what a stage means.

mod nurse;
mod once;
pub mod page;
mod pages;
mod problem;
mod request;
mod response;
mod serve;
mod staff;
mod visit;

pub use nurse::Nurse;
pub use once::Once;
pub use pages::{Cursor, Pages};
pub use problem::Problem;
pub use request::{Nothing, Request, Token};
pub use response::Response;
pub use serve::{Call, serve};
pub use staff::{ApiScope, Callers, actor, reader};
pub use visit::{
    COOKIE_RULES, Visit, enter, forget_session, landing, session_cookie, session_secret,
};
