//! Marks: keyed hashes by which the same member is known again, without a name or number in clear.

use crate::keys::client;
use aws_lc_rs::hmac;
use aws_sdk_kms::Client;
use aws_sdk_kms::primitives::Blob;
use aws_sdk_kms::types::MacAlgorithmSpec;
use domain::Private;
use domain::ids::{ClientId, MemberMark};
use domain::nhs_number::NhsNumber;
use domain::referral::MemberDetails;
use domain::text::{Email, PersonName};
use jiff::civil::Date;
use runtime::{Aws, Fault};
use std::sync::Arc;
use tokio::sync::OnceCell;
use zeroize::Zeroizing;

/// A member's marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberMarks {
    /// By address with birth date, and by NHS number if given, at their own client: at most one live
    /// case holds each.
    pub claims: Vec<String>,
    /// By which our own people find their cases.
    pub finding: Vec<String>,
    /// Those of them that tell who the member is in another case: by name and birth date, and by NHS
    /// number. They are on the head of the case.
    pub person: Vec<MemberMark>,
}

/// The marks by which someone is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingMarks {
    address: String,
    pub person: Vec<MemberMark>,
}

impl FindingMarks {
    pub fn all(&self) -> Vec<String> {
        let person = self.person.iter().map(|mark| mark.as_str().to_owned());
        std::iter::once(self.address.clone()).chain(person).collect()
    }
}

/// What a person on the phone can be found by. Each is exact: nothing is found by a part of it.
#[derive(Debug, Clone)]
pub enum Sought {
    NhsNumber(NhsNumber),
    Email(Email),
    Born { name: PersonName, on: Private<Date> },
}

impl Sought {
    /// What the mark is made of: in small letters, with single spaces.
    fn words(&self) -> String {
        let plain =
            |text: &str| text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        match self {
            Self::NhsNumber(number) => format!("find\nnhs-number\n{}", number.reveal()),
            Self::Email(email) => format!("find\naddress\n{}", plain(email.reveal())),
            Self::Born { name, on } => {
                format!("find\nname\n{}\n{}", plain(name.reveal()), on.reveal())
            }
        }
    }
}

/// What KMS makes the secret of the marks from. Another text would make other marks, and nobody would be found.
const SECRET_OF_MARKS: &[u8] = b"second-opinion\nmarks\n1";

/// Makes marks with a secret that KMS derives from a key of its own, once a process: the table alone does not
/// let anyone guess.
#[derive(Debug, Clone)]
pub struct Marks {
    client: Client,
    key: String,
    secret: Arc<OnceCell<hmac::Key>>,
}

impl Marks {
    pub fn new(aws: &Aws, key: String) -> Self {
        Self { client: client(aws), key, secret: Arc::default() }
    }

    /// The marks of a member at a client.
    pub async fn of(
        &self,
        client: &ClientId,
        details: &MemberDetails,
    ) -> Result<MemberMarks, Fault> {
        let secret = self.secret().await?;
        let address = details.email.reveal().to_lowercase();
        let born = details.birth_date.reveal();
        let mut claims = vec![mark(secret, &format!("{client}\naddress\n{address}\n{born}"))];
        if let Some(number) = &details.nhs_number {
            let number = number.reveal();
            claims.push(mark(secret, &format!("{client}\nnhs-number\n{number}")));
        }
        let finding = self.finding(details).await?;
        Ok(MemberMarks { claims, finding: finding.all(), person: finding.person })
    }

    /// The marks by which someone with these details is found.
    pub async fn finding(&self, details: &MemberDetails) -> Result<FindingMarks, Fault> {
        let secret = self.secret().await?;
        let born = Sought::Born { name: details.name.clone(), on: details.birth_date.clone() };
        let number = details.nhs_number.clone().map(Sought::NhsNumber);
        let person = [born].into_iter().chain(number).map(|sought| mark(secret, &sought.words()));
        let person = person.map(MemberMark::try_from).collect::<Result<_, _>>();
        let person = person.map_err(|_| Fault::broken("making a mark", "not a mark"))?;
        let address = mark(secret, &Sought::Email(details.email.clone()).words());
        Ok(FindingMarks { address, person })
    }

    /// The mark of what someone is sought by.
    pub async fn sought(&self, by: &Sought) -> Result<String, Fault> {
        Ok(mark(self.secret().await?, &by.words()))
    }

    async fn secret(&self) -> Result<&hmac::Key, Fault> {
        self.secret.get_or_try_init(|| self.derive()).await
    }

    async fn derive(&self) -> Result<hmac::Key, Fault> {
        const DOING: &str = "deriving the secret of the marks";
        let answer = self
            .client
            .generate_mac()
            .key_id(&self.key)
            .mac_algorithm(MacAlgorithmSpec::HmacSha256)
            .message(Blob::new(SECRET_OF_MARKS))
            .send()
            .await
            .map_err(|error| Fault::from_sdk(DOING, &error))?;
        let mac = answer.mac.ok_or_else(|| Fault::broken(DOING, "no secret came back"))?;
        let secret = Zeroizing::new(mac.into_inner());
        Ok(hmac::Key::new(hmac::HMAC_SHA256, &secret))
    }
}

fn mark(secret: &hmac::Key, words: &str) -> String {
    hex::encode(hmac::sign(secret, words.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was marked once must be found for ever.
    #[test]
    fn a_mark_is_the_hmac_of_words_in_small_letters_with_single_spaces() {
        let secret = hmac::Key::new(hmac::HMAC_SHA256, &[7; 32]);
        let sought = |address: &str| Sought::Email(Email::parse(address).unwrap()).words();
        assert_eq!(sought("Maria@Home.example"), "find\naddress\nmaria@home.example");
        let made = mark(&secret, &sought("maria@home.example"));
        assert_eq!(made, GOLDEN);
        assert_eq!(SECRET_OF_MARKS, b"second-opinion\nmarks\n1");
        assert!(!format!("{secret:?}").contains('7'), "{secret:?}");
    }

    /// By another implementation of HMAC-SHA-256.
    const GOLDEN: &str = "8eaf0581a2f72244b649a2e06a196f5e600a5bb345f6c00c27287205a301fd39";
}
