namespace Platform.ClickHouse.Tests;

public sealed class ClickHouseOptionsTests
{
    private static readonly Uri Somewhere = new("http://127.0.0.1:7020");

    [Fact]
    public void Defaults_with_an_endpoint_are_well() =>
        new ClickHouseOptions { Endpoints = [Somewhere] }
            .Problems()
            .ShouldBeEmpty();

    [Fact]
    public void Every_problem_names_the_key_the_value_and_what_is_allowed()
    {
        var options = new ClickHouseOptions
        {
            Endpoints = [new("http://user:secret@host:1"), new("ftp://host")],
            User = " ",
            Password = "a",
            PasswordFile = "/nowhere/at/all",
            MinConnections = 20,
            MaxConnections = 0,
            ConnectTimeout = TimeSpan.Zero,
            Retry = new() { Attempts = 0 },
            Breaker = new() { FailureRatio = 2, MaxProbe = TimeSpan.FromMilliseconds(1) },
        };
        var problems = options.Problems();
        problems.ShouldContain(p => p.StartsWith("ClickHouse:Endpoints:0 "));
        problems.ShouldContain(p => p.StartsWith("ClickHouse:Endpoints:1 "));
        problems.ShouldContain("ClickHouse:User is empty; a name is needed.");
        problems.ShouldContain("ClickHouse:MaxConnections is 0; allowed is 1 to 1000.");
        problems.ShouldContain("ClickHouse:MinConnections is 20; allowed is 0 to 0.");
        problems.ShouldContain(
            "ClickHouse:ConnectTimeout is 00:00:00; allowed is over 00:00:00 to 00:05:00."
        );
        problems.ShouldContain("ClickHouse:Retry:Attempts is 0; allowed is 1 to 20.");
        problems.ShouldContain("ClickHouse:Breaker:FailureRatio is 2; allowed is over 0 to 1.");
        problems.ShouldContain(p => p.Contains("MaxProbe"));
        problems.ShouldContain(p => p.Contains("both given"));
        problems.ShouldContain(p => p.Contains("/nowhere/at/all"));
        problems.ShouldNotContain(p => p.Contains("secret"));
        Should
            .Throw<ArgumentException>(() => new ClickHouseClient(options))
            .Message.ShouldContain("ClickHouse:Endpoints:0");
    }

    [Fact]
    public void An_endpoint_is_needed() =>
        new ClickHouseOptions()
            .Problems()
            .Single()
            .ShouldContain("ClickHouse:Endpoints has 0 entries");
}
