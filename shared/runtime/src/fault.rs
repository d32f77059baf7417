//! A fault: the outside failed. It says what was being done, never to whom.

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

/// Whether asking again may help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Throttled, timed out or out of reach: the caller may try again shortly.
    Busy,
    /// Denied, malformed or not what was promised: trying again will not help.
    Broken,
}

/// What was being done when the outside failed, and the cause for the log.
#[derive(Debug, thiserror::Error)]
#[error("{doing} failed: {cause}")]
pub struct Fault {
    pub doing: &'static str,
    pub kind: Kind,
    /// The service's own error code or a short technical cause. Never the service's message:
    /// messages may quote keys and values.
    pub cause: String,
}

const BUSY_CODES: &[&str] = &[
    "ThrottlingException",
    "Throttling",
    "ThrottledException",
    "TooManyRequestsException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "TransactionConflictException",
    "TransactionInProgressException",
    "InternalServerError",
    "InternalFailure",
    "ServiceUnavailable",
    "SlowDown",
    "KMSInternalException",
    "KeyUnavailableException",
    "DependencyTimeoutException",
];

impl Fault {
    pub fn broken(doing: &'static str, cause: impl Into<String>) -> Self {
        Self { doing, kind: Kind::Broken, cause: cause.into() }
    }

    pub fn busy(doing: &'static str, cause: impl Into<String>) -> Self {
        Self { doing, kind: Kind::Busy, cause: cause.into() }
    }

    /// From an SDK call. Anything that never reached the service counts as busy.
    pub fn from_sdk<E>(doing: &'static str, error: &SdkError<E, HttpResponse>) -> Self
    where
        E: ProvideErrorMetadata,
    {
        match error {
            SdkError::ServiceError(service) => {
                let code = service.err().code().unwrap_or("unknown");
                let busy = BUSY_CODES.contains(&code) || service.raw().status().as_u16() >= 500;
                Self {
                    doing,
                    kind: if busy { Kind::Busy } else { Kind::Broken },
                    cause: code.into(),
                }
            }
            SdkError::TimeoutError(_) => Self::busy(doing, "timeout"),
            SdkError::DispatchFailure(_) => Self::busy(doing, "out of reach"),
            SdkError::ResponseError(_) => Self::busy(doing, "answer unreadable"),
            _ => Self::broken(doing, "request could not be built"),
        }
    }
}
