using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Platform.Interop.Kit;

/// <summary>The signing key and the one API key of a run, in files as the suite keeps them.</summary>
internal sealed class Secrets : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory(
        "platform-interop-"
    );

    public Secrets()
    {
        WritePrivate(SigningKeyFile, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        var keys = new
        {
            keys = new[]
            {
                new
                {
                    id = "interop",
                    sha256 = Convert.ToHexStringLower(
                        SHA256.HashData(Encoding.UTF8.GetBytes(ApiKey))
                    ),
                    subject = "interop",
                    permissions = new[] { "*" },
                },
            },
        };
        WritePrivate(ApiKeysFile, JsonSerializer.Serialize(keys));
    }

    public string ApiKey { get; } =
        $"pk_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";

    public string SigningKeyFile => Path.Combine(_directory.FullName, "identity.key");

    public string ApiKeysFile => Path.Combine(_directory.FullName, "api-keys.json");

    public void Dispose() => _directory.Delete(recursive: true);

    private static void WritePrivate(string path, string content)
    {
        File.WriteAllText(path, content);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
