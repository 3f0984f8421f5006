//! The OpenAPI file, as far as tests read it.

use serde_json::Value;
use std::path::Path;

/// An operation of the contract.
pub struct Operation {
    pub id: String,
    pub method: String,
    pub path: String,
    pub is_public: bool,
}

/// All operations.
pub fn operations() -> Vec<Operation> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../contract/openapi.yaml");
    let text = std::fs::read_to_string(file).expect("the contract");
    let contract: Value = serde_saphyr::from_str(&text).expect("YAML");
    let paths = contract["paths"].as_object().expect("paths");
    let mut operations = vec![];
    for (path, methods) in paths {
        for (method, operation) in methods.as_object().expect("methods") {
            let Some(id) = operation["operationId"].as_str() else {
                assert_eq!(method, "parameters");
                continue;
            };
            operations.push(Operation {
                id: id.to_owned(),
                method: method.to_uppercase(),
                path: path.clone(),
                is_public: operation["security"] == Value::Array(vec![]),
            });
        }
    }
    operations
}

impl Operation {
    /// Whether a path is one of this operation's.
    pub fn fits(&self, path: &str) -> bool {
        let path = path.split('?').next().unwrap_or_default();
        let (pattern, path) = (self.path.split('/'), path.split('/'));
        pattern.clone().count() == path.clone().count()
            && pattern
                .zip(path)
                .all(|(pattern, part)| pattern.starts_with('{') || pattern == part)
    }
}
