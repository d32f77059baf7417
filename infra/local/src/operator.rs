//! What an operator may do in a customer's stack: as their own profile, environment or sign-in says.

use aws_config::BehaviorVersion;
use runtime::Aws;

/// Looks for credentials wherever the AWS command line does. Unlike a function, an operator may stand behind
/// a company's proxy, so the machine's own certificates are trusted.
pub async fn as_operator() -> Aws {
    Aws::with(aws_config::load_defaults(BehaviorVersion::v2026_01_12()).await)
}
