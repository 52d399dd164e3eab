namespace Platform.ClickHouse;

/// <summary>How an endpoint stands at this moment.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="IsAvailable">False while it is put aside.</param>
/// <param name="LastError">Why it is put aside.</param>
/// <param name="InUse">Connections in use.</param>
/// <param name="Waiting">Requests waiting for one.</param>
/// <param name="MaxConnections">Most connections allowed.</param>
public sealed record EndpointStatus(
    Uri Address,
    bool IsAvailable,
    string? LastError,
    int InUse,
    int Waiting,
    int MaxConnections
);
