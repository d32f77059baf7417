//! DynamoDB inside the test process: the real SDK over the wire, milliseconds to start. It does not
//! emulate transaction conflicts; races of two conditions it does.

use crate::SetupError;
use crate::local_aws::{REGION, credentials};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
    ProjectionType, ScalarAttributeType,
};
use runtime::Aws;
use std::collections::BTreeMap;

/// The tables of `infra/storage.yaml`, by their names there.
pub const TABLES: [&str; 6] = ["Cases", "Sheets", "Keys", "Access", "Directory", "Ledger"];

/// Their indexes: table, name, key, order and the order's kind.
const INDEXES: [(&str, &str, &str, &str, ScalarAttributeType); 7] = [
    ("Cases", "waiting", "waiting_for", "due", ScalarAttributeType::S),
    ("Cases", "owner", "owner", "due", ScalarAttributeType::S),
    ("Cases", "cover", "cover", "due", ScalarAttributeType::S),
    ("Cases", "wake", "wake_shard", "wake_at", ScalarAttributeType::N),
    ("Cases", "keep", "keep_shard", "keep_until", ScalarAttributeType::N),
    ("Cases", "changed", "changed_on", "pk", ScalarAttributeType::S),
    ("Access", "reads", "read_on", "sk", ScalarAttributeType::S),
];

/// Starts an empty database with the tables; it lives as long as the test's runtime.
pub async fn start() -> Result<Aws, SetupError> {
    let failed = |error: String| SetupError::new(error);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    let database = dynoxide::Database::memory().map_err(|error| failed(format!("{error:?}")))?;
    tokio::spawn(dynoxide::server::serve_on(listener, database));
    let aws = Aws::at(REGION.to_owned(), Some(format!("http://{address}")), credentials());
    let client = Client::new(&aws.config);
    for table in TABLES {
        create(&client, table).await.map_err(failed)?;
    }
    Ok(aws)
}

async fn create(client: &Client, table: &str) -> Result<(), String> {
    let mut create = client
        .create_table()
        .table_name(table)
        .billing_mode(BillingMode::PayPerRequest)
        .set_key_schema(Some(keys("pk", "sk")?));
    let mut attributes = BTreeMap::from([("pk", ScalarAttributeType::S)]);
    attributes.insert("sk", ScalarAttributeType::S);
    for (of, name, hash, range, kind) in INDEXES {
        if of == table {
            attributes.insert(hash, ScalarAttributeType::S);
            attributes.insert(range, kind);
            create = create.global_secondary_indexes(index(name, hash, range)?);
        }
    }
    for (name, kind) in attributes {
        create = create.attribute_definitions(attribute(name, kind)?);
    }
    create.send().await.map_err(|error| format!("{error:?}"))?;
    Ok(())
}

fn index(name: &str, hash: &str, range: &str) -> Result<GlobalSecondaryIndex, String> {
    let all = Projection::builder().projection_type(ProjectionType::All).build();
    GlobalSecondaryIndex::builder()
        .index_name(name)
        .set_key_schema(Some(keys(hash, range)?))
        .projection(all)
        .build()
        .map_err(|error| error.to_string())
}

fn keys(hash: &str, range: &str) -> Result<Vec<KeySchemaElement>, String> {
    let key = |name: &str, kind: KeyType| {
        let key = KeySchemaElement::builder().attribute_name(name).key_type(kind);
        key.build().map_err(|error| error.to_string())
    };
    Ok(vec![key(hash, KeyType::Hash)?, key(range, KeyType::Range)?])
}

fn attribute(name: &str, kind: ScalarAttributeType) -> Result<AttributeDefinition, String> {
    let attribute = AttributeDefinition::builder().attribute_name(name).attribute_type(kind);
    attribute.build().map_err(|error| error.to_string())
}
