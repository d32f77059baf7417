//! Waiting before the same is tried again, because someone else was first.

use crate::{random_byte, time_left};
use std::time::Duration;

/// The first wait in milliseconds. Each one is twice as long, up to the longest.
const WAIT_MILLISECONDS: u64 = 20;
const WAIT_MILLISECONDS_MAX: u64 = 320;

/// Waits before another attempt, and says whether there is time for one. Each who waits takes another
/// time, so that they do not meet again.
pub async fn wait_before_again(attempts_made: u32) -> bool {
    let wait = wait_after(attempts_made, random_byte());
    let in_time = wait < time_left();
    if in_time {
        tokio::time::sleep(wait).await;
    }
    in_time
}

/// Tries again while an error is worth it, at most that often, and as long as there is time.
pub async fn again_while<T, E>(
    attempts_max: u32,
    attempt: impl AsyncFn() -> Result<T, E>,
    is_worth_it: impl Fn(&E) -> bool,
) -> Result<T, E> {
    for made in 1..attempts_max {
        match attempt().await {
            Err(error) if is_worth_it(&error) => {
                if !wait_before_again(made).await {
                    return Err(error);
                }
            }
            outcome => return outcome,
        }
    }
    attempt().await
}

/// Between a half and the whole of a time that doubles with each attempt.
fn wait_after(attempts_made: u32, chance: u8) -> Duration {
    let doubled = WAIT_MILLISECONDS << attempts_made.saturating_sub(1).min(8);
    let whole = doubled.min(WAIT_MILLISECONDS_MAX);
    Duration::from_millis(whole / 2 + whole * u64::from(chance) / 510)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_differ_and_have_an_end() {
        let milliseconds = |attempts, chance| wait_after(attempts, chance).as_millis();
        assert_eq!((milliseconds(1, 0), milliseconds(1, 255)), (10, 20));
        assert_eq!((milliseconds(3, 0), milliseconds(3, 255)), (40, 80));
        assert_eq!((milliseconds(12, 0), milliseconds(12, 255)), (160, 320));
    }
}
