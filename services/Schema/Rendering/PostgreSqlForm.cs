namespace Platform.Schema.Rendering;

/// <summary>What the server offers for time series.</summary>
public enum PostgreSqlForm
{
    /// <summary>Range partitions, materialized views, and jobs in platform.jobs.</summary>
    Plain,

    /// <summary>Hypertables, compression, continuous aggregates and policies.</summary>
    Timescale,
}
