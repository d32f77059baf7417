//! Case keys: made and unwrapped by KMS, kept in memory for a few minutes.

use crate::seal::{CaseKey, KEY_BYTES};
use aws_sdk_kms::Client;
use aws_sdk_kms::primitives::Blob;
use aws_sdk_kms::types::DataKeySpec;
use domain::ids::CaseId;
use domain::sheet::Class;
use runtime::{Aws, Fault};
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How long an unwrapped key may stay in memory: after an erasure none is left by then.
const CACHED: Duration = Duration::from_secs(5 * 60);
/// How many unwrapped keys may stay in memory.
const CACHED_MAX: usize = 64;

/// The two KMS keys of the stack. A function is only given those that it may use.
#[derive(Debug, Clone)]
pub struct StackKeys {
    pub contact: Option<String>,
    pub clinical: Option<String>,
}

/// A new case's keys: both wrapped, and the contact key open. The clinical key is made without
/// ever being seen: a referral has nothing clinical to seal.
#[derive(Debug)]
pub struct NewKeys {
    pub contact_wrapped: Vec<u8>,
    pub clinical_wrapped: Vec<u8>,
    pub contact: CaseKey,
}

/// The client of KMS.
pub(crate) fn client(aws: &Aws) -> Client {
    aws.client(|aws| {
        let config = aws_sdk_kms::config::Builder::from(&aws.config);
        Client::from_conf(config.interceptor(aws.steps).build())
    })
}

/// Unwraps case keys.
#[derive(Debug)]
pub struct Vault {
    client: Client,
    stack: String,
    keys: StackKeys,
    cache: Cache,
}

impl Vault {
    pub fn new(aws: &Aws, stack: String, keys: StackKeys) -> Self {
        Self { client: client(aws), stack, keys, cache: Cache::default() }
    }

    /// Two new data keys, asked for at once.
    pub async fn new_keys(&self, case: &CaseId) -> Result<NewKeys, Fault> {
        const DOING: &str = "making a case's keys";
        let contact = self
            .client
            .generate_data_key()
            .key_id(self.kms_key(DOING, Class::Contact)?)
            .set_encryption_context(Some(self.context(case, Class::Contact)))
            .key_spec(DataKeySpec::Aes256)
            .send();
        let clinical = self
            .client
            .generate_data_key_without_plaintext()
            .key_id(self.kms_key(DOING, Class::Clinical)?)
            .set_encryption_context(Some(self.context(case, Class::Clinical)))
            .key_spec(DataKeySpec::Aes256)
            .send();
        let (contact, clinical) = futures::future::join(contact, clinical).await;
        let contact = contact.map_err(|error| Fault::from_sdk(DOING, &error))?;
        let clinical = clinical.map_err(|error| Fault::from_sdk(DOING, &error))?;
        let opened = self.key(DOING, case, Class::Contact, contact.plaintext.as_ref())?;
        Ok(NewKeys {
            contact_wrapped: wrapped(DOING, contact.ciphertext_blob)?,
            clinical_wrapped: wrapped(DOING, clinical.ciphertext_blob)?,
            contact: opened,
        })
    }

    /// The open key of a class: from memory while it is fresh, else from KMS.
    pub async fn open(
        &self,
        case: &CaseId,
        class: Class,
        wrapped: &[u8],
    ) -> Result<CaseKey, Fault> {
        const DOING: &str = "unwrapping a case's key";
        if let Some(key) = self.cache.get(case, class, Instant::now()) {
            return Ok(key);
        }
        let answer = self
            .client
            .decrypt()
            .key_id(self.kms_key(DOING, class)?)
            .ciphertext_blob(Blob::new(wrapped))
            .set_encryption_context(Some(self.context(case, class)))
            .send()
            .await
            .map_err(|error| Fault::from_sdk(DOING, &error))?;
        let key = self.key(DOING, case, class, answer.plaintext.as_ref())?;
        self.cache.put(case, class, &key, Instant::now());
        Ok(key)
    }

    fn kms_key(&self, doing: &'static str, class: Class) -> Result<&str, Fault> {
        let key = match class {
            Class::Contact => self.keys.contact.as_deref(),
            Class::Clinical => self.keys.clinical.as_deref(),
        };
        key.ok_or_else(|| Fault::broken(doing, format!("no {} key is given", class.as_str())))
    }

    fn key(
        &self,
        doing: &'static str,
        case: &CaseId,
        class: Class,
        plaintext: Option<&Blob>,
    ) -> Result<CaseKey, Fault> {
        let bytes: Option<[u8; KEY_BYTES]> =
            plaintext.and_then(|plaintext| plaintext.as_ref().try_into().ok());
        let bytes = bytes.ok_or_else(|| Fault::broken(doing, "the key has a wrong length"))?;
        Ok(CaseKey::new(&self.stack, case, class, bytes))
    }

    /// KMS refuses to unwrap a key for another stack, case or class than it was wrapped for.
    fn context(&self, case: &CaseId, class: Class) -> HashMap<String, String> {
        [
            ("app", "second-opinion"),
            ("stack", &self.stack),
            ("case", case.as_str()),
            ("class", class.as_str()),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
    }
}

/// Open keys, for a few minutes each. They are wiped when they leave.
#[derive(Debug, Default)]
struct Cache(Mutex<HashMap<(CaseId, Class), (Instant, CaseKey)>>);

impl Cache {
    fn get(&self, case: &CaseId, class: Class, now: Instant) -> Option<CaseKey> {
        let mut kept = self.0.lock().ok()?;
        kept.retain(|_, (since, _)| now.duration_since(*since) < CACHED);
        kept.get(&(case.clone(), class)).map(|(_, key)| key.clone())
    }

    fn put(&self, case: &CaseId, class: Class, key: &CaseKey, now: Instant) {
        let Ok(mut kept) = self.0.lock() else {
            return;
        };
        if kept.len() >= CACHED_MAX {
            let oldest = kept.iter().min_by_key(|(_, (since, _))| *since);
            if let Some(oldest) = oldest.map(|(place, _)| place.clone()) {
                kept.remove(&oldest);
            }
        }
        kept.insert((case.clone(), class), (now, key.clone()));
    }
}

fn wrapped(doing: &'static str, blob: Option<Blob>) -> Result<Vec<u8>, Fault> {
    blob.map(Blob::into_inner).ok_or_else(|| Fault::broken(doing, "no wrapped key came back"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: usize) -> CaseId {
        format!("case-{number}").parse().unwrap()
    }

    fn key(number: usize) -> CaseKey {
        CaseKey::new("stack", &id(number), Class::Contact, [7; KEY_BYTES])
    }

    #[test]
    fn after_five_minutes_no_key_is_left_for_any_case() {
        let (cache, began) = (Cache::default(), Instant::now());
        cache.put(&id(1), Class::Contact, &key(1), began);
        let almost = began + CACHED / 2;
        assert!(cache.get(&id(1), Class::Contact, almost).is_some());
        assert!(cache.get(&id(1), Class::Clinical, almost).is_none());
        assert!(cache.get(&id(2), Class::Contact, began + CACHED).is_none());
        assert!(cache.0.lock().unwrap().is_empty());
    }

    #[test]
    fn of_many_cases_the_longest_known_key_leaves_first() {
        let (cache, began) = (Cache::default(), Instant::now());
        for number in 0..=CACHED_MAX {
            let now = began + Duration::from_millis(number as u64);
            cache.put(&id(number), Class::Contact, &key(number), now);
        }
        assert_eq!(cache.0.lock().unwrap().len(), CACHED_MAX);
        let now = began + Duration::from_secs(1);
        assert!(cache.get(&id(0), Class::Contact, now).is_none());
        assert!(cache.get(&id(CACHED_MAX), Class::Contact, now).is_some());
    }
}
