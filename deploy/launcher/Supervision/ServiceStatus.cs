namespace Platform.Launcher.Supervision;

internal enum ServiceStatus
{
    /// <summary>For what it needs to be healthy first, or held down on purpose.</summary>
    Waiting,
    Starting,
    Healthy,

    /// <summary>Dead; its pause before the next start runs.</summary>
    BackingOff,
    Stopped,

    /// <summary>Never became healthy on the suite's start; it is not tried again.</summary>
    Failed,
}
