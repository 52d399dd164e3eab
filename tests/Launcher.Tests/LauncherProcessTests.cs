using System.Diagnostics;
using Platform.Launcher.Processes;
using Platform.Launcher.State;

namespace Platform.Launcher.Tests;

/// <summary>The launcher as its user meets it: a process of its own.</summary>
public sealed class LauncherProcessTests : IDisposable
{
    private readonly TempFolder _data = new();
    private readonly TempFolder _place = new();
    private readonly string _manifest;
    private readonly SuiteLayout _layout;

    public LauncherProcessTests()
    {
        _layout = new SuiteLayout(_data.Path);
        _manifest = _place["fakes.yaml"];
        File.WriteAllText(_manifest, Fakes.Yaml(("one", ""), ("two", "needs:one")));
    }

    public void Dispose()
    {
        var state = RunState.Read(_layout);
        if (state is { LauncherIsAlive: true })
            Posix.Signal(state.Launcher.Pid, Posix.SigKill);
        foreach (var (_, process) in state?.LivingChildren ?? [])
            Posix.Signal(process.Pid, Posix.SigKill);
        // Whoever is still ending may still write into the folder.
        SpinWait.SpinUntil(
            () => state is not { LauncherIsAlive: true } && state?.LivingChildren.Any() != true,
            TimeSpan.FromMinutes(1)
        );
        _data.Dispose();
        _place.Dispose();
    }

    [Fact]
    public async Task No_orphan_is_left_when_the_launcher_is_killed()
    {
        await UpDetachedAsync();
        var state = RunState.Read(_layout)!;
        var children = state.LivingChildren.ToList();
        children.Count.ShouldBe(2);

        Posix.Signal(state.Launcher.Pid, Posix.SigKill);

        await Eventually.BeTrueAsync(() => !state.LauncherIsAlive && !state.LivingChildren.Any());
    }

    [Fact]
    public async Task Up_works_again_after_the_launcher_was_killed()
    {
        await UpDetachedAsync();
        var first = RunState.Read(_layout)!;
        Posix.Signal(first.Launcher.Pid, Posix.SigKill);
        await Eventually.BeTrueAsync(() => !first.LauncherIsAlive);

        await UpDetachedAsync();

        RunState.Read(_layout)!.Launcher.ShouldNotBe(first.Launcher);
    }

    [Fact]
    public async Task Down_leaves_no_process_and_a_second_down_says_so()
    {
        await UpDetachedAsync();
        var state = RunState.Read(_layout)!;

        var down = await RunAsync("down");

        down.ExitCode.ShouldBe(0, down.Text);
        down.Text.ShouldContain("no process is left");
        state.LauncherIsAlive.ShouldBeFalse();
        state.LivingChildren.ShouldBeEmpty();
        (await RunAsync("down")).Text.ShouldContain("nothing runs on");
    }

    [Fact]
    public async Task Down_ends_what_a_killed_launcher_could_not()
    {
        await UpDetachedAsync();
        using var stray = Process.Start("sleep", "600");
        var state = RunState.Read(_layout)!;
        Posix.Signal(state.Launcher.Pid, Posix.SigKill);
        await Eventually.BeTrueAsync(() => !state.LauncherIsAlive);
        var identity = ProcessIdentity.Of(stray.Id)!.Value;
        (state with { Services = [state.Services[0] with { Process = identity }] }).Write(_layout);

        await RunAsync("down");

        identity.IsAlive.ShouldBeFalse();
    }

    [Fact]
    public async Task A_second_up_is_refused_in_one_line()
    {
        await UpDetachedAsync();
        var holder = RunState.Read(_layout)!.Launcher.Pid;

        var second = await RunAsync("up", "--manifest", _manifest, "--ports", "auto");

        second.ExitCode.ShouldBe(1);
        second.Text.Trim().Split('\n').Length.ShouldBe(1, second.Text);
        second.Text.ShouldContain($"process {holder} already runs the suite");
    }

    [Fact]
    public async Task Detached_start_fails_with_the_cause_and_the_end_of_the_log()
    {
        await File.WriteAllTextAsync(_manifest, Fakes.Yaml(("bad", "exit=3")));

        var up = await RunAsync("up", "--detach", "--manifest", _manifest, "--ports", "auto");

        up.ExitCode.ShouldBe(1);
        up.Text.ShouldContain("platform: bad ended before it was healthy (exit code 3)");
        up.Text.ShouldContain("the moon is full");
    }

    [Fact]
    public async Task Status_tells_by_its_exit_code_whether_all_is_healthy()
    {
        (await RunAsync("status")).ExitCode.ShouldBe(1);
        await UpDetachedAsync();

        // A process that takes long to answer is told to be sick, too, until it does.
        var patience = Stopwatch.StartNew();
        var healthy = await RunAsync("status");
        while (healthy.ExitCode != 0 && patience.Elapsed < TimeSpan.FromSeconds(60))
            healthy = await RunAsync("status");
        healthy.ExitCode.ShouldBe(0, healthy.Text);
        healthy.Text.ShouldContain("2 of 2 healthy");

        var state = RunState.Read(_layout)!;
        // Stopped but not dead: it holds its port and answers nothing.
        Posix.Signal(state.Services[0].Process!.Value.Pid, StopSignal);
        var sick = await RunAsync("status");
        sick.ExitCode.ShouldBe(1);
        sick.Text.ShouldContain("1 of 2 healthy");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(15)]
    public async Task A_signal_stops_a_foreground_run_in_order(int signal)
    {
        var up = Tool.RunAsync(
            "dotnet",
            Arguments("up", "--manifest", _manifest, "--ports", "auto")
        );
        await Eventually.BeTrueAsync(() => RunState.Read(_layout)?.Phase == SuitePhase.Running);
        var state = RunState.Read(_layout)!;

        Posix.Signal(state.Launcher.Pid, signal);
        // A process started with the signal ignored would never answer it.
        var result = await up.WaitAsync(TimeSpan.FromSeconds(60));

        result.ExitCode.ShouldBe(0, string.Join('\n', result.Lines));
        state.LivingChildren.ShouldBeEmpty();
        RunState.Read(_layout)!.Phase.ShouldBe(SuitePhase.Stopped);
    }

    [Fact]
    public async Task The_key_is_printed_alone()
    {
        var none = await RunAsync("key");
        none.ExitCode.ShouldBe(1);
        none.Text.ShouldContain("'./platform up' makes it");
        await UpDetachedAsync();

        (await RunAsync("key"))
            .Text.Trim()
            .ShouldBe((await File.ReadAllTextAsync(_data["secrets/api.key"])).Trim());
    }

    [Fact]
    public async Task No_log_holds_the_key()
    {
        await UpDetachedAsync();
        await RunAsync("down");
        var key = (await File.ReadAllTextAsync(_data["secrets/api.key"])).Trim();

        foreach (var log in Directory.GetFiles(_layout.Logs))
            (await File.ReadAllTextAsync(log)).ShouldNotContain(key);
    }

    [Fact]
    public async Task Logs_show_what_a_process_said()
    {
        await UpDetachedAsync();

        (await RunAsync("logs", "one")).Text.ShouldContain("speaks");
        var unknown = await RunAsync("logs", "three");
        unknown.ExitCode.ShouldBe(1);
        unknown.Text.ShouldContain("there are: launcher, one, two");
    }

    private const int StopSignal = 19;

    private async Task UpDetachedAsync()
    {
        var up = await RunAsync("up", "--detach", "--manifest", _manifest, "--ports", "auto");
        up.ExitCode.ShouldBe(0, up.Text);
        up.Text.ShouldContain("The suite is up");
    }

    private async Task<(int ExitCode, string Text)> RunAsync(params string[] words)
    {
        var result = await Tool.RunAsync("dotnet", Arguments(words));
        return (result.ExitCode, string.Join('\n', result.Lines));
    }

    private string[] Arguments(params string[] words) =>
        [typeof(LaunchFailure).Assembly.Location, .. words, "--data", _data.Path];
}
