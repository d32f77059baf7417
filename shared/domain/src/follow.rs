//! What follows from the log: letters, charges, and freed slots. A consumer hears where an event is
//! stored, loads the case, and asks here.

mod charges;
mod freed;
mod letters;
mod stored;

pub use charges::{charge, months_of};
pub use freed::{Freed, Held, ever_held, freed};
pub use letters::{Addressee, Letter, LetterKind, letters, telling};
pub use stored::{SOURCE, SWEEP, Stored};
