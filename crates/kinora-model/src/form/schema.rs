//! The JSON schema of a form.

use serde_json::{Map, Value, json};

use super::{Field, Form, LARGEST_ID};

/// The JSON schema of what this form takes. What depends on the catalogue is left to the check.
pub fn schema(form: &Form) -> Value {
    match form {
        Form::Flag => json!({"type": "boolean"}),
        Form::Line(most) | Form::Prose(most) => json!({"type": "string", "maxLength": most}),
        Form::Whole(least, most) => json!({"type": "integer", "minimum": least, "maximum": most}),
        Form::Date => json!({"type": "string", "format": "date"}),
        Form::Moment => json!({"type": "string", "format": "date-time"}),
        Form::Language => json!({"type": "string", "description": "ISO 639-1"}),
        Form::Country => json!({"type": "string", "description": "ISO 3166-1"}),
        Form::Locale => json!({"type": "string", "pattern": "^[a-z]{2}-[A-Z]{2}$"}),
        Form::Word(words) => json!({"type": "string", "enum": words}),
        Form::Number(numbers) => json!({"type": "integer", "enum": numbers}),
        Form::Genre => json!({"type": "integer", "description": "A genre"}),
        Form::Certification => json!({"type": "string", "description": "A certification"}),
        Form::Picture => json!({"type": "string", "description": "The name of an image"}),
        Form::Address => json!({"type": "string", "maxLength": 2000}),
        Form::Hex => json!({"type": "string", "pattern": "^[0-9a-f]{24}$"}),
        Form::Imdb => json!({"type": "string", "description": "An id of IMDb"}),
        Form::Elsewhere => json!({"type": "string", "maxLength": 100}),
        Form::Credit => json!({"type": "string", "description": "The id of a credit"}),
        Form::Id(kind) => json!({
            "type": "integer", "maximum": LARGEST_ID,
            "description": format!("The id of a {}", kind.name()),
        }),
        Form::Entity(kinds) => {
            let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
            json!({
                "type": "object", "required": ["kind", "id"], "additionalProperties": false,
                "properties": {"kind": {"enum": names}, "id": {"type": "integer"}},
            })
        }
        Form::List(item, most, _) | Form::Bag(item, most) => {
            json!({"type": "array", "maxItems": most, "items": schema(item)})
        }
        Form::Record(fields) => record(fields),
        Form::ByCountry(item) => json!({"type": "object", "additionalProperties": schema(item)}),
    }
}

fn record(fields: &[Field]) -> Value {
    let properties = fields.iter().map(|field| {
        let mut told = schema(&field.form);
        // Null is the same as nothing.
        if !field.required
            && let Some(Value::String(name)) = told.get("type").cloned()
            && told.get("enum").is_none()
        {
            told["type"] = json!([name, "null"]);
        }
        (field.name.to_owned(), told)
    });
    let required: Vec<&str> = fields
        .iter()
        .filter(|field| field.required)
        .map(|field| field.name)
        .collect();
    let mut schema = json!({
        "type": "object",
        "properties": properties.collect::<Map<String, Value>>(),
        "additionalProperties": false,
    });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}
