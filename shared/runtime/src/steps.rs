//! Counts the dependency calls of a request, and how many of them had to wait for another.
//!
//! The budgets are in `docs/ARCHITECTURE.md`; every request's log line carries both numbers, so
//! that a new round trip shows in production as well as in a test.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeSerializationInterceptorContextRef, FinalizerInterceptorContextRef,
};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};
use std::cell::RefCell;
use std::future::Future;
use std::time::Instant;

tokio::task_local! {
    static CALLS: RefCell<Vec<Call>>;
}

#[derive(Debug, Clone, Copy)]
struct Call {
    began: Instant,
    ended: Option<Instant>,
}

/// What a request cost in dependency calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StepCount {
    /// All calls.
    pub calls: usize,
    /// The longest chain of calls of which each began after the one before had ended.
    pub steps: usize,
}

/// Runs a request and counts the calls made in it, on this task. The request is boxed: handlers nest
/// the SDK's futures deeper than the compiler follows when it lays out one large future of them all.
pub async fn counted<F: Future>(request: F) -> (F::Output, StepCount) {
    let request = Box::pin(request);
    CALLS
        .scope(RefCell::new(Vec::new()), async {
            let output = request.await;
            (output, CALLS.with(|calls| count(&calls.borrow())))
        })
        .await
}

/// Calls that overlap in time were made at once: they are one step. Taking the earliest end first
/// gives the longest chain.
fn count(calls: &[Call]) -> StepCount {
    let mut spans: Vec<(Instant, Instant)> =
        calls.iter().map(|call| (call.began, call.ended.unwrap_or_else(Instant::now))).collect();
    spans.sort_by_key(|(_, ended)| *ended);
    let mut steps = 0;
    let mut last_end: Option<Instant> = None;
    for (began, ended) in spans {
        if last_end.is_none_or(|last| began >= last) {
            steps += 1;
            last_end = Some(ended);
        }
    }
    StepCount { calls: calls.len(), steps }
}

/// The SDK interceptor that notes when each call begins and ends.
#[derive(Debug, Clone, Copy, Default)]
pub struct CountSteps;

#[derive(Debug)]
struct CallIndex(usize);

impl Storable for CallIndex {
    type Storer = StoreReplace<Self>;
}

impl Intercept for CountSteps {
    fn name(&self) -> &'static str {
        "CountSteps"
    }

    fn read_before_execution(
        &self,
        _context: &BeforeSerializationInterceptorContextRef<'_>,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let began = CALLS.try_with(|calls| {
            let mut calls = calls.borrow_mut();
            calls.push(Call { began: Instant::now(), ended: None });
            calls.len() - 1
        });
        if let Ok(index) = began {
            bag.interceptor_state().store_put(CallIndex(index));
        }
        Ok(())
    }

    fn read_after_execution(
        &self,
        _context: &FinalizerInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(CallIndex(index)) = bag.load::<CallIndex>() {
            // Outside a counted request there is nothing to note.
            let _ = CALLS.try_with(|calls| {
                if let Some(call) = calls.borrow_mut().get_mut(*index) {
                    call.ended = Some(Instant::now());
                }
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn call(start: Instant, began: u64, ended: u64) -> Call {
        let at = |milliseconds| start + Duration::from_millis(milliseconds);
        Call { began: at(began), ended: Some(at(ended)) }
    }

    #[test]
    fn calls_made_at_once_are_one_step() {
        let start = Instant::now();
        let calls = [call(start, 0, 5), call(start, 1, 9), call(start, 2, 3), call(start, 10, 12)];
        assert_eq!(count(&calls), StepCount { calls: 4, steps: 2 });
        assert_eq!(count(&[]), StepCount::default());
    }
}
