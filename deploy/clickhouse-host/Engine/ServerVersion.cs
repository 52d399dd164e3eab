namespace Platform.ClickHouseHost.Engine;

/// <summary>The engine's version(), known once it has started; error texts end with it.</summary>
internal static class ServerVersion
{
    public static string Current { get; set; } = "unknown";
}
