//! The envelope of a sheet: AES-256-GCM under a subkey of the case's data key.
//!
//! Layout: one byte of format, twelve of nonce, then the sealed bytes with their tag. The
//! associated data binds stack, table, case, class, sheet and format, so that a sheet moved to another
//! place does not open.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use aws_lc_rs::{hmac, rand};
use domain::ids::{CaseId, SheetId};
use domain::sheet::{Class, Sheet};
use runtime::Fault;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

/// The only format there is; any other byte is refused.
const FORMAT: u8 = 1;
/// The table in which sheets lie: sealed bytes mean nothing in any other.
const TABLE: &str = "Sheets";
/// Bytes of a data key and of a subkey.
pub(crate) const KEY_BYTES: usize = 32;

/// A sheet did not open: it was altered, moved, or sealed in a format not known here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Unsealable;

impl From<Unsealable> for Fault {
    fn from(_: Unsealable) -> Self {
        Fault::broken("opening or sealing a sheet", "it does not open")
    }
}

/// One of a case's two data keys, in memory. Wiped when dropped.
#[derive(Clone)]
pub struct CaseKey {
    stack: String,
    case: CaseId,
    class: Class,
    key: Zeroizing<[u8; KEY_BYTES]>,
}

impl std::fmt::Debug for CaseKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "CaseKey({} …)", self.class.as_str())
    }
}

impl CaseKey {
    pub fn new(stack: &str, case: &CaseId, class: Class, key: [u8; KEY_BYTES]) -> Self {
        Self { stack: stack.to_owned(), case: case.clone(), class, key: Zeroizing::new(key) }
    }

    /// Seals a body of this key's class. Asking with a body of the other class is a mistake of ours
    /// that the types cannot see, so it is refused.
    pub fn seal<S: Sheet>(&self, sheet: &SheetId, body: &S) -> Result<Vec<u8>, Fault> {
        Ok(self.try_seal(sheet, body)?)
    }

    /// Opens a sheet where it was sealed: the same stack, case, class and id.
    pub fn open<S: Sheet>(&self, sheet: &SheetId, sealed: &[u8]) -> Result<S, Fault> {
        Ok(self.try_open(sheet, sealed)?)
    }

    /// Opens a sheet of this key's class whatever body it has, to give it to whom it is about.
    pub fn open_any(&self, sheet: &SheetId, sealed: &[u8]) -> Result<serde_json::Value, Fault> {
        Ok(self.opened(sheet, sealed)?)
    }

    fn try_seal<S: Sheet>(&self, sheet: &SheetId, body: &S) -> Result<Vec<u8>, Unsealable> {
        if S::CLASS != self.class {
            return Err(Unsealable);
        }
        let mut bytes = serde_json::to_vec(body).map_err(|_| Unsealable)?;
        let mut nonce = [0; NONCE_LEN];
        rand::fill(&mut nonce).map_err(|_| Unsealable)?;
        self.subkey(sheet)?
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(self.bound_to(sheet)),
                &mut bytes,
            )
            .map_err(|_| Unsealable)?;
        Ok([&[FORMAT], nonce.as_slice(), &bytes].concat())
    }

    fn try_open<S: Sheet>(&self, sheet: &SheetId, sealed: &[u8]) -> Result<S, Unsealable> {
        if S::CLASS != self.class {
            return Err(Unsealable);
        }
        self.opened(sheet, sealed)
    }

    fn opened<T: DeserializeOwned>(&self, sheet: &SheetId, sealed: &[u8]) -> Result<T, Unsealable> {
        let (format, rest) = sealed.split_first().ok_or(Unsealable)?;
        if *format != FORMAT {
            return Err(Unsealable);
        }
        let (nonce, sealed) = rest.split_at_checked(NONCE_LEN).ok_or(Unsealable)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| Unsealable)?;
        let mut bytes = Zeroizing::new(sealed.to_vec());
        let opened = self
            .subkey(sheet)?
            .open_in_place(nonce, Aad::from(self.bound_to(sheet)), &mut bytes)
            .map_err(|_| Unsealable)?;
        serde_json::from_slice(opened).map_err(|_| Unsealable)
    }

    /// A secret that only this case's key can make: the same words give the same secret, so that a
    /// letter sent twice carries the same link. 128 bits in hex.
    pub fn secret(&self, words: &str) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.key.as_slice());
        hex::encode(&hmac::sign(&key, format!("secret\n{words}").as_bytes()).as_ref()[..16])
    }

    /// A document's hash as the log may hold it: without this case's key nobody can tell whether a file that
    /// they have is the one.
    pub fn salted(&self, hash: &str) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.key.as_slice());
        hex::encode(hmac::sign(&key, format!("hash\n{hash}").as_bytes()))
    }

    /// A key of its own for every sheet, so that no nonce can ever meet another under one key.
    fn subkey(&self, sheet: &SheetId) -> Result<LessSafeKey, Unsealable> {
        let mut subkey = Zeroizing::new([0; KEY_BYTES]);
        Salt::new(HKDF_SHA256, b"second-opinion/sheet")
            .extract(self.key.as_slice())
            .expand(&[sheet.as_str().as_bytes()], SubkeyLength)
            .and_then(|key| key.fill(subkey.as_mut_slice()))
            .map_err(|_| Unsealable)?;
        let key = UnboundKey::new(&AES_256_GCM, subkey.as_slice()).map_err(|_| Unsealable)?;
        Ok(LessSafeKey::new(key))
    }

    fn bound_to(&self, sheet: &SheetId) -> Vec<u8> {
        let (stack, case, class) = (&self.stack, &self.case, self.class.as_str());
        format!("{stack}\n{TABLE}\n{case}\n{class}\n{sheet}\n{FORMAT}").into_bytes()
    }
}

#[derive(Clone, Copy)]
struct SubkeyLength;

impl KeyType for SubkeyLength {
    fn len(&self) -> usize {
        KEY_BYTES
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Private;
    use domain::sheet::Words;

    /// `words()` under a key of sevens, as it lay in a table.
    const SEALED_LONG_AGO: &str = "011de4628f1eafc13cfb971c7cb15a8e87a6ea55417d7e16ac7a00d4adef9c20776cef4b7da04f34b2b8b3643f2ff651";

    fn key(case: &str, class: Class) -> CaseKey {
        CaseKey::new("northwind", &case.parse().unwrap(), class, [7; KEY_BYTES])
    }

    fn words() -> Words {
        Words { words: Private::new("planted".to_owned()) }
    }

    fn sheet(id: &str) -> SheetId {
        id.parse().unwrap()
    }

    #[test]
    fn a_sheet_opens_where_it_was_sealed_and_nowhere_else() {
        let home = key("case-1", Class::Clinical);
        let sealed = home.try_seal(&sheet("s-1"), &words()).unwrap();
        assert_eq!(home.try_open::<Words>(&sheet("s-1"), &sealed), Ok(words()));
        assert_eq!(home.try_open::<Words>(&sheet("s-2"), &sealed), Err(Unsealable));
        assert_eq!(
            key("case-2", Class::Clinical).try_open::<Words>(&sheet("s-1"), &sealed),
            Err(Unsealable)
        );
        let other_stack =
            CaseKey::new("other", &"case-1".parse().unwrap(), Class::Clinical, [7; 32]);
        assert_eq!(other_stack.try_open::<Words>(&sheet("s-1"), &sealed), Err(Unsealable));
    }

    /// What was sealed once must open for ever: the derivation, the associated data and the layout
    /// are what they were.
    #[test]
    fn a_sheet_sealed_long_ago_still_opens() {
        let sealed = hex::decode(SEALED_LONG_AGO).unwrap();
        let home = key("case-1", Class::Clinical);
        assert_eq!(home.try_open::<Words>(&sheet("s-1"), &sealed), Ok(words()));
        let mut of_tomorrow = sealed;
        of_tomorrow[0] = FORMAT + 1;
        assert_eq!(home.try_open::<Words>(&sheet("s-1"), &of_tomorrow), Err(Unsealable));
    }

    #[test]
    fn an_altered_or_unknown_envelope_does_not_open() {
        let home = key("case-1", Class::Clinical);
        let sealed = home.try_seal(&sheet("s-1"), &words()).unwrap();
        for index in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[index] ^= 1;
            assert_eq!(
                home.try_open::<Words>(&sheet("s-1"), &altered),
                Err(Unsealable),
                "byte {index}"
            );
        }
        assert_eq!(home.try_open::<Words>(&sheet("s-1"), &sealed[..5]), Err(Unsealable));
        assert_eq!(home.try_open::<Words>(&sheet("s-1"), &[]), Err(Unsealable));
    }

    #[test]
    fn a_body_is_never_sealed_under_the_key_of_the_other_class() {
        let contact = key("case-1", Class::Contact);
        assert_eq!(contact.try_seal(&sheet("s-1"), &words()), Err(Unsealable));
    }

    #[test]
    fn a_secret_is_the_same_for_the_same_words_only() {
        let home = key("case-1", Class::Contact);
        assert_eq!(home.secret("7 introduction"), home.secret("7 introduction"));
        assert_ne!(home.secret("7 introduction"), home.secret("8 introduction"));
        assert_eq!(home.secret("7 introduction").len(), 32);
    }

    #[test]
    fn a_key_does_not_print() {
        assert_eq!(format!("{:?}", key("case-1", Class::Contact)), "CaseKey(contact …)");
    }
}
