//! What is measured, chapter by chapter.

pub mod growth;
pub mod instructions;
pub mod memory;
pub mod requests;
pub mod starts;
