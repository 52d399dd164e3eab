using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Platform.ClickHouseHost.Engine;

namespace Platform.ClickHouseHost.Http;

/// <summary>
/// The one user and password, given as ClickHouse clients give them: X-ClickHouse-User and X-ClickHouse-Key, or HTTP
/// Basic, or the parameters user and password; one way at a time.
/// </summary>
internal sealed class Credentials
{
    private readonly byte[] user;
    private readonly byte[] password;

    private Credentials(string user, string password)
    {
        this.user = Digest(user);
        this.password = Digest(password);
    }

    /// <summary>Reads the password, from the file if it is open already.</summary>
    /// <exception cref="StartException">The password file can't be read or is empty.</exception>
    public static Credentials Load(EngineHostOptions options, FileStream? opened)
    {
        try
        {
            using var file = new StreamReader(opened ?? File.OpenRead(options.PasswordFile));
            var password = file.ReadToEnd().Trim();
            return password.Length > 0
                ? new Credentials(options.User, password)
                : throw new StartException(
                    $"Host:PasswordFile '{options.PasswordFile}' is empty, but must hold the user's password"
                );
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartException(
                $"Host:PasswordFile '{options.PasswordFile}' can't be read: {error.Message}",
                error
            );
        }
    }

    /// <exception cref="EngineException">AUTHENTICATION_FAILED.</exception>
    public void Check(HttpRequest request)
    {
        var (givenUser, givenPassword) = Given(request);

        // Digests have one length, so that comparing takes the same time whatever was given; and both are compared.
        var matches =
            CryptographicOperations.FixedTimeEquals(Digest(givenUser), user)
            & CryptographicOperations.FixedTimeEquals(Digest(givenPassword), password);
        if (!matches)
        {
            throw Failed(
                $"{givenUser}: Authentication failed: password is incorrect, or there is no user with such name."
            );
        }
    }

    private static (string User, string Password) Given(HttpRequest request)
    {
        var headers = request.Headers;
        var byHeaders =
            headers.ContainsKey("X-ClickHouse-User") || headers.ContainsKey("X-ClickHouse-Key");
        var byBasic = headers.Authorization.Count > 0;
        var byParameters =
            request.Query.ContainsKey("user") || request.Query.ContainsKey("password");
        if ((byHeaders ? 1 : 0) + (byBasic ? 1 : 0) + (byParameters ? 1 : 0) > 1)
        {
            throw Failed(
                "Invalid authentication: give user and password one way only: X-ClickHouse headers, HTTP Basic, or parameters."
            );
        }

        if (byHeaders)
        {
            return (
                headers["X-ClickHouse-User"].FirstOrDefault() ?? "default",
                headers["X-ClickHouse-Key"].FirstOrDefault() ?? ""
            );
        }

        return byBasic
            ? Basic(headers.Authorization.ToString())
            : (
                request.Query["user"].FirstOrDefault() ?? "default",
                request.Query["password"].FirstOrDefault() ?? ""
            );
    }

    private static (string User, string Password) Basic(string header)
    {
        var malformed =
            "Invalid authentication: only the HTTP authorization scheme Basic is supported.";
        if (
            !AuthenticationHeaderValue.TryParse(header, out var value)
            || !value.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)
        )
        {
            throw Failed(malformed);
        }

        var decoded = new byte[value.Parameter?.Length ?? 0];
        if (!Convert.TryFromBase64String(value.Parameter ?? "", decoded, out var length))
        {
            throw Failed("Invalid authentication: HTTP Basic credentials must be base64.");
        }

        var pair = Encoding.UTF8.GetString(decoded, 0, length).Split(':', 2);
        return (pair[0], pair.Length > 1 ? pair[1] : "");
    }

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static EngineException Failed(string reason) =>
        new(ErrorCode.AuthenticationFailed, "AUTHENTICATION_FAILED", reason);
}
