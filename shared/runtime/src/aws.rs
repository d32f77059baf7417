//! What every client of a process shares: credentials, limits, and one HTTPS client with its connections.

mod roots;

use crate::{CountSteps, MissingSetting, Settings};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::SdkConfig;
use aws_types::region::Region;
use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
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
    clients: Arc<Mutex<Clients>>,
}

/// The client of each service, by its type.
type Clients = HashMap<TypeId, Box<dyn Any + Send + Sync>>;

impl Aws {
    /// Region, endpoint and credentials as Lambda sets them in the environment of a function. They last as long
    /// as the process may, so there is nothing to look for elsewhere and nothing to ask another service.
    pub fn from_environment(settings: Settings) -> Result<Self, MissingSetting> {
        let credentials = Credentials::new(
            settings.required("AWS_ACCESS_KEY_ID")?,
            settings.required("AWS_SECRET_ACCESS_KEY")?,
            settings.optional("AWS_SESSION_TOKEN"),
            None,
            "environment",
        );
        let region = settings.required("AWS_REGION")?;
        Ok(Self::at(region, settings.optional("AWS_ENDPOINT_URL"), credentials))
    }

    /// A region with those credentials; an endpoint only where it is not the region's own.
    pub fn at(region: String, endpoint: Option<String>, credentials: Credentials) -> Self {
        Self::trusting(roots::AMAZON, region, endpoint, credentials)
    }

    /// The same with other roots, in PEM, for an endpoint whose certificate is not Amazon's.
    pub fn trusting(
        roots: &[u8],
        region: String,
        endpoint: Option<String>,
        credentials: Credentials,
    ) -> Self {
        let timeouts = TimeoutConfig::builder()
            .operation_attempt_timeout(Duration::from_millis(ATTEMPT_MILLISECONDS_MAX))
            .operation_timeout(Duration::from_millis(OPERATION_MILLISECONDS_MAX))
            .build();
        let mut config = SdkConfig::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::new(region))
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .http_client(https_client(roots))
            .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS_MAX))
            .timeout_config(timeouts);
        config.set_endpoint_url(endpoint);
        Self::with(config.build())
    }

    /// With a configuration that is found otherwise, as an operator's profile is.
    pub fn with(config: SdkConfig) -> Self {
        Self { config, steps: CountSteps, clients: Arc::default() }
    }

    /// The client of a service: made by the first room that needs it, and the same for every other.
    pub fn client<Client: Any + Clone + Send + Sync>(
        &self,
        make: impl FnOnce(&Self) -> Client,
    ) -> Client {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        let before = clients.get(&TypeId::of::<Client>()).and_then(|it| it.downcast_ref());
        let client: Client = before.cloned().unwrap_or_else(|| make(self));
        clients.entry(TypeId::of::<Client>()).or_insert_with(|| Box::new(client.clone()));
        client
    }
}

/// Trusts those roots alone: reading the machine's whole store was two fifths of a start.
fn https_client(roots: &[u8]) -> SharedHttpClient {
    let trusted = TrustStore::empty().with_pem_certificate(roots);
    let tls = TlsContext::builder().with_trust_store(trusted).build();
    let client =
        aws_smithy_http_client::Builder::new().tls_provider(Provider::Rustls(CryptoMode::AwsLc));
    // A context of certificates that are compiled in builds, or the test of `roots.rs` fails.
    client.tls_context(tls.expect("the roots are certificates")).build_https()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_has_one_client_however_many_rooms_ask_for_it() {
        let key = Credentials::new("id", "secret", None, None, "test");
        let aws = Aws::at("eu-west-2".to_owned(), None, key);
        let first = aws.client(|_| Arc::new(1_u8));
        assert!(Arc::ptr_eq(&first, &aws.clone().client(|_| Arc::new(2_u8))));
        assert_eq!(*aws.client(|_| Arc::new(3_u16)), 3);
        assert!(aws.config.http_client().is_some() && aws.config.endpoint_url().is_none());
    }
}
