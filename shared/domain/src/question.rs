//! The derived questions: what is never stored, because the facts and `now` answer it.

mod client_view;
mod disclosure;
mod finish;
mod stage;
mod waiting;

pub use client_view::{ClientStatus, ClientView, client_view};
pub use disclosure::{Item, Reader, Withheld, may_disclose};
pub use finish::{expected_finish, expected_finish_with};
pub use stage::{Stage, stage};
pub use waiting::{Waiting, WaitsFor, also_waiting_for, waiting_for};

pub use crate::casework::{Delay, delay};
pub use crate::clock::next_wake;
