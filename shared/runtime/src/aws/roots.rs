//! The certificates that the services are trusted by.

/// As PEM, with where they are from.
pub const AMAZON: &[u8] = include_bytes!("amazon-roots.pem");

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::{Timestamp, ToSpan};
    use rustls_pki_types::CertificateDer;
    use rustls_pki_types::pem::PemObject;
    use x509_parser::parse_x509_certificate;

    /// SHA-256 of each certificate, as Amazon Trust Services publishes it.
    const PUBLISHED: [&str; 5] = [
        "8ecde6884f3d87b1125ba31ac3fcb13d7016de7f57cc904fe1cb97c6ae98196e",
        "1ba5b2aa8c65401a82960118f80bec4f62304d83cec4713a19c39c011ea46db4",
        "18ce6cfe7bf14e60b2e347b8dfe868cb31d02ebb3ada271569f50343b46db3a4",
        "e35d28419ed02025cfa69038cd623962458da5c695fbdea3c22b0bfb25897092",
        "568d6905a2c88708a4b3025190edcfedb1974a606a13c6e5290fcb2ae63edab5",
    ];
    /// How long before the first of them ends somebody must have looked for its successor.
    const YEARS_LEFT_MIN: i64 = 2;

    fn certificates() -> Vec<CertificateDer<'static>> {
        CertificateDer::pem_slice_iter(AMAZON).collect::<Result<_, _>>().expect("valid PEM")
    }

    #[test]
    fn they_are_the_published_ones() {
        let hashes = certificates().into_iter().map(|certificate| {
            hex::encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &certificate))
        });
        assert_eq!(hashes.collect::<Vec<_>>(), PUBLISHED);
    }

    #[test]
    fn none_of_them_ends_soon() {
        let soon = Timestamp::now().saturating_add((YEARS_LEFT_MIN * 365 * 24).hours()).unwrap();
        for certificate in certificates() {
            let (_, certificate) = parse_x509_certificate(&certificate).unwrap();
            let ends = certificate.validity().not_after;
            assert!(ends.timestamp() > soon.as_second(), "{} ends {ends}", certificate.subject());
        }
    }
}
