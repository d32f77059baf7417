//! The ground under every other module: ids, texts, times, money, people, and how the
//! domain says no.

pub mod actor;
pub mod calendar;
pub mod day;
pub mod ids;
pub mod money;
mod name;
pub mod nhs_number;
pub mod paper;
pub mod party;
pub mod private;
pub mod refusal;
pub mod sheet;
pub mod text;
