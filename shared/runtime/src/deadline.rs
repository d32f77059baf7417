//! How long there is to answer. Lambda stops a function at its timeout without a word, so what is being done
//! ends a second before: the caller is told, and the log says what happened.

use std::future::Future;
use std::time::{Duration, SystemTime};
use tokio::time::{Instant, timeout_at};

/// The gateway gives up on a function after 29 seconds; we tell the caller before.
const HTTP_SECONDS_MAX: u64 = 25;
/// What is left for the answer itself.
const SPARE: Duration = Duration::from_secs(1);
/// Outside a request: in a tool, or a test.
const UNBOUNDED: Duration = Duration::from_secs(HTTP_SECONDS_MAX);

tokio::task_local! {
    static UNTIL: Instant;
}

/// Who waits for the outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invoked {
    /// A caller behind the gateway.
    ByCaller,
    /// A queue or a schedule, until the function's own deadline.
    ByEvent,
}

/// Runs what has to be done by a second before the function's deadline; nothing if it takes longer.
pub async fn in_time<F: Future>(
    deadline: SystemTime,
    invoked: Invoked,
    work: F,
) -> Option<F::Output> {
    let left = deadline.duration_since(SystemTime::now()).unwrap_or_default();
    let until = Instant::now() + time_for(left, invoked);
    UNTIL.scope(until, timeout_at(until, work)).await.ok()
}

/// How much of it is left for what is being done.
pub fn time_left() -> Duration {
    UNTIL.try_with(|until| until.saturating_duration_since(Instant::now())).unwrap_or(UNBOUNDED)
}

fn time_for(left: Duration, invoked: Invoked) -> Duration {
    let left = match invoked {
        Invoked::ByCaller => left.min(Duration::from_secs(HTTP_SECONDS_MAX)),
        Invoked::ByEvent => left,
    };
    left.saturating_sub(SPARE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_waits_at_most_as_long_as_the_gateway_does() {
        let seconds = Duration::from_secs;
        assert_eq!(time_for(seconds(10), Invoked::ByCaller), seconds(9));
        assert_eq!(time_for(seconds(240), Invoked::ByCaller), seconds(24));
        assert_eq!(time_for(seconds(240), Invoked::ByEvent), seconds(239));
        assert_eq!(time_for(Duration::from_millis(300), Invoked::ByEvent), Duration::ZERO);
    }

    #[tokio::test]
    async fn what_never_ends_is_given_up_a_second_before_the_deadline() {
        let deadline = SystemTime::now() + SPARE + Duration::from_millis(20);
        let never = in_time(deadline, Invoked::ByEvent, std::future::pending::<()>());
        assert_eq!(never.await, None);
        let left = in_time(deadline + SPARE, Invoked::ByEvent, async { time_left() });
        assert!(left.await.is_some_and(|left| left <= SPARE + Duration::from_millis(20)));
    }
}
