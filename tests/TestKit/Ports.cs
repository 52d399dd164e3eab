using Platform.Launcher.Preflight;

namespace Platform.TestKit;

/// <summary>Ports for processes that must be told theirs before they start.</summary>
public static class Ports
{
    /// <summary>Given to nobody else in this process, and never to anybody by the kernel.</summary>
    public static int Free() => FreePorts.Next();
}
