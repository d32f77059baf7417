//! What a customer's stack shows of the customer.

use crate::house::on_stack;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::ServerSideEncryption;
use reqwest::Method;
use testkit::Clinic;
use testkit::clinic::Answer;
use vault::{Logo, LogoShelf};

const KEY: &str = "brand/logo.png";

/// The smallest picture: two pixels wide and one high.
const LOGO: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x02\0\0\0\x01\x08\x02\0\0\0";

async fn file(clinic: &Clinic, path: &str) -> Answer {
    clinic.send(clinic.request(Method::GET, path)).await.unwrap().expect(200).unwrap()
}

/// By an operator, as the command does it; what is no logo comes by another way.
async fn put_logo(clinic: &Clinic, bytes: Vec<u8>) {
    let bucket = clinic.stack.output("DocumentsBucket").to_owned();
    if let Ok(logo) = Logo::try_from(bytes.clone()) {
        return LogoShelf::new(&clinic.stack.owner(), bucket).put(&logo).await.unwrap();
    }
    let put = s3(clinic).put_object().bucket(bucket).key(KEY).body(ByteStream::from(bytes));
    put.send().await.unwrap();
}

fn s3(clinic: &Clinic) -> aws_sdk_s3::Client {
    let config = &clinic.stack.owner().config;
    let config = aws_sdk_s3::config::Builder::from(config).force_path_style(true).build();
    aws_sdk_s3::Client::from_conf(config)
}

#[test]
fn a_logo_is_shown_once_it_is_there_and_what_is_none_never() {
    on_stack(async |clinic| {
        let none = file(clinic, "/logo.svg").await;
        assert_eq!(none.header("content-type"), Some("image/svg+xml"));
        assert!(!none.body.contains("<image"), "{}", none.body);
        put_logo(clinic, LOGO.to_vec()).await;
        let shown = file(clinic, "/logo.svg").await;
        // No function that shows pages may use the documents' key.
        let bucket = clinic.stack.output("DocumentsBucket");
        let kept = s3(clinic).head_object().bucket(bucket).key(KEY).send().await.unwrap();
        assert_eq!(kept.server_side_encryption(), Some(&ServerSideEncryption::Aes256));
        assert!(shown.body.contains("viewBox=\"0 0 2 1\""), "{}", shown.body);
        assert!(shown.body.contains("href=\"data:image/png;base64,iVBORw0KGgo"), "{}", shown.body);
        for bad in [b"GIF89a".to_vec(), [LOGO, &vec![0; 21 * 1024]].concat()] {
            put_logo(clinic, bad).await;
            assert!(!file(clinic, "/logo.svg").await.body.contains("<image"));
        }
    });
}

#[test]
fn a_browser_keeps_what_every_page_needs_and_no_page() {
    on_stack(async |clinic| {
        let front = file(clinic, "/").await;
        assert_eq!(front.header("cache-control"), Some("no-store"));
        let style = front.body.split("href=\"/style.css").nth(1).unwrap();
        let style = format!("/style.css{}", style.split('"').next().unwrap());
        assert!(style.len() > "/style.css?v=".len(), "its address does not change with it");
        let style = file(clinic, &style).await;
        assert_eq!(style.header("cache-control"), Some("public, max-age=31536000"));
        assert!(style.body.starts_with(":root{--accent:#0b5c57}"), "{}", &style.body[..80]);
        let older = file(clinic, "/style.css?v=00000000").await;
        assert_eq!(older.header("cache-control"), Some("no-store"));
        let legal = front.body.contains("Second Opinion Local");
        assert!(legal && front.body.contains("href=\"tel:02079460000\""), "{}", front.body);
    });
}
