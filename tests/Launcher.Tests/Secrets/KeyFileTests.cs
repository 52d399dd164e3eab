using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Platform.Launcher.Secrets;
using Platform.Launcher.State;

namespace Platform.Launcher.Tests.Secrets;

public sealed class KeyFileTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SuiteLayout _layout;
    private readonly KeyFile _keys;

    public KeyFileTests()
    {
        _layout = new SuiteLayout(_folder["data"]);
        _layout.Create();
        SuiteSecrets.Ensure(_layout);
        _keys = new KeyFile(_layout);
    }

    private string Path => System.IO.Path.Combine(_layout.Secrets, "api-keys.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_key_has_the_permissions_it_was_given_and_only_its_digest_is_kept()
    {
        var key = _keys.Add("research", ["clickhouse:read", "clickhouse:query"]);

        using var file = JsonDocument.Parse(File.ReadAllBytes(Path));
        var keys = file.RootElement.GetProperty("keys").EnumerateArray().ToList();
        keys.Select(one => one.GetProperty("id").GetString()).ShouldBe(["local", "research"]);
        keys[0].GetProperty("permissions")[0].GetString().ShouldBe("*");
        keys[1]
            .GetProperty("permissions")
            .EnumerateArray()
            .Select(one => one.GetString())
            .ShouldBe(["clickhouse:read", "clickhouse:query"]);
        keys[1]
            .GetProperty("sha256")
            .GetString()
            .ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))));
        File.ReadAllText(Path).ShouldNotContain(key);
        File.GetUnixFileMode(Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void Wrong_names_and_permissions_change_nothing()
    {
        _keys.Add("research", ["clickhouse:read"]);
        var before = File.ReadAllText(Path);

        Should
            .Throw<LaunchFailure>(() => _keys.Add("other", ["clickhouse:reed"]))
            .Message.ShouldContain("clickhouse:read,");
        Should
            .Throw<LaunchFailure>(() => _keys.Add("research", ["clickhouse:read"]))
            .Message.ShouldContain("already");
        Should
            .Throw<LaunchFailure>(() => _keys.Remove("nobody"))
            .Message.ShouldContain("local, research");

        File.ReadAllText(Path).ShouldBe(before);
    }

    [Fact]
    public void A_key_that_was_removed_is_not_there()
    {
        _keys.Add("research", ["clickhouse:read"]);
        _keys.Remove("research");

        File.ReadAllText(Path).ShouldNotContain("research");
    }
}
