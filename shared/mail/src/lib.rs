//! Letters: their words, and sending them by SES.
//!
//! A letter is one text template (`templates/<kind>.txt`): its first line is the subject, the rest
//! the body. The paragraph that ends with the link is the button, what is before it its label. The HTML part is
//! made from the same paragraphs, so that the two can never differ.

mod calendar;
mod compose;
mod letterhead;
mod post;

pub use calendar::{CalendarEntry, Meeting, MeetingChange};
pub use compose::{Composed, LetterReader, LetterWords, compose};
pub use letterhead::Letterhead;
pub use post::{Envelope, NotSent, Post, Tags, from_tag};
