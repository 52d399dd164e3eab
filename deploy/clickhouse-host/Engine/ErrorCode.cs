namespace Platform.ClickHouseHost.Engine;

/// <summary>ClickHouse's error codes that the host raises itself.</summary>
internal static class ErrorCode
{
    public const int BadArguments = 36;
    public const int NotImplemented = 48;
    public const int LogicalError = 49;
    public const int SyntaxError = 62;
    public const int UnknownFormat = 73;
    public const int UnknownSetting = 115;
    public const int ReadOnly = 164;
    public const int TooManySimultaneousQueries = 202;
    public const int SocketTimeout = 209;
    public const int QueryIsTooLarge = 229;
    public const int IntoOutfileNotAllowed = 358;
    public const int TooManyRowsOrBytes = 396;
    public const int SettingConstraintViolation = 452;
    public const int AuthenticationFailed = 516;
    public const int UnsupportedMediaType = 779;
    public const int UnknownException = 1002;
}
