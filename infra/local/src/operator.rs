//! What an operator may do in a customer's stack: as their own credentials say.

use aws_config::BehaviorVersion;
use runtime::Aws;

/// Finds credentials in the environment, in a profile with keys or a role, and at an instance. For a profile that
/// signs in by a browser, `aws configure export-credentials --format env` gives them. Unlike a function, an
/// operator may stand behind a company's proxy, so the machine's own certificates are trusted.
pub async fn as_operator() -> Aws {
    Aws::with(aws_config::load_defaults(BehaviorVersion::v2026_01_12()).await)
}
