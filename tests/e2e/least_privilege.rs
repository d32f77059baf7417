//! Least privilege, tried with the deployed roles themselves.

use crate::house::after_the_walk;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_dynamodb::types::AttributeValue;
use aws_sdk_kms::primitives::Blob;
use std::collections::HashMap;
use testkit::Stack;
use testkit::local_aws::REGION;

/// The SDK with the rights of a deployed function.
async fn as_role(stack: &Stack, output: &str) -> SdkConfig {
    let role = stack.output(output);
    let form = format!(
        "Action=AssumeRole&Version=2011-06-15&RoleSessionName=test&RoleArn=arn:aws:iam::000000000000:role/{role}"
    );
    let xml = stack.aws.query("sts", &form).await.unwrap();
    let part = |tag: &str| {
        let (_, rest) = xml.split_once(&format!("<{tag}>")).unwrap();
        rest.split_once('<').unwrap().0.to_owned()
    };
    let (id, secret, token) = (part("AccessKeyId"), part("SecretAccessKey"), part("SessionToken"));
    let credentials = Credentials::new(id, secret, Some(token), None, "role");
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new(REGION))
        .endpoint_url(stack.aws.endpoint())
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .build()
}

async fn may_read_table(config: &SdkConfig, table: &str, case: &str) -> bool {
    let key = HashMap::from([
        ("pk".to_owned(), AttributeValue::S(format!("CASE#{case}"))),
        ("sk".to_owned(), AttributeValue::S("KEYS".to_owned())),
    ]);
    let client = aws_sdk_dynamodb::Client::new(config);
    let got = client.get_item().table_name(table).set_key(Some(key)).send().await.is_ok();
    let asked = client
        .query()
        .table_name(table)
        .key_condition_expression("pk = :pk")
        .expression_attribute_values(":pk", AttributeValue::S(format!("CASE#{case}")))
        .send()
        .await
        .is_ok();
    got || asked
}

/// A wrapped key of the case under one of the two KMS keys, with the context it was made with.
async fn may_unwrap(stack: &Stack, config: &SdkConfig, class: &str, case: &str) -> bool {
    let keys = store::Keys::new(&stack.owner(), stack.output("KeysTable").to_owned());
    let wrapped = keys.load(&case.parse().unwrap()).await.unwrap().unwrap();
    let (blob, key) = match class {
        "contact" => (wrapped.contact, stack.output("ContactKey")),
        _ => (wrapped.clinical, stack.output("ClinicalKey")),
    };
    let context = [
        ("app", "second-opinion"),
        ("stack", testkit::stack::STACK),
        ("case", case),
        ("class", class),
    ];
    let context = context.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let client = aws_sdk_kms::Client::new(config);
    let asked = client.decrypt().key_id(key).ciphertext_blob(Blob::new(blob));
    asked.set_encryption_context(Some(context.into())).send().await.is_ok()
}

async fn may_read_document(stack: &Stack, config: &SdkConfig) -> bool {
    let bucket = stack.output("DocumentsBucket");
    let s3 = |config: &SdkConfig| {
        let config = aws_sdk_s3::config::Builder::from(config).force_path_style(true).build();
        aws_sdk_s3::Client::from_conf(config)
    };
    let owner = s3(&stack.owner().config);
    let listed = owner.list_objects_v2().bucket(bucket).prefix("clean/").send().await.unwrap();
    let key = listed.contents()[0].key().unwrap().to_owned();
    s3(config).get_object().bucket(bucket).key(key).send().await.is_ok()
}

#[test]
fn billing_reaches_no_sheet_no_key_and_no_document() {
    after_the_walk(async |clinic, walked| {
        let (stack, case) = (&clinic.stack, walked.case.as_str());
        let billing = as_role(stack, "BillingRole").await;
        assert!(!may_read_table(&billing, stack.output("SheetsTable"), case).await);
        assert!(!may_read_table(&billing, stack.output("KeysTable"), case).await);
        assert!(!may_unwrap(stack, &billing, "contact", case).await);
        assert!(!may_unwrap(stack, &billing, "clinical", case).await);
        assert!(!may_read_document(stack, &billing).await);
        // What it is there for, it may: else every refusal above could be a broken role.
        assert!(may_read_table(&billing, stack.output("CasesTable"), case).await);
    });
}

#[test]
fn notify_reaches_nothing_clinical() {
    after_the_walk(async |clinic, walked| {
        let (stack, case) = (&clinic.stack, walked.case.as_str());
        let notify = as_role(stack, "NotifyRole").await;
        assert!(!may_unwrap(stack, &notify, "clinical", case).await);
        assert!(!may_read_document(stack, &notify).await);
        assert!(may_unwrap(stack, &notify, "contact", case).await);
    });
}

#[test]
fn report_may_read_what_others_may_not() {
    after_the_walk(async |clinic, walked| {
        let (stack, case) = (&clinic.stack, walked.case.as_str());
        let report = as_role(stack, "ReportRole").await;
        assert!(may_read_document(stack, &report).await);
        assert!(may_unwrap(stack, &report, "clinical", case).await);
        assert!(!may_read_table(&report, stack.output("LedgerTable"), case).await);
    });
}

/// Tries to write the directory's entry of nobody, and to delete it.
async fn may_write(config: &SdkConfig, table: &str) -> bool {
    let key = HashMap::from([
        ("pk".to_owned(), AttributeValue::S("STAFF#nobody".to_owned())),
        ("sk".to_owned(), AttributeValue::S("SELF".to_owned())),
    ]);
    let client = aws_sdk_dynamodb::Client::new(config);
    let put = client.put_item().table_name(table).set_item(Some(key.clone())).send().await;
    let update = client.update_item().table_name(table).set_key(Some(key.clone())).send().await;
    let delete = client.delete_item().table_name(table).set_key(Some(key)).send().await;
    put.is_ok() || update.is_ok() || delete.is_ok()
}

#[test]
fn nobody_but_the_directory_writes_who_has_authority_and_it_reads_no_case() {
    after_the_walk(async |clinic, walked| {
        let (stack, case) = (&clinic.stack, walked.case.as_str());
        let table = stack.output("DirectoryTable");
        for function in testkit::tools::FUNCTIONS {
            let word = format!("{}{}Role", function[..1].to_uppercase(), &function[1..]);
            let config = as_role(stack, &word).await;
            assert_eq!(may_write(&config, table).await, function == "directory", "{function}");
        }
        let directory = as_role(stack, "DirectoryRole").await;
        for table in ["CasesTable", "SheetsTable", "KeysTable", "AccessTable", "LedgerTable"] {
            assert!(!may_read_table(&directory, stack.output(table), case).await, "{table}");
        }
        assert!(!may_unwrap(stack, &directory, "contact", case).await);
        assert!(!may_read_document(stack, &directory).await);
    });
}

#[test]
fn only_billing_writes_cover_and_only_scheduling_and_keeping_write_slots() {
    after_the_walk(async |clinic, _| {
        let stack = &clinic.stack;
        for function in testkit::tools::FUNCTIONS {
            let word = format!("{}{}Role", function[..1].to_uppercase(), &function[1..]);
            let config = as_role(stack, &word).await;
            let cover = may_write(&config, stack.output("CoverTable")).await;
            assert_eq!(cover, function == "billing", "{function}");
            let slots = may_write(&config, stack.output("SlotsTable")).await;
            assert_eq!(slots, matches!(function, "scheduling" | "keeping"), "{function}");
        }
    });
}
