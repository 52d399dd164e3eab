namespace Platform.Timeseries.Indicators.Measures;

/// <summary>The calls about what is computed from ticks and books.</summary>
internal sealed record MeasureCalls(
    TimeAndSalesReader Sales,
    SalesSubscriber SalesLive,
    BookMeasuresReader Books,
    SessionReader Sessions,
    SlippageCalls Slippage
);
