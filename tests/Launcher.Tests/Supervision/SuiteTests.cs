using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Platform.Launcher.Manifest;
using Platform.Launcher.Processes;
using Platform.Launcher.State;
using Platform.Launcher.Supervision;

namespace Platform.Launcher.Tests.Supervision;

public sealed class SuiteTests : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Start_returns_when_all_is_healthy_and_stop_leaves_no_process()
    {
        var suite = await Fakes.StartAsync(_data, ("one", "healthy-after=300"), ("two", ""));
        var processes = suite.Services.Select(service => service.Identity!.Value).ToList();

        suite.Services.ShouldAllBe(service => service.Status == ServiceStatus.Healthy);
        processes.ShouldAllBe(process => process.IsAlive);
        await suite.DisposeAsync();

        processes.ShouldAllBe(process => !process.IsAlive);
        RunState.Read(suite.Layout)!.Phase.ShouldBe(SuitePhase.Stopped);
    }

    [Fact]
    public async Task What_is_needed_starts_first_and_stops_last()
    {
        var journal = _data["journal"];
        var suite = await Fakes.StartAsync(
            _data,
            ("engine", $"journal={journal} healthy-after=400"),
            ("service", $"journal={journal} needs:engine")
        );
        var engine = suite["engine"].Plan.Endpoints["http"].Port;
        var service = suite["service"].Plan.Endpoints["http"].Port;
        await suite.DisposeAsync();

        (await File.ReadAllLinesAsync(journal)).ShouldBe([
            $"start {engine}",
            $"start {service}",
            $"stop {service}",
            $"stop {engine}",
        ]);
    }

    [Fact]
    public async Task What_dies_is_started_again_and_its_death_is_said()
    {
        var said = new ConcurrentQueue<string>();
        await using var suite = await Suite.StartAsync(
            Fakes.Options(_data, Fakes.Yaml(("one", ""))),
            (_, line) => said.Enqueue(line)
        );
        var first = suite["one"].Identity!.Value;

        await suite["one"].KillAsync();
        await Eventually.BeTrueAsync(() => suite["one"].Restarts == 1);
        await Eventually.BeTrueAsync(() => suite["one"].Status == ServiceStatus.Healthy);

        suite["one"].Identity.ShouldNotBe(first);
        first.IsAlive.ShouldBeFalse();
        said.ShouldContain(line =>
            line.StartsWith("died (killed by signal 9); starting it again in")
        );
    }

    [Fact]
    public async Task What_is_held_down_stays_down_until_released()
    {
        await using var suite = await Fakes.StartAsync(_data, ("one", ""));
        var one = suite["one"];

        await one.HoldAsync();
        await one.KillAsync();
        await Eventually.BeTrueAsync(() => one.Status == ServiceStatus.BackingOff);
        await Task.Delay(500);
        one.Identity!.Value.IsAlive.ShouldBeFalse();
        one.Release();

        await Eventually.BeTrueAsync(() => one.Status == ServiceStatus.Healthy);
    }

    [Fact]
    public async Task What_is_dead_is_not_healthy_though_its_last_words_are_waited_for()
    {
        await using var suite = await Fakes.StartAsync(_data, ("one", "speaker-for=20"));
        var one = suite["one"];
        one.IsHealthy.ShouldBeTrue();

        await one.HoldAsync();
        var process = one.Identity!.Value;
        Posix.Signal(process.Pid, Posix.SigKill);
        await Eventually.BeTrueAsync(() => !process.IsAlive);

        one.IsHealthy.ShouldBeFalse();
        one.Release();
    }

    [Fact]
    public async Task What_cannot_start_is_said_in_one_line_with_the_end_of_its_log()
    {
        var failure = await Should.ThrowAsync<LaunchFailure>(() =>
            Fakes.StartAsync(_data, ("good", ""), ("bad", "exit=3"))
        );

        failure.Message.ShouldStartWith("bad ended before it was healthy (exit code 3)");
        failure.Evidence.ShouldContain("fake service can't start: the moon is full");
        var state = RunState.Read(new SuiteLayout(_data.Path))!;
        state.Phase.ShouldBe(SuitePhase.Failed);
        state.LivingChildren.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_never_becomes_healthy_is_given_up_after_its_time()
    {
        var options = Fakes.Options(_data, Fakes.Yaml(("slow", "healthy-after=600000")));
        options = options with
        {
            Supervision = Fakes.Quick with { StartMax = TimeSpan.FromSeconds(10) },
        };

        var failure = await Should.ThrowAsync<LaunchFailure>(() =>
            Suite.StartAsync(options, (_, _) => { })
        );

        failure.Message.ShouldStartWith("slow is not healthy after 10 s (HTTP 503)");
    }

    [Fact]
    public async Task What_ignores_the_request_to_stop_is_killed_after_the_grace()
    {
        var options = Fakes.Options(_data, Fakes.Yaml(("deaf", "deaf")));
        options = options with
        {
            Supervision = Fakes.Quick with { StopGrace = TimeSpan.FromMilliseconds(300) },
        };
        var suite = await Suite.StartAsync(options, (_, _) => { });
        var process = suite["deaf"].Identity!.Value;

        await suite.DisposeAsync();

        process.IsAlive.ShouldBeFalse();
    }

    [Fact]
    public async Task A_taken_port_is_named_with_who_wants_it_and_who_has_it()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port;
        var yaml = Fakes.Yaml(("one", "")).Replace("port: 7000", $"port: {port}");
        var options = Fakes.Options(_data, yaml) with { Ports = PortChoice.AsWritten };

        var failure = await Should.ThrowAsync<LaunchFailure>(() =>
            Suite.StartAsync(options, (_, _) => { })
        );

        failure.Message.ShouldStartWith($"port {port}, which one (http) wants, is taken by ");
        failure.Message.ShouldContain($"(process {Environment.ProcessId})");
    }

    [Fact]
    public async Task A_disk_with_too_little_room_is_said_before_anything_starts()
    {
        var options = Fakes.Options(_data, Fakes.Yaml(("one", ""))) with
        {
            MinFreeBytes = long.MaxValue,
        };

        var failure = await Should.ThrowAsync<LaunchFailure>(() =>
            Suite.StartAsync(options, (_, _) => { })
        );

        failure.Message.ShouldContain($"the disk of {_data.Path} has");
        File.Exists(_data["logs/one.log"]).ShouldBeFalse();
    }

    [Fact]
    public async Task A_second_start_on_the_same_data_directory_is_refused_with_the_holders_id()
    {
        await using var suite = await Fakes.StartAsync(_data, ("one", ""));

        var failure = await Should.ThrowAsync<LaunchFailure>(() =>
            Fakes.StartAsync(_data, ("one", ""))
        );

        failure.Message.ShouldStartWith(
            $"process {Environment.ProcessId} already runs the suite on"
        );
        suite["one"].Status.ShouldBe(ServiceStatus.Healthy);
    }

    [Fact]
    public async Task Leftovers_of_an_earlier_run_are_ended_before_a_start()
    {
        using var sleeper = System.Diagnostics.Process.Start("sleep", "600");
        var left = ProcessIdentity.Of(sleeper.Id)!.Value;
        var layout = new SuiteLayout(_data.Path);
        layout.Create();
        LeftBehind(left).Write(layout);

        await using var suite = await Fakes.StartAsync(_data, ("one", ""));

        left.IsAlive.ShouldBeFalse();
    }

    [Fact]
    public async Task A_process_that_only_has_a_leftovers_number_is_let_live()
    {
        using var sleeper = System.Diagnostics.Process.Start("sleep", "600");
        var other = ProcessIdentity.Of(sleeper.Id)!.Value;
        var layout = new SuiteLayout(_data.Path);
        layout.Create();
        LeftBehind(other with { StartTicks = other.StartTicks - 1 }).Write(layout);

        await using (await Fakes.StartAsync(_data, ("one", "")))
            other.IsAlive.ShouldBeTrue();

        sleeper.Kill();
    }

    [Fact]
    public async Task Secrets_are_the_owners_alone_and_stay_the_same()
    {
        await using (await Fakes.StartAsync(_data, ("one", ""))) { }
        var before = Directory.GetFiles(_data["secrets"]).ToDictionary(f => f, File.ReadAllText);
        await using (await Fakes.StartAsync(_data, ("one", ""))) { }

        before.Count.ShouldBe(4);
        foreach (var (file, text) in before)
        {
            (await File.ReadAllTextAsync(file)).ShouldBe(text);
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        (await File.ReadAllTextAsync(_data["secrets/api-keys.json"])).ShouldNotContain(
            (await File.ReadAllTextAsync(_data["secrets/api.key"])).Trim()
        );
    }

    private static RunState LeftBehind(ProcessIdentity process) =>
        new(
            RunState.ThisBoot,
            new ProcessIdentity(1, -1),
            SuitePhase.Running,
            null,
            [],
            DateTimeOffset.UtcNow,
            [
                new ServiceState(
                    "left",
                    ServiceStatus.Healthy,
                    DateTimeOffset.UtcNow,
                    0,
                    process,
                    new Dictionary<string, string>(),
                    new Uri("http://127.0.0.1:1/"),
                    "left.log"
                ),
            ]
        );
}
