//! What keeps private things private: the case's keys and sealed sheets (KMS), its documents and the
//! anchors of its log (S3).

mod anchors;
mod documents;
mod keys;
mod logo;
mod marks;
mod seal;

pub use anchors::{Anchor, Anchors};
pub use documents::{
    CopyWriter, Documents, Found, ScanAsked, UploadForm, Written, quarantined, sha256,
};
pub use keys::{NewKeys, StackKeys, Vault};
pub use logo::{LOGO_BYTES_MAX, Logo, LogoShelf, NotALogo};
pub use marks::{FindingMarks, Marks, MemberMarks, Sought};
pub use seal::CaseKey;
