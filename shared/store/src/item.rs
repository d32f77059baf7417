//! The attributes of an item: how they are written, and how they are read back.

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use runtime::Fault;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;

pub(crate) type Item = HashMap<String, AttributeValue>;

pub(crate) fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

pub(crate) fn number(value: impl std::fmt::Display) -> AttributeValue {
    AttributeValue::N(format!("{value}"))
}

pub(crate) fn bytes(value: impl Into<Vec<u8>>) -> AttributeValue {
    AttributeValue::B(Blob::new(value))
}

/// An item with nothing but its key. `with` adds attributes.
pub(crate) fn keyed(pk: impl Into<String>, sk: impl Into<String>) -> Item {
    Item::from([("pk".to_owned(), text(pk)), ("sk".to_owned(), text(sk))])
}

pub(crate) fn with(mut item: Item, name: &str, value: AttributeValue) -> Item {
    item.insert(name.to_owned(), value);
    item
}

/// A value as one text attribute, serialised.
pub(crate) fn json<T: Serialize>(doing: &'static str, value: &T) -> Result<AttributeValue, Fault> {
    json_text(doing, value).map(text)
}

pub(crate) fn json_text<T: Serialize>(doing: &'static str, value: &T) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|_| Fault::broken(doing, "the value cannot be serialised"))
}

pub(crate) fn read_text<'a>(
    doing: &'static str,
    item: &'a Item,
    name: &str,
) -> Result<&'a str, Fault> {
    match item.get(name) {
        Some(AttributeValue::S(value)) => Ok(value),
        _ => Err(Fault::broken(doing, format!("{name} is missing"))),
    }
}

pub(crate) fn read_number(doing: &'static str, item: &Item, name: &str) -> Result<u64, Fault> {
    let Some(AttributeValue::N(value)) = item.get(name) else {
        return Err(Fault::broken(doing, format!("{name} is missing")));
    };
    value.parse().map_err(|_| Fault::broken(doing, format!("{name} is not a number")))
}

pub(crate) fn read_bytes<'a>(
    doing: &'static str,
    item: &'a Item,
    name: &str,
) -> Result<&'a [u8], Fault> {
    match item.get(name) {
        Some(AttributeValue::B(value)) => Ok(value.as_ref()),
        _ => Err(Fault::broken(doing, format!("{name} is missing"))),
    }
}

/// The cause of a fault names the attribute and the column of the error, never what the attribute
/// says.
pub(crate) fn read_json<T: DeserializeOwned>(
    doing: &'static str,
    item: &Item,
    name: &str,
) -> Result<T, Fault> {
    let written = read_text(doing, item, name)?;
    serde_json::from_str(written).map_err(|error| {
        Fault::broken(doing, format!("{name} is unreadable at column {}", error.column()))
    })
}
