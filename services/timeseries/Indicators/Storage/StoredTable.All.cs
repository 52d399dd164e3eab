using Platform.Timeseries.Indicators.Library;

namespace Platform.Timeseries.Indicators.Storage;

internal sealed partial record StoredTable
{
    /// <summary>An indicator's first table in this order is the one that ListIndicators names.</summary>
    public static IReadOnlyList<StoredTable> All { get; } =
    [
        Table(
            "adl_data",
            [
                .. Of("adl", [], ("adl", "adl")),
                .. Means("adl", 14, 21, 50),
                Whole("volume", "volume"),
                Trend("adl", "adl_trend"),
                Divergence("adl", "divergence_signals"),
            ]
        ),
        Table(
            "ao_data",
            [
                .. Of(
                    "ao",
                    [],
                    ("ao", "ao"),
                    ("ao_fast_ma", "fast_ma"),
                    ("ao_slow_ma", "slow_ma"),
                    ("ao_histogram", "histogram"),
                    ("ao_signal_line", "signal")
                ),
                Trend("ao", "ao_trend"),
            ]
        ),
        Table(
            "macd_data",
            [
                .. MacdSet(1, 12, 26, 9),
                .. MacdSet(2, 5, 35, 5),
                .. MacdSet(3, 8, 17, 9),
                .. MacdSet(4, 19, 39, 9),
                Divergence("macd", "divergence_analysis"),
            ]
        ),
        Table(
            "rsi_data",
            [.. Periods("rsi", "rsi", 14, 21, 30, 50), Divergence("rsi", "rsi_divergences")]
        ),
        Table(
            "volume_data",
            [
                Whole("volume", "volume"),
                .. Of(
                    "volume",
                    [],
                    ("volume_ma", "volume_ma"),
                    ("volume_ratio", "volume_ratio"),
                    ("price_volume_trend", "price_volume_trend")
                ),
                Trend("volume", "volume_trend"),
            ]
        ),
        Table(
            "correlation_data",
            [
                .. Of("returns", [], ("returns", "return"), ("volatility", "volatility")),
                .. Periods("correlation", "correlation", 20, 50, 100, 200),
            ]
        ),
        Table(
            "obv_data",
            [
                .. Of("obv", [], ("obv", "obv")),
                .. Means("obv", 14, 21, 50),
                Whole("volume", "volume"),
                Trend("obv", "obv_trend"),
                Divergence("obv", "obv_divergences"),
            ]
        ),
        Table(
            "mfi_data",
            [
                .. Periods("mfi", "mfi", 14, 21, 30),
                .. Of(
                    "mfi",
                    [],
                    ("positive_money_flow", "positive_flow"),
                    ("negative_money_flow", "negative_flow")
                ),
                Trend("mfi", "mfi_trend"),
                Divergence("mfi", "money_flow_divergences"),
            ]
        ),
        Table(
            "stochastic_data",
            [
                .. Of(
                    "stochastic",
                    [],
                    ("stoch_k", "fast_k"),
                    ("stoch_d", "fast_d"),
                    ("stoch_k_slow", "slow_k"),
                    ("stoch_d_slow", "slow_d")
                ),
                .. Of("stoch_rsi", [], ("stoch_rsi", "stoch_rsi")),
                Trend("stochastic", "stoch_trend"),
                Divergence("stochastic", "divergence_patterns"),
            ]
        ),
        Table("ema_data", Periods("ema", "ema", 9, 12, 20, 26, 50, 100, 200)),
        Table(
            "bollinger_data",
            [
                .. Of(
                    "bollinger",
                    [],
                    ("bb_upper", "upper"),
                    ("bb_middle", "middle"),
                    ("bb_lower", "lower"),
                    ("bb_width", "width"),
                    ("bb_percent", "percent_b"),
                    ("bb_upper_20_2", "upper"),
                    ("bb_lower_20_2", "lower")
                ),
                .. Of(
                    "bollinger",
                    [("deviations", 1)],
                    ("bb_upper_20_1", "upper"),
                    ("bb_lower_20_1", "lower")
                ),
            ]
        ),
        Table(
            "ichimoku_data",
            Of(
                "ichimoku",
                [],
                ("tenkan_sen", "tenkan"),
                ("kijun_sen", "kijun"),
                ("senkou_span_a", "senkou_a"),
                ("senkou_span_b", "senkou_b"),
                ("chikou_span", "chikou")
            )
        ),
        Seconds(
            "sma_20",
            Of("sma", [("period", 20)], ("sma_value", "sma")),
            new ConstantColumn("period", "UInt16", 20)
        ),
        Seconds(
            "ema_50",
            Of("ema", [("period", 50)], ("ema_value", "ema")),
            new ConstantColumn("period", "UInt16", 50),
            new ConstantColumn("smoothing_factor", "Float64", 2d / 51)
        ),
        Seconds(
            "rsi_14",
            Of("rsi", [("period", 14)], ("rsi_value", "rsi")),
            new ConstantColumn("period", "UInt16", 14),
            new ConstantColumn("overbought_level", "Float64", 70),
            new ConstantColumn("oversold_level", "Float64", 30)
        ),
        Table("timesales_data", Sales()) with
        {
            Source = RowSource.Ticks,
        },
        Book(),
        Sessions(),
    ];

    /// <summary>By name, tables that compare two symbols, less the columns that do.</summary>
    private static Dictionary<string, StoredTable> Alone { get; } =
        All.Where(table => table.IsPaired)
            .ToDictionary(
                table => table.Name,
                table => new StoredTable(
                    table.Name,
                    [.. table.Columns.Where(one => one.Spec.Definition.Symbols == 1)],
                    table.Constants,
                    table.HasMilliseconds
                )
            );

    private static StoredTable Table(string name, IEnumerable<StoredColumn> columns) =>
        new(name, [.. columns], [], HasMilliseconds: true);

    private static StoredTable Seconds(
        string name,
        IEnumerable<StoredColumn> columns,
        params ConstantColumn[] constants
    ) => new(name, [.. columns], constants, HasMilliseconds: false);

    private static IEnumerable<StoredColumn> Of(
        string indicator,
        (string Name, double Value)[] parameters,
        params (string Column, string Output)[] columns
    )
    {
        var spec = IndicatorCatalogue.Resolve(indicator, parameters);
        return columns.Select(one => new StoredColumn(
            one.Column,
            spec,
            spec.Definition.Outputs.ToList().IndexOf(one.Output)
        ));
    }

    private static StoredColumn Whole(string indicator, string output) =>
        Of(indicator, [], (output, output)).Single() with
        {
            Kind = StoredKind.Whole,
        };

    private static StoredColumn Trend(string indicator, string column) =>
        Of($"{indicator}_signals", [], (column, "trend")).Single() with
        {
            Kind = StoredKind.Trend,
        };

    private static StoredColumn Divergence(string indicator, string column) =>
        Of($"{indicator}_signals", [], (column, "divergence")).Single() with
        {
            Kind = StoredKind.Divergence,
        };

    private static IEnumerable<StoredColumn> Sales()
    {
        var outputs = SalesRows.Spec.Definition.Outputs.ToList();
        StoredColumn Column(string output, StoredKind kind, string? column = null) =>
            new(column ?? output, SalesRows.Spec, outputs.IndexOf(output), kind);
        return
        [
            Column("price", StoredKind.Number, "trade_price"),
            Column("volume", StoredKind.Whole, "trade_volume"),
            Column("side", StoredKind.Side, "trade_side"),
            Column("cumulative_volume", StoredKind.Whole),
            Column("vwap", StoredKind.Number),
        ];
    }

    private static StoredTable Book()
    {
        var outputs = BookRows.Spec.Definition.Outputs.ToList();
        StoredColumn Column(string column, string output) =>
            new(column, BookRows.Spec, outputs.IndexOf(output));
        return Table(
            "orderbook_data",
            [Column("order_flow_imbalance", "imbalance"), Column("market_depth", "depth")]
        ) with
        {
            Source = RowSource.Book,
            // In the order of BookRows' values.
            Lists =
            [
                new ListColumn("bid_depth_levels", IsWhole: false),
                new ListColumn("bid_volumes", IsWhole: true),
                new ListColumn("ask_depth_levels", IsWhole: false),
                new ListColumn("ask_volumes", IsWhole: true),
            ],
        };
    }

    private static StoredTable Sessions()
    {
        var outputs = SessionRows.Spec.Definition.Outputs.ToList();
        StoredColumn Column(string output, StoredKind kind = StoredKind.Number) =>
            new($"session_{output}", SessionRows.Spec, outputs.IndexOf(output), kind);
        return Table(
            "sessions_data",
            [Column("volume", StoredKind.Whole), Column("range"), Column("volatility")]
        ) with
        {
            Source = RowSource.Sessions,
        };
    }

    /// <summary>One column a period of the mean, named after it.</summary>
    private static IEnumerable<StoredColumn> Means(string indicator, params int[] periods) =>
        periods.SelectMany(period =>
            Of($"{indicator}_signals", [("mean", period)], ($"{indicator}_ma_{period}", "mean"))
        );

    /// <summary>One column a period, named after it.</summary>
    private static IEnumerable<StoredColumn> Periods(
        string indicator,
        string output,
        params int[] periods
    ) =>
        periods.SelectMany(period =>
            Of(indicator, [("period", period)], ($"{indicator}_{period}", output))
        );

    private static IEnumerable<StoredColumn> MacdSet(int set, int fast, int slow, int signal) =>
        Of(
            "macd",
            [("fast", fast), ("slow", slow), ("signal", signal)],
            ($"macd_{set}", "macd"),
            ($"macd_signal_{set}", "signal"),
            ($"macd_histogram_{set}", "histogram")
        );
}
