//! Letters: their words, and sending them by SES.
//!
//! A letter is one text template (`templates/<kind>.txt`): its first line is the subject, the rest
//! the body. The HTML part is made from the same paragraphs, so that the two can never differ.

mod compose;
mod post;

pub use compose::{Composed, LetterReader, LetterWords, compose};
pub use post::{CalendarEntry, Envelope, NotSent, Post, Tags, from_tag};
