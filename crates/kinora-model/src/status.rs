//! The 47 status codes of the v3 API (its page *Errors*, contract 1.8): one table, used wherever a code is answered.

/// A status code with the HTTP status and the message that clients know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
    /// `status_code`.
    pub code: u32,
    /// The HTTP status of the documentation.
    pub http: u16,
    /// `status_message`. Word for word, for clients compare it.
    pub message: &'static str,
}

const fn status(code: u32, http: u16, message: &'static str) -> Status {
    Status {
        code,
        http,
        message,
    }
}

/// Every status, by code: `STATUSES[n - 1]` has code `n`.
pub const STATUSES: [Status; 47] = [
    status(1, 200, "Success."),
    status(2, 501, "Invalid service: this service does not exist."),
    status(
        3,
        401,
        "Authentication failed: You do not have permissions to access the service.",
    ),
    status(
        4,
        405,
        "Invalid format: This service doesn't exist in that format.",
    ),
    status(
        5,
        422,
        "Invalid parameters: Your request parameters are incorrect.",
    ),
    status(
        6,
        404,
        "Invalid id: The pre-requisite id is invalid or not found.",
    ),
    status(7, 401, "Invalid API key: You must be granted a valid key."),
    status(
        8,
        403,
        "Duplicate entry: The data you tried to submit already exists.",
    ),
    status(
        9,
        503,
        "Service offline: This service is temporarily offline, try again later.",
    ),
    status(
        10,
        401,
        "Suspended API key: Access to your account has been suspended, contact TMDB.",
    ),
    status(
        11,
        500,
        "Internal error: Something went wrong, contact TMDB.",
    ),
    status(12, 201, "The item/record was updated successfully."),
    status(13, 200, "The item/record was deleted successfully."),
    status(14, 401, "Authentication failed."),
    status(15, 500, "Failed."),
    status(16, 401, "Device denied."),
    status(17, 401, "Session denied."),
    status(18, 400, "Validation failed."),
    status(19, 406, "Invalid accept header."),
    status(
        20,
        422,
        "Invalid date range: Should be a range no longer than 14 days.",
    ),
    status(
        21,
        200,
        "Entry not found: The item you are trying to edit cannot be found.",
    ),
    status(
        22,
        400,
        "Invalid page: Pages start at 1 and max at 500. They are expected to be an integer.",
    ),
    status(23, 400, "Invalid date: Format needs to be YYYY-MM-DD."),
    status(
        24,
        504,
        "Your request to the backend server timed out. Try again.",
    ),
    status(
        25,
        429,
        "Your request count (#) is over the allowed limit of (40).",
    ),
    status(26, 400, "You must provide a username and password."),
    status(
        27,
        400,
        "Too many append to response objects: The maximum number of remote calls is 20.",
    ),
    status(
        28,
        400,
        "Invalid timezone: Please consult the documentation for a valid timezone.",
    ),
    status(
        29,
        400,
        "You must confirm this action: Please provide a confirm=true parameter.",
    ),
    status(
        30,
        401,
        "Invalid username and/or password: You did not provide a valid login.",
    ),
    status(
        31,
        401,
        "Account disabled: Your account is no longer active. Contact TMDB if this is an error.",
    ),
    status(
        32,
        401,
        "Email not verified: Your email address has not been verified.",
    ),
    status(
        33,
        401,
        "Invalid request token: The request token is either expired or invalid.",
    ),
    status(34, 404, "The resource you requested could not be found."),
    status(35, 401, "Invalid token."),
    status(
        36,
        401,
        "This token hasn't been granted write permission by the user.",
    ),
    status(37, 404, "The requested session could not be found."),
    status(38, 401, "You don't have permission to edit this resource."),
    status(39, 401, "This resource is private."),
    status(40, 200, "Nothing to update."),
    status(
        41,
        422,
        "This request token hasn't been approved by the user.",
    ),
    status(
        42,
        405,
        "This request method is not supported for this resource.",
    ),
    status(43, 502, "Couldn't connect to the backend server."),
    status(44, 500, "The ID is invalid."),
    status(45, 403, "This user has been suspended."),
    status(
        46,
        503,
        "The API is undergoing maintenance. Try again later.",
    ),
    status(47, 400, "The input is not valid."),
];

impl Status {
    /// The status with this code; code 11 for numbers outside the table.
    pub const fn of(code: u32) -> Status {
        match code {
            1..=47 => STATUSES[code as usize - 1],
            _ => STATUSES[10],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_their_places() {
        for (index, status) in STATUSES.iter().enumerate() {
            assert_eq!(status.code as usize, index + 1);
            assert_eq!(Status::of(status.code), *status);
        }
        assert_eq!(Status::of(0).code, 11);
    }
}
