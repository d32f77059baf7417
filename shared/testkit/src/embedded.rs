//! DynamoDB inside the test process: the real SDK over the wire, milliseconds to start. It does not
//! emulate transaction conflicts; races of two conditions it does.

use crate::local_aws::{REGION, credentials};
use crate::{SetupError, checkout};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, Projection,
};
use dynoxide::Database;
use runtime::Aws;
use serde_json::Value;

/// An empty database with the tables, as it runs.
pub struct Embedded {
    pub aws: Aws,
    pub url: String,
    /// The database itself, for what would take too long over the wire.
    pub database: Database,
}

/// Starts an empty database with the tables; it lives as long as the test's runtime.
pub async fn start() -> Result<Aws, SetupError> {
    Ok(open().await?.aws)
}

/// The same, with the database itself.
pub async fn open() -> Result<Embedded, SetupError> {
    let failed = |error: String| SetupError::new(error);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    let url = format!("http://{}", listener.local_addr()?);
    let database = Database::memory().map_err(|error| failed(format!("{error:?}")))?;
    tokio::spawn(dynoxide::server::serve_on(listener, database.clone()));
    let aws = Aws::at(REGION.to_owned(), Some(url.clone()), credentials());
    let client = Client::new(&aws.config);
    for table in tables().map_err(failed)? {
        create(&client, &table).await.map_err(failed)?;
    }
    Ok(Embedded { aws, url, database })
}

/// The tables as the template has them: under their names there, with their indexes and what these project.
fn tables() -> Result<Vec<(String, Value)>, String> {
    let template = std::fs::read_to_string(checkout().join("infra/storage.yaml"));
    let template = template.map_err(|error| error.to_string())?;
    // The type of a number is written N, which older YAML takes for a no.
    let options = serde_saphyr::options! { strict_booleans: true };
    let template = serde_saphyr::from_str_with_options(&template, options);
    let template: Value = template.map_err(|error| error.to_string())?;
    let resources = template["Resources"].as_object().into_iter().flatten();
    let tables = resources.filter(|(_, it)| it["Type"] == "AWS::DynamoDB::Table");
    Ok(tables.map(|(name, it)| (name.clone(), it["Properties"].clone())).collect())
}

async fn create(client: &Client, (name, table): &(String, Value)) -> Result<(), String> {
    let mut create = client
        .create_table()
        .table_name(name)
        .billing_mode(BillingMode::PayPerRequest)
        .set_key_schema(Some(keys(&table["KeySchema"])?));
    for attribute in list(&table["AttributeDefinitions"]) {
        let defined = AttributeDefinition::builder()
            .attribute_name(word(&attribute["AttributeName"]))
            .attribute_type(word(&attribute["AttributeType"]).into());
        create = create.attribute_definitions(defined.build().map_err(|it| it.to_string())?);
    }
    for given in list(&table["GlobalSecondaryIndexes"]) {
        create = create.global_secondary_indexes(index(given)?);
    }
    create.send().await.map_err(|error| format!("{error:?}"))?;
    Ok(())
}

fn index(given: &Value) -> Result<GlobalSecondaryIndex, String> {
    let projection = &given["Projection"];
    let attributes = list(&projection["NonKeyAttributes"]).iter().map(|it| word(it).to_owned());
    let attributes = Some(attributes.collect::<Vec<_>>()).filter(|it| !it.is_empty());
    let projection = Projection::builder()
        .projection_type(word(&projection["ProjectionType"]).into())
        .set_non_key_attributes(attributes)
        .build();
    GlobalSecondaryIndex::builder()
        .index_name(word(&given["IndexName"]))
        .set_key_schema(Some(keys(&given["KeySchema"])?))
        .projection(projection)
        .build()
        .map_err(|error| error.to_string())
}

fn keys(schema: &Value) -> Result<Vec<KeySchemaElement>, String> {
    let key = |given: &Value| {
        let key = KeySchemaElement::builder().attribute_name(word(&given["AttributeName"]));
        key.key_type(word(&given["KeyType"]).into()).build().map_err(|error| error.to_string())
    };
    list(schema).iter().map(key).collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
