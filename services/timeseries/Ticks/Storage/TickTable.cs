namespace Platform.Timeseries.Ticks.Storage;

/// <summary>The table of ticks; its definition is among the others, in schema/neliti/clickhouse/raw_data.yaml.</summary>
internal static class TickTable
{
    public const string Name = "ticks";
}
