//! The SDK's configuration, made once in `main` and shared by every client.

use crate::CountSteps;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, SdkConfig};
use std::time::Duration;

/// One attempt at a dependency, in milliseconds.
const ATTEMPT_MILLISECONDS_MAX: u64 = 5_000;
/// All attempts together. What a function does as a whole ends by its own deadline (`deadline.rs`).
const OPERATION_MILLISECONDS_MAX: u64 = 24_000;
/// Attempts at one call, the first included.
const ATTEMPTS_MAX: u32 = 4;

/// What every client is built from. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Aws {
    pub config: SdkConfig,
    /// Given to each client's builder, so that a request's steps can be counted.
    pub steps: CountSteps,
}

impl Aws {
    /// Reads region, credentials and endpoint from the environment that Lambda sets.
    pub async fn from_environment() -> Self {
        let timeouts = TimeoutConfig::builder()
            .operation_attempt_timeout(Duration::from_millis(ATTEMPT_MILLISECONDS_MAX))
            .operation_timeout(Duration::from_millis(OPERATION_MILLISECONDS_MAX))
            .build();
        let config = aws_config::defaults(BehaviorVersion::v2026_01_12())
            .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS_MAX))
            .timeout_config(timeouts)
            .load()
            .await;
        Self { config, steps: CountSteps }
    }
}
