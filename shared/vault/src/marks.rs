//! Marks: keyed hashes by which the same member is known again, without a name or number in clear.

use aws_sdk_kms::Client;
use aws_sdk_kms::primitives::Blob;
use aws_sdk_kms::types::MacAlgorithmSpec;
use domain::ids::ClientId;
use domain::sheet::MemberDetails;
use runtime::{Aws, Fault};

/// Makes marks with a KMS key that never leaves KMS: the table alone does not let anyone guess.
#[derive(Debug, Clone)]
pub struct Marks {
    client: Client,
    key: String,
}

impl Marks {
    pub fn new(aws: &Aws, key: String) -> Self {
        let config = aws_sdk_kms::config::Builder::from(&aws.config).interceptor(aws.steps);
        Self { client: Client::from_conf(config.build()), key }
    }

    /// The marks of a member at a client: by address with birth date, and by NHS number if given.
    pub async fn of(
        &self,
        client: &ClientId,
        details: &MemberDetails,
    ) -> Result<Vec<String>, Fault> {
        let address = details.email.reveal().to_lowercase();
        let born = details.birth_date.reveal();
        let mut words = vec![format!("{client}\naddress\n{address}\n{born}")];
        if let Some(number) = &details.nhs_number {
            words.push(format!("{client}\nnhs-number\n{}", number.reveal()));
        }
        futures::future::try_join_all(words.into_iter().map(|words| self.mark(words))).await
    }

    async fn mark(&self, words: String) -> Result<String, Fault> {
        const DOING: &str = "making a mark";
        let answer = self
            .client
            .generate_mac()
            .key_id(&self.key)
            .mac_algorithm(MacAlgorithmSpec::HmacSha256)
            .message(Blob::new(words.into_bytes()))
            .send()
            .await
            .map_err(|error| Fault::from_sdk(DOING, &error))?;
        let mac = answer.mac.ok_or_else(|| Fault::broken(DOING, "no mark came back"))?;
        Ok(hex::encode(mac.into_inner()))
    }
}
