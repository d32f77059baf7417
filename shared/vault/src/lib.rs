//! What keeps private things private: the case's keys and sealed sheets (KMS), and its documents (S3).

mod documents;
mod keys;
mod marks;
mod seal;

pub use documents::{Documents, Found, UploadForm, quarantined, sha256};
pub use keys::{CaseKeys, NewKeys, Vault};
pub use marks::Marks;
pub use seal::CaseKey;
