using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Platform.Gateway.Tests.Kit;

/// <summary>A directory of the test's own, with the suite's signing key and the file of API keys.</summary>
internal sealed class Workspace : IDisposable
{
    /// <summary>Valid in every workspace.</summary>
    public const string Key = "pk_test_4f1d2c9b7a";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory(
        "platform-gateway-"
    );

    public Workspace()
    {
        File.WriteAllText(KeyFile, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        WriteKeys(("tester", Key, ["*"]));
    }

    public string KeyFile => Path.Combine(_directory.FullName, "identity.key");

    public string ApiKeysFile => Path.Combine(_directory.FullName, "api-keys.json");

    public string PathOf(string name) => Path.Combine(_directory.FullName, name);

    public void WriteKeys(params (string Id, string Key, string[] Permissions)[] keys)
    {
        var content = new
        {
            keys = keys.Select(key => new
            {
                id = key.Id,
                sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.Key))),
                subject = key.Id,
                permissions = key.Permissions,
            }),
        };
        var fresh = ApiKeysFile + ".new";
        File.WriteAllText(fresh, JsonSerializer.Serialize(content));
        File.Move(fresh, ApiKeysFile, overwrite: true);
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
