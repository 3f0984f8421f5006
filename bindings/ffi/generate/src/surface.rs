//! The public surface as a list that is read and compared: every type, field, call and error, in order of name.

use std::fmt::Write;
use uniffi_bindgen::ComponentInterface;
use uniffi_bindgen::interface::{
    Argument, Constructor, Enum, Field, Function, Method, Object, Record, Type,
};

/// Lists a component.
pub fn list(component: &ComponentInterface) -> String {
    let functions = component.function_definitions().iter().map(function);
    let records = component.record_definitions().iter().map(record);
    let objects = component.object_definitions().iter().map(object);
    let enums = component.enum_definitions().iter();
    let enums = enums.map(|shape| variants(shape, component.is_name_used_as_error(shape.name())));
    let mut parts: Vec<String> = functions
        .chain(records)
        .chain(objects)
        .chain(enums)
        .collect();
    parts.sort();
    parts.concat()
}

fn function(function: &Function) -> String {
    let returns = function.return_type();
    let call = call(
        function.name(),
        &function.arguments(),
        returns,
        function.throws_name(),
    );
    format!("fn {call}\n")
}

fn record(record: &Record) -> String {
    let mut text = format!("record {}\n", record.name());
    for field in record.fields() {
        let default = field.default_value().map_or("", |_| ", has a default");
        let _ = writeln!(text, "    {}{default}", named(field));
    }
    text
}

fn object(object: &Object) -> String {
    let kind = if object.has_callback_interface() {
        "trait, implemented by the shell or here"
    } else {
        "object"
    };
    let mut text = format!("{kind} {}\n", object.name());
    for one in object.constructors() {
        let _ = writeln!(text, "    new {}", constructor(one));
    }
    for one in object.methods() {
        let _ = writeln!(text, "    fn {}", method(one));
    }
    text
}

fn variants(shape: &Enum, error: bool) -> String {
    let kind = if error { "error" } else { "enum" };
    let mut text = format!("{kind} {}\n", shape.name());
    for variant in shape.variants() {
        let fields: Vec<String> = variant.fields().iter().map(named).collect();
        let fields = if fields.is_empty() {
            String::new()
        } else {
            format!("({})", fields.join(", "))
        };
        let _ = writeln!(text, "    {}{fields}", variant.name());
    }
    for one in shape.methods() {
        let _ = writeln!(text, "    fn {}", method(one));
    }
    text
}

fn constructor(one: &Constructor) -> String {
    call(one.name(), &one.arguments(), None, one.throws_name())
}

fn method(one: &Method) -> String {
    let returns = one.return_type();
    call(one.name(), &one.arguments(), returns, one.throws_name())
}

fn call(
    name: &str,
    arguments: &[&Argument],
    returns: Option<&Type>,
    throws: Option<&str>,
) -> String {
    let arguments: Vec<String> = arguments.iter().map(|one| argument(one)).collect();
    let mut text = format!("{name}({})", arguments.join(", "));
    if let Some(returns) = returns {
        let _ = write!(text, " -> {}", spelled(returns));
    }
    if let Some(throws) = throws {
        let _ = write!(text, " throws {throws}");
    }
    text
}

fn argument(argument: &Argument) -> String {
    let borrowed = if argument.is_borrowed_bytes() {
        "borrowed "
    } else {
        ""
    };
    let kind = uniffi_bindgen::interface::AsType::as_type(argument);
    format!("{}: {borrowed}{}", argument.name(), spelled(&kind))
}

fn named(field: &Field) -> String {
    let kind = uniffi_bindgen::interface::AsType::as_type(field);
    format!("{}: {}", field.name(), spelled(&kind))
}

fn spelled(kind: &Type) -> String {
    match kind {
        Type::Object { name, .. }
        | Type::Record { name, .. }
        | Type::Enum { name, .. }
        | Type::CallbackInterface { name, .. } => name.clone(),
        Type::Optional { inner_type } => format!("{}?", spelled(inner_type)),
        Type::Sequence { inner_type } => format!("[{}]", spelled(inner_type)),
        Type::Box { inner_type } => spelled(inner_type),
        other => format!("{other:?}").to_lowercase(),
    }
}
