using System.Globalization;
using Platform.Schema;
using Platform.Schema.Model;
using Platform.Schema.Rendering;
using Platform.Timeseries.Tests.Indicators.Measures;
using Platform.Timeseries.Tests.Subscriptions;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Indicators;

/// <summary>Configured sets of two symbols and of ticks: on each close a row, corrected by late ticks, carried on by a new process.</summary>
[Collection("tight suite")]
public class ReadSetTests(TightSuite suite)
{
    private const long Minute = 60_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    // Days ago, not years: tables let go of what is too old.
    private static readonly long Start =
        (DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 86_400 - 2) * 86_400 * 1_000_000;

    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());

    [Fact]
    public async Task A_symbol_is_compared_with_another_once_both_have_closed_and_after_late_ticks_of_either()
    {
        await CreateTableAsync("correlation_data");
        for (var minute = 0; minute < 280; minute += 40)
        {
            await WriteAsync(TightSuite.PairedSymbol, minute, 40);
            await WriteAsync(TightSuite.OtherSymbol, minute, 40);
        }
        await UntilAsync(CorrelationDifferenceAsync);

        foreach (var symbol in new[] { TightSuite.PairedSymbol, TightSuite.OtherSymbol })
        {
            await WriteAsync(symbol, [Quote((250 * Minute) + 59_000_000, 140)]);
            await UntilAsync(CorrelationDifferenceAsync);
            await WriteAsync(symbol, [Quote((230 * Minute) + 59_000_000, 130)]);
            await suite.Timeseries.RestartAsync();
            await UntilAsync(CorrelationDifferenceAsync);
        }

        await suite.Timeseries.RestartAsync();
        var killed = await suite.QueryClickHouseAsync("SELECT now64(3)");
        // What one symbol alone has no row; the other's ticks come later.
        await WriteAsync(TightSuite.PairedSymbol, 280, 30);
        await WriteAsync(TightSuite.OtherSymbol, 280, 20);
        await UntilAsync(CorrelationDifferenceAsync);
        (
            await suite.QueryClickHouseAsync(
                $"SELECT count() FROM correlation_data WHERE symbol = '{TightSuite.PairedSymbol}' "
                    + $"AND created_at > '{killed}' AND timestamp < fromUnixTimestamp64Micro({Start + (279 * Minute)})"
            )
        ).ShouldBe("0", "what was stored before the kill was stored again");
    }

    [Fact]
    public async Task The_last_line_of_each_minute_s_time_and_sales_is_stored()
    {
        await CreateTableAsync("timesales_data");
        var ticks = Tape.Random(7, 400, Start, 20_000_000);
        await WriteAsync(TightSuite.SalesSymbol, ticks);
        await UntilAsync(SalesDifferenceAsync);

        // The side of a trade at the mid is that of the last change of price, and that comes late, and in another minute.
        var later = Start + (200 * Minute);
        await WriteAsync(
            TightSuite.SalesSymbol,
            [
                new Written(later, 99, 101, 99.5, 1),
                new Written(later + 1_000_000, 99, 101, 100, 1),
                new Written(later + Minute, 99, 101, 100, 2),
                new Written(later + (2 * Minute), 99, 101, 100, 3),
                new Written(later + (3 * Minute), 99, 101, 101, 3),
                new Written(later + (4 * Minute), 99, 101, 100.5, 3),
            ]
        );
        await UntilAsync(SalesDifferenceAsync);
        (await SideAsync(later + (2 * Minute))).ShouldBe("buy");
        await WriteAsync(TightSuite.SalesSymbol, [new Written(later + 2_000_000, 99, 101, 102, 5)]);
        await UntilAsync(SalesDifferenceAsync);
        (await SideAsync(later + (2 * Minute))).ShouldBe("sell");

        await WriteAsync(TightSuite.SalesSymbol, [new Written(later + 3_000_000, 99, 101, 97, 5)]);
        await suite.Timeseries.RestartAsync();
        await UntilAsync(SalesDifferenceAsync);
        (await SideAsync(later + (2 * Minute))).ShouldBe("buy");

        // A set without rows begins as far back as it is told to: 100 minutes before the newest candle.
        await suite.Timeseries.StopAsync();
        await suite.QueryClickHouseAsync(
            $"DELETE FROM timesales_data WHERE symbol = '{TightSuite.SalesSymbol}'"
        );
        await suite.Timeseries.StartAsync();
        await UntilAsync(SalesDifferenceAsync);
        var oldest = await suite.QueryClickHouseAsync(
            $"SELECT toUnixTimestamp(min(timestamp)) FROM timesales_data WHERE symbol = '{TightSuite.SalesSymbol}'"
        );
        var first = ticks
            .Where(tick => tick.IsTrade && tick.TimeUs >= later - (96 * Minute))
            .Select(tick => tick.TimeUs)
            .FirstOrDefault(later);
        oldest.ShouldBe((first / Minute * 60).ToString(CultureInfo.InvariantCulture));
    }

    private async Task<string?> CorrelationDifferenceAsync()
    {
        var stored = (
            await _client.GetIndicatorsAsync(
                new GetIndicatorsRequest
                {
                    Symbol = TightSuite.PairedSymbol,
                    Timeframe = Timeframe._1M,
                    Names = { "correlation_data" },
                    PageSize = 10_000,
                },
                suite.KeyHeaders
            )
        ).Indicators;
        stored.Count.ShouldBe(5);
        stored
            .Select(one => one.Indicator.OtherSymbol)
            .ShouldBe(["", .. Enumerable.Repeat(TightSuite.OtherSymbol, 4)]);
        var request = new ComputeIndicatorsRequest
        {
            Symbol = TightSuite.PairedSymbol,
            Timeframe = Timeframe._1M,
        };
        request.Indicators.AddRange(stored.Select(one => one.Indicator));
        var computed = (await _client.ComputeIndicatorsAsync(request, suite.KeyHeaders)).Indicators;
        var times = computed
            .Select(one => one.OpenTimeUs.Where((_, row) => one.Ready[row]).ToHashSet())
            .Aggregate((left, right) => [.. left.Intersect(right)])
            .Order()
            .ToList();
        if (times.Count < 50 || !stored[0].OpenTimeUs.SequenceEqual(times))
        {
            return $"{stored[0].OpenTimeUs.Count} rows are stored, {times.Count} are computed";
        }
        foreach (var (ours, theirs) in stored.Zip(computed))
        {
            foreach (var (output, expected) in ours.Outputs.Zip(theirs.Outputs))
            {
                for (var row = 0; row < times.Count; row++)
                {
                    var value = expected.Values[theirs.OpenTimeUs.IndexOf(times[row])];
                    if (!ServiceTests.IsSame(output.Values[row], value))
                    {
                        return string.Create(
                            CultureInfo.InvariantCulture,
                            $"{output.Name} of row {row} is {output.Values[row]}, not {value}"
                        );
                    }
                }
            }
        }
        return await TwiceAsync("correlation_data", TightSuite.PairedSymbol);
    }

    /// <summary>Between the table, from its first row on, and what GetTimeAndSales says minute by minute.</summary>
    private async Task<string?> SalesDifferenceAsync()
    {
        var rows = (
            await suite.QueryClickHouseAsync(
                $"""
                SELECT toInt64(toUnixTimestamp(timestamp)) * 1000000, trade_price, trade_volume, trade_side, cumulative_volume, vwap
                FROM timesales_data WHERE symbol = '{TightSuite.SalesSymbol}' AND timeframe = '1m' ORDER BY timestamp
                """
            )
        ).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var expected = new List<string>();
        var all = await SalesAsync(Start, 0);
        var minutes = all.TimeUs.Select(time => time / Minute * Minute).Distinct().ToList();
        var firstUs =
            rows.Length == 0 ? 0 : long.Parse(rows[0].Split('\t')[0], CultureInfo.InvariantCulture);
        minutes.RemoveAll(minute => minute < firstUs);
        if (rows.Length != minutes.Count || rows.Length == 0)
        {
            return $"{rows.Length} rows are stored, of {minutes.Count} minutes";
        }
        foreach (var (minute, row) in minutes.Zip(rows))
        {
            var sales = await SalesAsync(minute, minute + Minute);
            var side = sales.Side[^1] switch
            {
                TradeSide.Buy => "buy",
                TradeSide.Sell => "sell",
                _ => "",
            };
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"{minute}\t{sales.Price[^1]}\t{sales.Volume[^1]}\t{side}\t{sales.CumulativeVolume[^1]}\t{sales.Vwap[^1]}"
            );
            if (line != row)
            {
                return $"{row} is stored, not {line}";
            }
        }
        return await TwiceAsync("timesales_data", TightSuite.SalesSymbol);
    }

    private async Task<SaleBatch> SalesAsync(long startUs, long endUs)
    {
        var answer = await _client.GetTimeAndSalesAsync(
            new GetTimeAndSalesRequest
            {
                Symbol = TightSuite.SalesSymbol,
                StartTimeUs = startUs,
                EndTimeUs = endUs,
                PageSize = 10_000,
            },
            suite.KeyHeaders
        );
        answer.NextPageToken.ShouldBeEmpty();
        return answer.Sales;
    }

    private Task<string> SideAsync(long openUs) =>
        suite.QueryClickHouseAsync(
            $"SELECT trade_side FROM timesales_data WHERE symbol = '{TightSuite.SalesSymbol}' "
                + $"AND timestamp = fromUnixTimestamp64Micro({openUs})"
        );

    private async Task<string?> TwiceAsync(string table, string symbol)
    {
        var twice = await suite.QueryClickHouseAsync(
            $"SELECT count() - uniqExact(timestamp) FROM {table} WHERE symbol = '{symbol}'"
        );
        return twice == "0" ? null : $"{table} holds {twice} rows twice";
    }

    private static async Task UntilAsync(Func<Task<string?>> differenceAsync)
    {
        using var timeout = new CancellationTokenSource(Patience);
        string? difference;
        do
        {
            difference = await differenceAsync();
            await Task.Delay(200);
        } while (difference is not null && !timeout.IsCancellationRequested);
        difference.ShouldBeNull();
    }

    private async Task CreateTableAsync(string name)
    {
        var table = Catalogue.Shipped.At(StoreKind.ClickHouse, "neliti").Find(name);
        foreach (
            var statement in new ClickHouseRenderer(ClickHouseForm.SingleNode).Table(
                (ClickHouseTable)table.ShouldNotBeNull(name)
            )
        )
        {
            await suite.QueryClickHouseAsync(statement.Text);
        }
    }

    /// <summary>A quote in most minutes, not the same ones of each symbol.</summary>
    private Task WriteAsync(string symbol, int firstMinute, int minutes)
    {
        var random = new Random(firstMinute + symbol.Length);
        var ticks = new List<Written>();
        for (var minute = firstMinute; minute < firstMinute + minutes; minute++)
        {
            if (random.Next(20) != 0)
            {
                ticks.Add(Quote(minute * Minute, 90 + (random.NextDouble() * 20)));
            }
        }
        return WriteAsync(symbol, ticks);
    }

    private Task WriteAsync(string symbol, IReadOnlyList<Written> ticks) =>
        Tape.WriteAsync(_client, suite.KeyHeaders, symbol, ticks);

    private static Written Quote(long afterUs, double bid) =>
        new(Start + afterUs, bid, bid + 0.1, 0, 0);
}
