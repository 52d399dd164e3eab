namespace Platform.ClickHouse.Endpoints;

/// <summary>User and password as headers: never in an address, which gets logged.</summary>
internal sealed class Credentials(ClickHouseOptions options)
{
    private readonly string _user = options.User;
    private readonly string _password = options.PasswordFile is { } file
        ? File.ReadAllText(file).TrimEnd()
        : options.Password ?? "";

    public void AddTo(HttpRequestMessage message)
    {
        message.Headers.TryAddWithoutValidation("X-ClickHouse-User", _user);
        if (_password.Length > 0)
        {
            message.Headers.TryAddWithoutValidation("X-ClickHouse-Key", _password);
        }
    }
}
