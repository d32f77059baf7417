//! The derived questions: what is never stored, because the facts and `now` answer it.

mod client_view;
mod copy;
mod delay;
mod disclosure;
mod erasure;
mod look;
mod next_steps;
mod pathway;
mod reading;
mod rehearsal;
mod tasks;
pub mod timeline;
mod typed;
mod waiting;
mod wake;

pub use crate::due::{
    Slipped, Stage, WaitsFor, done_today, expected_finish, expected_finish_with, outlook,
    outlook_with, slipped, stage,
};
pub use client_view::{ClientStatus, ClientView, client_view};
pub use copy::{in_copy, sheets_not_in_copy};
pub use delay::{Delay, delay};
pub use disclosure::{Item, Reader, Withheld, may_disclose};
pub use erasure::{outlives_erasure, reader_outlives_erasure};
pub use look::{Look, Looking, Shown};
pub use next_steps::{Need, NextStep, What, missing_scopes, next_steps};
pub use pathway::{ComesNext, HowFar, Milestone, comes_next, pathway};
pub use reading::{Disclosure, ReadFor, Reading, disclosures};
pub use rehearsal::{Audience, Rehearsed, rehearse};
pub use tasks::{Task, TaskKind, tasks};
pub use typed::typed_with;
pub use waiting::{Waiting, also_waiting_for, comes_first, waiting_for};

pub use wake::{due_commands, next_wake};
