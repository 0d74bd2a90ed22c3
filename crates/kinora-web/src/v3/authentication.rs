//! The operations of authentication that need no account (contract 3.1).

use kinora_model::status::Status;
use schemars::JsonSchema;
use serde::Serialize;

use super::operation::{Call, Operation};

/// The operations.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get(
            "/authentication",
            "Whether the key or token is valid",
            &[],
            async |_: Call| Ok(Success::of(Status::of(1))),
        )
        .kept_for(0),
    ]
}

/// A success that tells its status.
#[derive(Serialize, JsonSchema)]
struct Success {
    success: bool,
    status_code: u32,
    status_message: &'static str,
}

impl Success {
    fn of(status: Status) -> Success {
        Success {
            success: true,
            status_code: status.code,
            status_message: status.message,
        }
    }
}
