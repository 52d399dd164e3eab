namespace Platform.Launcher.Supervision;

/// <summary>How patient the supervisor is.</summary>
internal sealed record SupervisionOptions
{
    /// <summary>Time from start to the first healthy answer. Default 60 s.</summary>
    public TimeSpan StartMax { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time between SIGTERM and SIGKILL. Default 15 s.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Pause between two questions for health while a process starts. Default 50 ms.</summary>
    public TimeSpan StartProbeInterval { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>First pause before a dead process is started again; doubles with each death. Default 250 ms.</summary>
    public TimeSpan BackOffFirst { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest such pause. Default 15 s.</summary>
    public TimeSpan BackOffMax { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A process healthy for this long starts again with the first pause. Default 30 s.</summary>
    public TimeSpan BackOffForgetAfter { get; init; } = TimeSpan.FromSeconds(30);
}
