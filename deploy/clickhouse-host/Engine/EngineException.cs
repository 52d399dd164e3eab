using System.Globalization;

namespace Platform.ClickHouseHost.Engine;

/// <summary>An error in ClickHouse's own terms: a code, its name, and the text a client is shown.</summary>
internal sealed class EngineException(int code, string name, string reason) : Exception(reason)
{
    public int Code { get; } = code;

    public string Name { get; } = name;

    /// <summary>The text as clickhouse-server words it; official clients parse code and name out of it.</summary>
    public string Text =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Code: {Code}. DB::Exception: {Message} ({Name}) (version {ServerVersion.Current})\n"
        );
}
