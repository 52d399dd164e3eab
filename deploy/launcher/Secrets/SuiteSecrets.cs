using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Platform.Launcher.State;

namespace Platform.Launcher.Secrets;

/// <summary>
/// The secrets of one data directory, made at its first start: random, mode 0600, in a folder only the
/// owner enters. The gateway gets only the hash of the API key.
/// </summary>
internal static class SuiteSecrets
{
    private const int SecretBytes = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void Ensure(SuiteLayout layout)
    {
        Keep(layout, "identity.key", () => Convert.ToBase64String(RandomBytes()));
        Keep(layout, "clickhouse.password", () => Convert.ToHexStringLower(RandomBytes()));
        Keep(layout, "api.key", () => "pk_local_" + Convert.ToHexStringLower(RandomBytes()));
        Keep(layout, "api-keys.json", () => HashedKeys(ApiKey(layout)));
    }

    public static string ApiKey(SuiteLayout layout)
    {
        var path = Path.Combine(layout.Secrets, "api.key");
        return File.Exists(path)
            ? File.ReadAllText(path).Trim()
            : throw new LaunchFailure(
                $"there is no API key in {layout.Secrets} yet: './platform up' makes it"
            );
    }

    // 256 random bits can't be guessed, so a plain digest is enough and the gateway can check it fast.
    private static string HashedKeys(string key) =>
        JsonSerializer.Serialize(
            new
            {
                keys = new[]
                {
                    new
                    {
                        id = "local",
                        sha256 = Convert.ToHexStringLower(
                            SHA256.HashData(Encoding.UTF8.GetBytes(key))
                        ),
                        subject = "local",
                        permissions = Everything,
                    },
                },
            },
            Indented
        );

    private static readonly string[] Everything = ["*"];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static byte[] RandomBytes() => RandomNumberGenerator.GetBytes(SecretBytes);

    private static void Keep(SuiteLayout layout, string name, Func<string> make)
    {
        var path = Path.Combine(layout.Secrets, name);
        if (File.Exists(path))
            return;
        // Written beside and renamed: a half-written secret would be worse than none.
        var fresh = path + ".new";
        File.Delete(fresh);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        };
        using (var file = new StreamWriter(fresh, options))
            file.Write(make() + "\n");
        File.Move(fresh, path);
    }
}
