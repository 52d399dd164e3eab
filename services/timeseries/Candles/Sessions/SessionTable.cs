namespace Platform.Timeseries.Candles.Sessions;

/// <summary>
/// sessions_data holds rows of two kinds, told apart by who wrote them: windows, which clients insert and which say when
/// sessions are; and figures of sessions that have ended, which live sets store. Figures say nothing about when sessions
/// are: else the first of a symbol would end the standard sessions it is of.
/// </summary>
internal static class SessionTable
{
    /// <summary>What column source_client holds in a row of figures.</summary>
    public const string FiguresBy = "platform_live_set";

    public const string AreWindows = $"source_client != '{FiguresBy}'";

    public const string AreFigures = $"source_client = '{FiguresBy}'";
}
