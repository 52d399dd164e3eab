using System.Globalization;
using Grpc.Core;
using Platform.Schema;
using Platform.Schema.Model;
using Platform.Schema.Rendering;
using Platform.Timeseries.Indicators.Storage;
using Platform.Timeseries.Tests.Subscriptions;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Indicators;

/// <summary>Configured sets: on each close a row in each table, corrected by late ticks, carried on by a new process.</summary>
[Collection("tight suite")]
public class LiveSetTests(TightSuite suite)
{
    private const long Minute = 60_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    // Days ago, not years: tables let go of what is too old.
    private static readonly long Start =
        (DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 86_400 - 2) * 86_400 * 1_000_000;

    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());
    private double _price = 100;

    [Fact]
    public async Task Each_close_is_stored_once_and_stays_right_through_late_ticks_and_a_kill()
    {
        await CreateTablesAsync();
        for (var minute = 0; minute < 150; minute += 10)
        {
            await WriteAsync(minute, 10);
        }
        await UntilStoredIsComputedAsync();

        await WriteTicksAsync([(Start + (120 * Minute) + 59_000_000, 140, 7)]);
        await UntilStoredIsComputedAsync();

        // Kills before, between and after the two halves of a correction, and while nobody follows.
        var random = new Random(1);
        for (var kill = 0; kill < 4; kill++)
        {
            await WriteTicksAsync([
                (Start + ((110 + (kill * 7)) * Minute) + 58_000_000, 130 + kill, 3),
            ]);
            await Task.Delay(random.Next(600));
            await suite.Timeseries.RestartAsync();
        }
        await UntilStoredIsComputedAsync();

        await suite.Timeseries.RestartAsync();
        var killed = await suite.QueryClickHouseAsync("SELECT now64(3)");
        await WriteAsync(150, 30);
        await UntilStoredIsComputedAsync();
        var again = await suite.QueryClickHouseAsync(
            $"SELECT count() FROM volume_data WHERE symbol = '{TightSuite.LiveSymbol}' "
                + $"AND created_at > '{killed}' AND timestamp < fromUnixTimestamp64Micro({Start + (149 * Minute)})"
        );
        again.ShouldBe("0", "what was stored before the kill was stored again");

        await PagesHoldTheSameAsync();
        await TextsSayWhatTheNumbersSayAsync();

        // A set without rows begins as far back as it is told to.
        var (table, mine) = (TightSuite.LiveTables[0], $"symbol = '{TightSuite.LiveSymbol}'");
        await suite.Timeseries.StopAsync();
        await suite.QueryClickHouseAsync($"DELETE FROM {table} WHERE {mine}");
        await suite.Timeseries.StartAsync();
        await UntilStoredIsComputedAsync();
        // Of the 100 minutes before the open candle, which is the 179th.
        var oldest = await suite.QueryClickHouseAsync(
            $"SELECT toUnixTimestamp(min(timestamp)) FROM {table} WHERE {mine}"
        );
        oldest.ShouldBe(((Start / 1_000_000) + (79 * 60)).ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Every_column_that_is_stored_is_in_its_table_s_definition()
    {
        foreach (var table in StoredTable.All)
        {
            var defined = Definition(table.Name).Columns.ToDictionary(column => column.Name);
            foreach (var column in table.Columns)
            {
                defined.ShouldContainKey(column.Column, table.Name);
                defined[column.Column]
                    .Type.ShouldBe(
                        column.Kind switch
                        {
                            StoredKind.Whole => "UInt64",
                            StoredKind.Trend or StoredKind.Side => "LowCardinality(String)",
                            StoredKind.Divergence => "String",
                            _ => "Float64",
                        }
                    );
            }
            foreach (var constant in table.Constants)
            {
                defined[constant.Column].Type.ShouldBe(constant.Type);
            }
            defined["timestamp"]
                .Type.ShouldBe(table.HasMilliseconds ? "DateTime64(3)" : "DateTime");
            defined.ShouldContainKey("broker");
            defined.ShouldContainKey("account_type");
        }
    }

    [Fact]
    public async Task What_is_not_stored_is_refused_with_what_to_do()
    {
        async Task<RpcException> RefusedAsync(string name) =>
            await Should.ThrowAsync<RpcException>(async () => await ReadAsync(name, 0, ""));

        (await RefusedAsync("smma")).StatusCode.ShouldBe(StatusCode.NotFound);
        var vwap = await RefusedAsync("vwap");
        vwap.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        vwap.Status.Detail.ShouldContain("ComputeIndicators");
    }

    private static ClickHouseTable Definition(string name) =>
        (ClickHouseTable)
            Catalogue.Shipped.At(StoreKind.ClickHouse, "neliti").Find(name).ShouldNotBeNull(name);

    private async Task CreateTablesAsync()
    {
        var renderer = new ClickHouseRenderer(ClickHouseForm.SingleNode);
        foreach (var table in TightSuite.LiveTables)
        {
            foreach (var statement in renderer.Table(Definition(table)))
            {
                await suite.QueryClickHouseAsync(statement.Text);
            }
        }
    }

    private async Task UntilStoredIsComputedAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        string? difference;
        do
        {
            difference = await DifferenceAsync();
            await Task.Delay(200);
        } while (difference is not null && !timeout.IsCancellationRequested);
        difference.ShouldBeNull();
        foreach (var table in TightSuite.LiveTables)
        {
            var twice = await suite.QueryClickHouseAsync(
                $"SELECT count() - uniqExact(timestamp) FROM {table} WHERE symbol = '{TightSuite.LiveSymbol}'"
            );
            twice.ShouldBe("0", $"{table} holds rows twice");
        }
    }

    /// <summary>Between what the tables hold and what a computation says, from the first stored row on.</summary>
    private async Task<string?> DifferenceAsync()
    {
        foreach (var table in TightSuite.LiveTables)
        {
            var stored = (await ReadAsync(table, 10_000, "")).Indicators;
            var request = new ComputeIndicatorsRequest
            {
                Symbol = TightSuite.LiveSymbol,
                Timeframe = Timeframe._1M,
            };
            request.Indicators.AddRange(stored.Select(one => one.Indicator));
            var computed = await _client.ComputeIndicatorsAsync(request, suite.KeyHeaders);
            foreach (var (ours, theirs) in stored.Zip(computed.Indicators))
            {
                var last = theirs.OpenTimeUs[^1];
                if (ours.OpenTimeUs.Count < 50 || ours.OpenTimeUs[^1] != last)
                {
                    return $"{table} has {ours.OpenTimeUs.Count} rows, not up to {last}";
                }
                var skip = theirs.OpenTimeUs.IndexOf(ours.OpenTimeUs[0]);
                if (!ours.OpenTimeUs.SequenceEqual(theirs.OpenTimeUs.Skip(skip)))
                {
                    return $"{table} has gaps";
                }
                foreach (var output in ours.Outputs)
                {
                    var expected = theirs.Outputs.Single(one => one.Name == output.Name);
                    var pairs = output.Values.Zip(expected.Values.Skip(skip)).ToList();
                    var wrong = pairs.FindIndex(pair =>
                        !ServiceTests.IsSame(pair.First, pair.Second)
                    );
                    if (wrong >= 0)
                    {
                        return string.Create(
                            CultureInfo.InvariantCulture,
                            $"{table} {output.Name} {wrong}: {pairs[wrong]}"
                        );
                    }
                }
            }
        }
        return null;
    }

    /// <summary>Recomputed by the store from its own columns: the trend, and the means by window functions.</summary>
    private async Task TextsSayWhatTheNumbersSayAsync()
    {
        var rows = await suite.QueryClickHouseAsync(
            $"""
            SELECT count(), countIf(obv_trend = 'up'), countIf(obv_trend = 'down'),
                countIf(obv_divergences = 'bullish'), countIf(obv_divergences = 'bearish'),
                countIf(abs(obv_ma_14 - mean) > 1e-9 * (1 + abs(mean))),
                countIf(obv_trend != multiIf(abs(obv - obv_ma_21) <= 1e-9 * greatest(abs(obv), abs(obv_ma_21)), 'flat',
                    obv > obv_ma_21, 'up', 'down'))
            FROM (SELECT *, avg(obv) OVER w AS mean, row_number() OVER (ORDER BY timestamp) AS place FROM obv_data
                WHERE symbol = '{TightSuite.LiveSymbol}'
                WINDOW w AS (ORDER BY timestamp ROWS BETWEEN 13 PRECEDING AND CURRENT ROW))
            WHERE place > 13
            """
        );
        var counts = rows.Split('\t')
            .Select(one => int.Parse(one, CultureInfo.InvariantCulture))
            .ToArray();
        counts[..5].ShouldAllBe(count => count > 0, rows);
        counts[5..].ShouldAllBe(count => count == 0, rows);
    }

    private async Task PagesHoldTheSameAsync()
    {
        var whole = (await ReadAsync("macd_data", 10_000, "")).Indicators[0];
        var times = new List<long>();
        var token = "";
        do
        {
            var page = await ReadAsync("macd_data", 40, token);
            times.InsertRange(0, page.Indicators[0].OpenTimeUs);
            token = page.NextPageToken;
        } while (token.Length > 0);
        times.ShouldBe(whole.OpenTimeUs);

        var macd = (await ReadAsync("macd", 5, "")).Indicators;
        macd.Count.ShouldBe(4, "the table holds four sets of parameters");
        macd[0].OpenTimeUs.ShouldBe(whole.OpenTimeUs.TakeLast(5));
        macd[0].Indicator.Parameters["slow"].ShouldBe(26);
    }

    private async Task<GetIndicatorsResponse> ReadAsync(string name, uint pageSize, string token) =>
        await _client.GetIndicatorsAsync(
            new GetIndicatorsRequest
            {
                Symbol = TightSuite.LiveSymbol,
                Timeframe = Timeframe._1M,
                Names = { name },
                PageSize = pageSize,
                PageToken = token,
            },
            suite.KeyHeaders
        );

    private Task WriteAsync(int firstMinute, int minutes)
    {
        var random = new Random(firstMinute);
        var ticks = new List<(long, double, ulong)>();
        for (var minute = firstMinute; minute < firstMinute + minutes; minute++)
        {
            for (var tick = 0; tick < 3; tick++)
            {
                _price *= 1 + ((random.NextDouble() - 0.5) * 0.01);
                var time = Start + (minute * Minute) + (tick * 1_000_000);
                ticks.Add((time, _price, (ulong)random.Next(5)));
            }
        }
        return WriteTicksAsync(ticks);
    }

    private async Task WriteTicksAsync(List<(long TimeUs, double Bid, ulong Volume)> ticks)
    {
        var batch = new TickBatch { Symbols = { TightSuite.LiveSymbol } };
        batch.TimeUs.AddRange(ticks.Select(tick => tick.TimeUs));
        batch.Bid.AddRange(ticks.Select(tick => tick.Bid));
        batch.Ask.AddRange(ticks.Select(tick => tick.Bid + 0.1));
        batch.Volume.AddRange(ticks.Select(tick => tick.Volume));
        var answer = await _client.WriteTickBatchAsync(
            new WriteTickBatchRequest { Batch = batch },
            suite.KeyHeaders
        );
        answer.AcceptedRows.ShouldBe((uint)ticks.Count);
    }
}
