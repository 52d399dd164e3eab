using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Platform.ServiceDefaults.Tests.Kit;
using Platform.ServiceDefaults.Tests.Probing;

namespace Platform.ServiceDefaults.Tests;

/// <summary>The console is the process's: nothing else may write to it meanwhile.</summary>
[Collection("console")]
public sealed class OptionsTests
{
    [Theory]
    [InlineData("Listen:Url=ftp://x", "Listen:Url is 'ftp://x': it must be http:// or https://")]
    [InlineData("Listen:Url=", "Listen:Url is not set: it must be set")]
    [InlineData("Listen:Url=https://127.0.0.1:0", "https needs Listen:Certificate")]
    [InlineData(
        "Listen:Certificate=/no/such.pem",
        "Listen:Certificate is '/no/such.pem': the file"
    )]
    [InlineData("Listen:Ulr=x", "Listen:Ulr is not a setting; Listen has: Certificate, ")]
    [InlineData(
        "Http2:StreamWindowBytes=12",
        "Http2:StreamWindowBytes is '12': allowed is 65535 to 67108864"
    )]
    [InlineData(
        "Http2:StreamWindowBytes=many",
        "Http2:StreamWindowBytes is 'many': it must be a whole number in range"
    )]
    [InlineData(
        "Http2:KeepAliveDelay=soon",
        "Http2:KeepAliveDelay is 'soon': it must be a duration such as 00:00:05"
    )]
    [InlineData(
        "Drain:Timeout=01:00:00",
        "Drain:Timeout is '01:00:00': allowed is 00:00:00 to 00:10:00"
    )]
    [InlineData(
        "Identity:KeyFile=/no/such/key",
        "Identity:KeyFile is '/no/such/key': the file does not exist"
    )]
    [InlineData("Identity:Name=A B", "Identity:Name is 'A B': allowed are 1 to 63 of a-z")]
    [InlineData(
        "Telemetry:Protocol=Pigeon",
        "Telemetry:Protocol is 'Pigeon': it must be one of Grpc, HttpProtobuf"
    )]
    [InlineData(
        "Peers:Probe=stream:7011",
        "Peers:Probe is 'stream:7011': it must be an address such as http://"
    )]
    [InlineData("Limits:Inner:Count=11", "Limits:Inner:Count is '11': allowed is 1 to 10")]
    [InlineData(
        "Limits:Inner:Cuont=1",
        "Limits:Inner:Cuont is not a setting; Limits:Inner has: Count"
    )]
    [InlineData("Limits:Names:0=x", "Limits:Names:0 is 'x': it must be a whole number in range")]
    [InlineData("Limits:Low=5", "Limits:Low is '5': it must be below Limits:High (3)")]
    [InlineData(
        "Limits:Password=hunter2",
        "Limits:Password is (not shown): allowed are at least 8 characters"
    )]
    public async Task A_wrong_setting_stops_the_process_with_one_line(string setting, string line)
    {
        var (exitCode, stderr) = await RunAsync(setting);
        exitCode.ShouldBe(78);
        stderr.TrimEnd().ShouldNotContain('\n');
        stderr.ShouldStartWith("probe: ");
        stderr.ShouldContain(line);
        stderr.ShouldNotContain("hunter2");
    }

    [Theory]
    [InlineData("AAAA", UnixFileMode.UserRead, "it holds 3 bytes; allowed are exactly 32")]
    [InlineData("not base64!", UnixFileMode.UserRead, "its content is not base64")]
    [InlineData(null, UnixFileMode.UserRead | UnixFileMode.GroupRead, "others than its owner")]
    [InlineData(null, UnixFileMode.UserRead | UnixFileMode.OtherRead, "others than its owner")]
    public async Task A_key_file_that_is_wrong_or_open_to_others_is_refused(
        string? content,
        UnixFileMode mode,
        string line
    )
    {
        var file = Path.GetTempFileName();
        try
        {
            ProbeHost.WriteKey(file);
            if (content is not null)
            {
                await File.WriteAllTextAsync(file, content);
            }
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, mode);
            }
            var (exitCode, stderr) = await RunAsync($"Identity:KeyFile={file}");
            exitCode.ShouldBe(78);
            stderr.ShouldContain(line);
            stderr.ShouldNotContain(content ?? "\n\n");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Every_wrong_setting_has_its_line()
    {
        var (_, stderr) = await RunAsync("Drain:Timeout=-1", "Http2:ConnectionsMax=0");
        var lines = stderr.TrimEnd().Split('\n');
        lines.Length.ShouldBe(2);
        lines.ShouldContain(text => text.Contains("Drain:Timeout", StringComparison.Ordinal));
        lines.ShouldContain(text =>
            text.Contains("Http2:ConnectionsMax", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_taken_port_stops_the_process_with_its_own_code()
    {
        await using var first = await ProbeHost.StartAsync();
        var (exitCode, stderr) = await RunAsync($"Listen:Url={first.Address}");
        exitCode.ShouldBe(69);
        stderr.ShouldBe(
            $"probe: Listen:Url is '{first.Address}': another process already listens there\n"
        );
    }

    private static async Task<(int ExitCode, string Stderr)> RunAsync(params string[] settings)
    {
        await using var host = ProbeHost.Create(
            ["Peers:Probe=http://127.0.0.1:1", .. settings],
            builder =>
            {
                builder.AddPeerClient("Probe", invoker => new Probe.ProbeClient(invoker));
                builder.AddPeer("Probe");
                builder.Services.AddValidatedOptions<LimitsOptions>("Limits");
                builder.Services.AddValidatedOptions<LimitsOptions>("Limits");
            }
        );
        // A setting that is wrongly taken for right would let the process run for ever.
        using var timeout = new CancellationTokenSource(120_000);
        using var stop = timeout.Token.Register(host.App.Lifetime.StopApplication);
        var stderr = new StringWriter();
        var before = Console.Error;
        Console.SetError(stderr);
        try
        {
            return (await host.App.RunPlatformAsync(), stderr.ToString());
        }
        finally
        {
            Console.SetError(before);
        }
    }

    private sealed class LimitsOptions : IValidatableObject
    {
        public InnerOptions Inner { get; set; } = new();

        public List<int> Names { get; set; } = [];

        public int Low { get; set; } = 1;

        public int High { get; set; } = 3;

        [Secret]
        [MinLength(8, ErrorMessage = "allowed are at least 8 characters")]
        public string? Password { get; set; }

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            if (Low >= High)
            {
                yield return new($"it must be below Limits:High ({High})", [nameof(Low)]);
            }
        }
    }

    private sealed class InnerOptions
    {
        [Range(1, 10)]
        public int Count { get; set; } = 1;
    }
}
