using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Launcher.Processes;
using Platform.Launcher.Supervision;

namespace Platform.Launcher.State;

internal enum SuitePhase
{
    Starting,
    Running,
    Stopping,
    Stopped,
    Failed,
}

/// <summary>What one process is doing, as last written by the launcher.</summary>
internal sealed record ServiceState(
    string Name,
    ServiceStatus Status,
    DateTimeOffset Since,
    int Restarts,
    ProcessIdentity? Process,
    IReadOnlyDictionary<string, string> Endpoints,
    Uri Health,
    string Log
);

/// <summary>
/// run/state.json: who runs the suite and as which processes. Written whole and renamed into place at
/// each change, so a reader never sees half of one.
/// </summary>
internal sealed record RunState(
    string BootId,
    ProcessIdentity Launcher,
    SuitePhase Phase,
    string? Message,
    IReadOnlyList<string> Evidence,
    DateTimeOffset StartedAt,
    IReadOnlyList<ServiceState> Services
)
{
    public static string ThisBoot { get; } =
        File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    [JsonIgnore]
    public bool LauncherIsAlive => BootId == ThisBoot && Launcher.IsAlive;

    /// <summary>Processes of this state that still live.</summary>
    [JsonIgnore]
    public IEnumerable<(string Name, ProcessIdentity Process)> LivingChildren =>
        BootId != ThisBoot
            ? []
            : Services
                .Where(service => service.Process is { IsAlive: true })
                .Select(service => (service.Name, service.Process!.Value));

    /// <summary>Null when nothing ever ran there.</summary>
    public static RunState? Read(SuiteLayout layout)
    {
        try
        {
            return JsonSerializer.Deserialize(
                File.ReadAllBytes(layout.StateFile),
                StateJson.Default.RunState
            );
        }
        catch (Exception absent)
            when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException problem)
        {
            throw new LaunchFailure(
                $"{layout.StateFile} is damaged ({problem.Message}): end what still runs by hand and delete it"
            );
        }
    }

    public void Write(SuiteLayout layout)
    {
        var fresh = layout.StateFile + ".new";
        File.WriteAllBytes(
            fresh,
            JsonSerializer.SerializeToUtf8Bytes(this, StateJson.Default.RunState)
        );
        File.Move(fresh, layout.StateFile, overwrite: true);
    }
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(RunState))]
internal sealed partial class StateJson : JsonSerializerContext;
