//! The customer's logo: the one object of the documents bucket that is no secret.

use crate::documents::client;
use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::ServerSideEncryption;
use runtime::{Aws, Fault};
use std::time::Duration;

/// The one key that may be read by whoever shows pages.
pub const LOGO_KEY: &str = "brand/logo.png";
/// The largest logo, in bytes: it is on every page.
pub const LOGO_BYTES_MAX: usize = 20 * 1024;
/// The longest side: few bytes can stand for very many pixels.
const LOGO_PIXELS_MAX: u32 = 2_000;
/// How long a logo may take.
const READ_FOR: Duration = Duration::from_secs(2);
/// How a PNG begins, up to its width and height.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

/// A PNG that is small enough, with its size in pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    pub bytes: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

/// A file that cannot be a logo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a logo is a PNG of at most 20 KB and 2,000 pixels a side")]
pub struct NotALogo;

impl TryFrom<Vec<u8>> for Logo {
    type Error = NotALogo;

    fn try_from(bytes: Vec<u8>) -> Result<Self, NotALogo> {
        let size = bytes.strip_prefix(PNG).and_then(|rest| rest.first_chunk::<8>());
        let [w1, w2, w3, w4, h1, h2, h3, h4] = *size.ok_or(NotALogo)?;
        let (width, height) =
            (u32::from_be_bytes([w1, w2, w3, w4]), u32::from_be_bytes([h1, h2, h3, h4]));
        let allowed = 1..=LOGO_PIXELS_MAX;
        let fits =
            bytes.len() <= LOGO_BYTES_MAX && allowed.contains(&width) && allowed.contains(&height);
        if fits { Ok(Self { bytes, width, height }) } else { Err(NotALogo) }
    }
}

/// Where the logo of a stack lies.
#[derive(Debug, Clone)]
pub struct LogoShelf {
    client: Client,
    bucket: String,
}

impl LogoShelf {
    pub fn new(aws: &Aws, bucket: String) -> Self {
        Self { client: client(aws), bucket }
    }

    /// Nothing while there is none, and where it does not come at once: no page waits for a picture.
    pub async fn logo(&self) -> Option<Logo> {
        tokio::time::timeout(READ_FOR, self.read()).await.ok()?
    }

    async fn read(&self) -> Option<Logo> {
        let asked = self.client.get_object().bucket(&self.bucket).key(LOGO_KEY);
        // No more than a logo may have is fetched.
        let found = asked.range(format!("bytes=0-{LOGO_BYTES_MAX}")).send().await.ok()?;
        let bytes = found.body.collect().await.ok()?;
        Logo::try_from(bytes.to_vec()).ok()
    }

    /// By an operator, whose own rights decide. It is encrypted by S3's own key, so that pages need no right to the
    /// key of the documents.
    pub async fn put(&self, logo: &Logo) -> Result<(), Fault> {
        let put = self.client.put_object().bucket(&self.bucket).key(LOGO_KEY);
        let put =
            put.content_type("image/png").server_side_encryption(ServerSideEncryption::Aes256);
        let sent = put.body(ByteStream::from(logo.bytes.clone())).send().await;
        sent.map(drop).map_err(|error| Fault::from_sdk("putting the logo", &error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, size: usize) -> Vec<u8> {
        let mut bytes = [PNG, &width.to_be_bytes(), &40_u32.to_be_bytes()].concat();
        bytes.resize(size, 0);
        bytes
    }

    #[test]
    fn a_logo_is_a_png_of_at_most_twenty_kilobytes() {
        let logo = Logo::try_from(png(120, LOGO_BYTES_MAX)).unwrap();
        assert_eq!((logo.width, logo.height), (120, 40));
        for bad in [
            png(120, LOGO_BYTES_MAX + 1),
            png(0, 100),
            png(2_001, 100),
            b"GIF89a".to_vec(),
            PNG.to_vec(),
        ] {
            assert_eq!(Logo::try_from(bad), Err(NotALogo));
        }
    }
}
