namespace Platform.ClickHouseHost.Http;

/// <summary>clickhouse-server's HTTP status for an error code, as its exceptionCodeToHTTPStatus has it.</summary>
internal static class HttpStatus
{
    public static int Of(int code) =>
        code switch
        {
            // REQUIRED_PASSWORD
            194 => StatusCodes.Status401Unauthorized,

            // UNKNOWN_USER, WRONG_PASSWORD, AUTHENTICATION_FAILED, SET_NON_GRANTED_ROLE, ACCESS_DENIED
            192 or 193 or 516 or 512 or 497 => StatusCodes.Status403Forbidden,

            // BAD_ARGUMENTS, CANNOT_COMPILE_REGEXP, CANNOT_PARSE_{TEXT, ESCAPE_SEQUENCE, QUOTED_STRING, DATE, DATETIME,
            // NUMBER, DOMAIN_VALUE_FROM_STRING, IPV4, IPV6, INPUT_ASSERTION_FAILED, UUID}
            36 or 427 or 6 or 25 or 26 or 38 or 41 or 72 or 441 or 675 or 676 or 27 or 376 =>
                StatusCodes.Status400BadRequest,

            // DUPLICATE_COLUMN, ILLEGAL_COLUMN, THERE_IS_NO_COLUMN, UNKNOWN_ELEMENT_IN_AST, UNKNOWN_TYPE_OF_AST_NODE,
            // TOO_DEEP_AST, TOO_BIG_AST, UNEXPECTED_AST_STRUCTURE, SYNTAX_ERROR, INCORRECT_DATA, TYPE_MISMATCH,
            // VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE
            15 or 44 or 8 or 37 or 123 or 167 or 168 or 223 or 62 or 117 or 53 or 321 =>
                StatusCodes.Status400BadRequest,

            // UNKNOWN_{TABLE, FUNCTION, IDENTIFIER, TYPE, STORAGE, DATABASE, SETTING, DIRECTION_OF_SORTING,
            // AGGREGATE_FUNCTION, FORMAT, DATABASE_ENGINE, TYPE_OF_QUERY, ROLE}
            60 or 46 or 47 or 50 or 56 or 81 or 115 or 152 or 63 or 73 or 336 or 78 or 511 =>
                StatusCodes.Status404NotFound,

            // QUERY_IS_TOO_LARGE
            229 => StatusCodes.Status413PayloadTooLarge,

            // UNSUPPORTED_MEDIA_TYPE
            779 => StatusCodes.Status415UnsupportedMediaType,

            // NOT_IMPLEMENTED
            48 => StatusCodes.Status501NotImplemented,

            // SOCKET_TIMEOUT, CANNOT_OPEN_FILE, CANNOT_SCHEDULE_TASK
            209 or 76 or 439 => StatusCodes.Status503ServiceUnavailable,

            // HTTP_LENGTH_REQUIRED
            381 => StatusCodes.Status411LengthRequired,

            // TIMEOUT_EXCEEDED
            159 => StatusCodes.Status408RequestTimeout,

            _ => StatusCodes.Status500InternalServerError,
        };
}
