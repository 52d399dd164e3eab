namespace Platform.ClickHouse.Tests.OldServer;

/// <summary>A test against Debian's clickhouse-server, skipped with a reason when it isn't installed: a skipped test proves nothing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OldServerFactAttribute : FactAttribute
{
    public const string Program = "/usr/sbin/clickhouse-server";

    public OldServerFactAttribute()
    {
        if (!File.Exists(Program))
        {
            Skip =
                $"{Program} isn't there, so nothing was tested against it: apt-get install clickhouse-server (Debian 12 has 18.16).";
        }
    }
}
