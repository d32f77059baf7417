//! Logging: one JSON object a line. What it may hold is in `docs/LOGGING.md`.

use tracing_subscriber::fmt::format::FmtSpan;

/// Starts logging to standard output, which Lambda collects. Level INFO and up: lower levels of
/// the SDK print whole requests, so no setting can turn them on.
pub fn start_logging() {
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_target(false)
        .with_current_span(false)
        .with_span_list(false)
        .with_span_events(FmtSpan::NONE)
        .with_max_level(tracing::Level::INFO)
        .init();
}
