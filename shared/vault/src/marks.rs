//! Marks: keyed hashes by which the same member is known again, without a name or number in clear.

use crate::keys::client;
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

/// Makes marks with a KMS key that never leaves KMS: the table alone does not let anyone guess.
#[derive(Debug, Clone)]
pub struct Marks {
    client: Client,
    key: String,
}

impl Marks {
    pub fn new(aws: &Aws, key: String) -> Self {
        Self { client: client(aws), key }
    }

    /// The marks of a member at a client, all made at once.
    pub async fn of(
        &self,
        client: &ClientId,
        details: &MemberDetails,
    ) -> Result<MemberMarks, Fault> {
        let address = details.email.reveal().to_lowercase();
        let born = details.birth_date.reveal();
        let mut claims = vec![format!("{client}\naddress\n{address}\n{born}")];
        if let Some(number) = &details.nhs_number {
            claims.push(format!("{client}\nnhs-number\n{}", number.reveal()));
        }
        let (claims, finding) =
            futures::future::try_join(self.all(claims), self.finding(details)).await?;
        Ok(MemberMarks { claims, finding: finding.all(), person: finding.person })
    }

    /// The marks by which someone with these details is found.
    pub async fn finding(&self, details: &MemberDetails) -> Result<FindingMarks, Fault> {
        let born = Sought::Born { name: details.name.clone(), on: details.birth_date.clone() };
        let number = details.nhs_number.clone().map(Sought::NhsNumber);
        let person = [born].into_iter().chain(number).map(|sought| sought.words()).collect();
        let email = Sought::Email(details.email.clone());
        let (address, person) =
            futures::future::try_join(self.sought(&email), self.all(person)).await?;
        let person = person.into_iter().map(MemberMark::try_from);
        let person = person.collect::<Result<_, _>>();
        let person = person.map_err(|_| Fault::broken("making a mark", "not a mark"))?;
        Ok(FindingMarks { address, person })
    }

    /// The mark of what someone is sought by.
    pub async fn sought(&self, by: &Sought) -> Result<String, Fault> {
        self.mark(by.words()).await
    }

    async fn all(&self, words: Vec<String>) -> Result<Vec<String>, Fault> {
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
