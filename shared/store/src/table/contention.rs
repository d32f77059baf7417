//! Contention: two writers at one item at the same moment. DynamoDB turns one of them away, and it may
//! succeed a moment later.

use runtime::{Fault, wait_before_again};

/// Attempts at one write that others keep meeting.
const ATTEMPTS_MAX: u32 = 12;

/// What became of one attempt.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Attempt<T> {
    Done(T),
    /// Another transaction was writing one of the items at that moment.
    Conflict,
}

/// Tries until there is no conflict, as long as there is time to answer.
pub(super) async fn without_conflict<T>(
    doing: &'static str,
    attempt: impl AsyncFn() -> Result<Attempt<T>, Fault>,
) -> Result<T, Fault> {
    for made in 1..=ATTEMPTS_MAX {
        if let Attempt::Done(outcome) = attempt().await? {
            return Ok(outcome);
        }
        if !wait_before_again(made).await {
            break;
        }
    }
    Err(Fault::busy(doing, "transaction conflict"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[tokio::test]
    async fn a_write_that_others_meet_is_tried_again_until_it_is_done() {
        let tried = Cell::new(0);
        let outcome = without_conflict("writing", async || {
            tried.set(tried.get() + 1);
            Ok(if tried.get() < 3 { Attempt::Conflict } else { Attempt::Done("written") })
        });
        assert_eq!(outcome.await.unwrap(), "written");
        assert_eq!(tried.get(), 3);
    }
}
