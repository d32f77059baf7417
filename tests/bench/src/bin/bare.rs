//! A function that only makes the SDK's calls of another one, as they were recorded: the requests of the file
//! `CALLS`, one for each time it is invoked. What the other costs beyond this is its own work.
//!
//! Conditions are left out, or they would fail the second time.

use aws_credential_types::Credentials;
use aws_sdk_dynamodb::operation::batch_get_item::builders::BatchGetItemInputBuilder;
use aws_sdk_dynamodb::operation::get_item::builders::GetItemInputBuilder;
use aws_sdk_dynamodb::operation::put_item::builders::PutItemInputBuilder;
use aws_sdk_dynamodb::operation::query::builders::QueryInputBuilder;
use aws_sdk_dynamodb::operation::transact_write_items::builders::TransactWriteItemsInputBuilder;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemInputBuilder;
use aws_sdk_dynamodb::types::{
    AttributeValue, ConditionCheck, Delete, KeysAndAttributes, Put, TransactWriteItem, Update,
};
use aws_sdk_kms::primitives::Blob;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bench::recorded::Call;
use futures::future::{BoxFuture, FutureExt, try_join_all};
use lambda_runtime::{Error, LambdaEvent, service_fn};
use runtime::{Aws, Settings};
use serde_json::{Value, json};
use std::cell::Cell;
use std::collections::HashMap;
use std::future::Future;

/// True of every item: a check keeps its place in a transaction.
const ALWAYS: &str = "attribute_exists(pk) OR attribute_not_exists(pk)";

/// A call that is ready to be sent.
#[derive(Clone)]
enum Ready {
    Get(GetItemInputBuilder),
    Query(QueryInputBuilder),
    Batch(BatchGetItemInputBuilder),
    Put(PutItemInputBuilder),
    Update(UpdateItemInputBuilder),
    Transact(TransactWriteItemsInputBuilder),
    Kms(String, Value),
}

struct Clients {
    dynamodb: aws_sdk_dynamodb::Client,
    kms: aws_sdk_kms::Client,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let aws = aws()?;
    let clients = Clients {
        dynamodb: aws_sdk_dynamodb::Client::new(&aws.config),
        kms: aws_sdk_kms::Client::new(&aws.config),
    };
    let written = std::fs::read(Settings.required("CALLS")?)?;
    let recorded: Vec<Vec<Vec<Call>>> = serde_json::from_slice(&written)?;
    let ready = recorded
        .iter()
        .map(|request| request.iter().map(|step| step.iter().map(ready).collect()).collect());
    let ready: Vec<Vec<Vec<Ready>>> = ready.collect();
    let next = Cell::new(0);
    let (clients, ready, next) = (&clients, &ready, &next);
    lambda_runtime::run(service_fn(move |_: LambdaEvent<Value>| async move {
        let request = &ready[next.get() % ready.len()];
        next.set(next.get() + 1);
        for step in request {
            try_join_all(step.iter().cloned().map(|call| send(clients, call))).await?;
        }
        Ok::<_, Error>(json!({"statusCode": 200, "body": ""}))
    }))
    .await
}

/// As every function has it, or trusting the stand-in that answers over HTTPS.
fn aws() -> Result<Aws, Error> {
    let Some(roots) = Settings.optional("TRUSTED_ROOTS") else {
        return Ok(Aws::from_environment(Settings)?);
    };
    let key = Credentials::new("bench", "bench", None, None, "bench");
    let (region, endpoint) =
        (Settings.required("AWS_REGION")?, Settings.optional("AWS_ENDPOINT_URL"));
    Ok(Aws::trusting(&std::fs::read(roots)?, region, endpoint, key))
}

fn send(clients: &Clients, call: Ready) -> BoxFuture<'_, Result<(), Error>> {
    let Clients { dynamodb, kms } = clients;
    match call {
        Ready::Get(call) => sent(call.send_with(dynamodb)).boxed(),
        Ready::Query(call) => sent(call.send_with(dynamodb)).boxed(),
        Ready::Batch(call) => sent(call.send_with(dynamodb)).boxed(),
        Ready::Put(call) => sent(call.send_with(dynamodb)).boxed(),
        Ready::Update(call) => sent(call.send_with(dynamodb)).boxed(),
        Ready::Transact(call) => sent(call.send_with(dynamodb)).boxed(),
        Ready::Kms(operation, body) => ask_kms(kms, operation, body).boxed(),
    }
}

async fn sent<T, E>(call: impl Future<Output = Result<T, E>>) -> Result<(), Error>
where
    Error: From<E>,
{
    call.await?;
    Ok(())
}

async fn ask_kms(kms: &aws_sdk_kms::Client, operation: String, body: Value) -> Result<(), Error> {
    let key = body["KeyId"].as_str().map(str::to_owned);
    let context = body["EncryptionContext"].as_object().map(words);
    let spec = body["KeySpec"].as_str().map(Into::into);
    match operation.as_str() {
        "GenerateDataKey" => {
            let call = kms.generate_data_key().set_key_id(key).set_encryption_context(context);
            call.set_key_spec(spec).send().await?;
        }
        "GenerateDataKeyWithoutPlaintext" => {
            let call = kms.generate_data_key_without_plaintext().set_key_id(key);
            call.set_encryption_context(context).set_key_spec(spec).send().await?;
        }
        "Decrypt" => {
            let wrapped = Blob::new(bytes(&body["CiphertextBlob"]));
            let call = kms.decrypt().set_key_id(key).set_encryption_context(context);
            call.ciphertext_blob(wrapped).send().await?;
        }
        other => return Err(format!("{other} of KMS is not known here").into()),
    }
    Ok(())
}

fn ready(call: &Call) -> Ready {
    let body = &call.body;
    match call.operation.as_str() {
        "GetItem" => Ready::Get(
            GetItemInputBuilder::default()
                .set_table_name(word(body, "TableName"))
                .set_key(Some(item(&body["Key"])))
                .set_consistent_read(body["ConsistentRead"].as_bool()),
        ),
        "Query" => Ready::Query(query(body)),
        "BatchGetItem" => Ready::Batch(batch(body)),
        "PutItem" => Ready::Put(
            PutItemInputBuilder::default()
                .set_table_name(word(body, "TableName"))
                .set_item(Some(item(&body["Item"]))),
        ),
        "UpdateItem" => {
            let (names, values) = used(body, &["UpdateExpression"]);
            Ready::Update(
                UpdateItemInputBuilder::default()
                    .set_table_name(word(body, "TableName"))
                    .set_key(Some(item(&body["Key"])))
                    .set_update_expression(word(body, "UpdateExpression"))
                    .set_expression_attribute_names(names)
                    .set_expression_attribute_values(values),
            )
        }
        "TransactWriteItems" => {
            let writes = body["TransactItems"].as_array().into_iter().flatten().map(write);
            Ready::Transact(
                TransactWriteItemsInputBuilder::default()
                    .set_transact_items(Some(writes.collect())),
            )
        }
        other => Ready::Kms(other.to_owned(), body.clone()),
    }
}

fn query(body: &Value) -> QueryInputBuilder {
    let (names, values) =
        used(body, &["KeyConditionExpression", "FilterExpression", "ProjectionExpression"]);
    let limit = body["Limit"].as_i64().and_then(|limit| i32::try_from(limit).ok());
    QueryInputBuilder::default()
        .set_table_name(word(body, "TableName"))
        .set_index_name(word(body, "IndexName"))
        .set_key_condition_expression(word(body, "KeyConditionExpression"))
        .set_filter_expression(word(body, "FilterExpression"))
        .set_projection_expression(word(body, "ProjectionExpression"))
        .set_limit(limit)
        .set_consistent_read(body["ConsistentRead"].as_bool())
        .set_scan_index_forward(body["ScanIndexForward"].as_bool())
        .set_expression_attribute_names(names)
        .set_expression_attribute_values(values)
}

fn batch(body: &Value) -> BatchGetItemInputBuilder {
    let mut call = BatchGetItemInputBuilder::default();
    for (table, asked) in body["RequestItems"].as_object().into_iter().flatten() {
        let keys = asked["Keys"].as_array().into_iter().flatten().map(item);
        let asked = KeysAndAttributes::builder().set_keys(Some(keys.collect()));
        let asked = asked.consistent_read(true).build().expect("keys were recorded");
        call = call.request_items(table, asked);
    }
    call
}

fn write(body: &Value) -> TransactWriteItem {
    let write = TransactWriteItem::builder();
    let part = |name: &str| body.get(name).filter(|part| part.is_object());
    let whole = "a recorded write is whole";
    if let Some(part) = part("Put") {
        let put = Put::builder().set_table_name(word(part, "TableName"));
        return write.put(put.set_item(Some(item(&part["Item"]))).build().expect(whole)).build();
    }
    if let Some(part) = part("Update") {
        let (names, values) = used(part, &["UpdateExpression"]);
        let update = Update::builder()
            .set_table_name(word(part, "TableName"))
            .set_key(Some(item(&part["Key"])))
            .set_update_expression(word(part, "UpdateExpression"))
            .set_expression_attribute_names(names)
            .set_expression_attribute_values(values);
        return write.update(update.build().expect(whole)).build();
    }
    if let Some(part) = part("Delete") {
        let delete = Delete::builder().set_table_name(word(part, "TableName"));
        return write
            .delete(delete.set_key(Some(item(&part["Key"]))).build().expect(whole))
            .build();
    }
    let part = &body["ConditionCheck"];
    let check = ConditionCheck::builder()
        .set_table_name(word(part, "TableName"))
        .set_key(Some(item(&part["Key"])))
        .condition_expression(ALWAYS);
    write.condition_check(check.build().expect(whole)).build()
}

type Names = Option<HashMap<String, String>>;
type Values = Option<HashMap<String, AttributeValue>>;

/// The placeholders that those expressions still use.
fn used(body: &Value, expressions: &[&str]) -> (Names, Values) {
    let text: String = expressions.iter().filter_map(|name| body[*name].as_str()).collect();
    let names = body["ExpressionAttributeNames"].as_object().map(words);
    let names =
        names.map(|names| names.into_iter().filter(|(name, _)| text.contains(name)).collect());
    let values = body.get("ExpressionAttributeValues").map(item);
    let values =
        values.map(|values| values.into_iter().filter(|(name, _)| text.contains(name)).collect());
    (
        names.filter(|used: &HashMap<_, _>| !used.is_empty()),
        values.filter(|used: &HashMap<_, _>| !used.is_empty()),
    )
}

fn word(body: &Value, name: &str) -> Option<String> {
    body[name].as_str().map(str::to_owned)
}

fn words(map: &serde_json::Map<String, Value>) -> HashMap<String, String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    map.iter().map(|(name, value)| (name.clone(), text(value))).collect()
}

fn item(body: &Value) -> HashMap<String, AttributeValue> {
    let attributes = body.as_object().into_iter().flatten();
    attributes.map(|(name, value)| (name.clone(), attribute(value))).collect()
}

/// Of the kinds that our tables have: text, numbers, bytes.
fn attribute(value: &Value) -> AttributeValue {
    if let Some(text) = value["S"].as_str() {
        return AttributeValue::S(text.to_owned());
    }
    if let Some(number) = value["N"].as_str() {
        return AttributeValue::N(number.to_owned());
    }
    AttributeValue::B(aws_sdk_dynamodb::primitives::Blob::new(bytes(&value["B"])))
}

fn bytes(value: &Value) -> Vec<u8> {
    BASE64_STANDARD.decode(value.as_str().unwrap_or_default()).unwrap_or_default()
}
