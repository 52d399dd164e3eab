using Grpc.Core;
using Platform.Timeseries.Indicators.Library;
using Platform.Timeseries.Tests.Subscriptions;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Indicators;

/// <summary>The calls about indicators, against the real suite.</summary>
[Collection("tight suite")]
public class ServiceTests(TightSuite suite)
{
    private const long Minute = 60_000_000;

    // A Wednesday, midnight UTC.
    private const long Start = 1_715_126_400_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());
    private readonly string _symbol = $"I{Guid.NewGuid():N}"[..20];

    [Fact]
    public async Task The_list_is_the_catalogue()
    {
        var first = await _client.ListIndicatorsAsync(
            new ListIndicatorsRequest { PageSize = 10 },
            suite.KeyHeaders
        );
        var rest = await _client.ListIndicatorsAsync(
            new ListIndicatorsRequest { PageToken = first.NextPageToken },
            suite.KeyHeaders
        );

        rest.NextPageToken.ShouldBeEmpty();
        first
            .Indicators.Concat(rest.Indicators)
            .Select(one => one.Name)
            .ShouldBe(IndicatorCatalogue.All.Select(one => one.Name));
        var macd = first.Indicators.Single(one => one.Name == "macd");
        macd.WarmUp.ShouldBe(33u);
        macd.Table.ShouldBe("macd_data");
        macd.Outputs.ShouldBe(["macd", "signal", "histogram"]);
        macd.Parameters.Select(one => (one.Name, one.DefaultValue))
            .ShouldBe([("fast", 12), ("slow", 26), ("signal", 9)]);
        macd.Formula.ShouldContain("ema(close, fast)");
    }

    [Fact]
    public async Task Computed_over_stored_candles_they_are_what_the_library_says()
    {
        var other = _symbol[..19] + "x";
        await WriteAsync(_symbol, RandomTicks(1, 400));
        await WriteAsync(other, RandomTicks(2, 400));
        var bars = await BarsAsync(_symbol);
        var others = (await BarsAsync(other)).ToDictionary(bar => bar.OpenTimeUs);

        var computed = await ComputeAsync(other, 0, 0, isWarmedUp: false);

        foreach (var batch in computed)
        {
            var spec = IndicatorCatalogue.Resolve(batch.Indicator.Name);
            var isPair = spec.Definition.Symbols == 2;
            var taken = isPair ? bars.Where(bar => others.ContainsKey(bar.OpenTimeUs)) : bars;
            var ours = taken.ToArray();
            var theirs = ours.Select(bar => others.GetValueOrDefault(bar.OpenTimeUs)).ToArray();
            var expected = Computed.Of(spec, ours, theirs);
            batch.OpenTimeUs.ShouldBe(ours.Select(bar => bar.OpenTimeUs));
            batch.Ready.ToArray().ShouldBe(expected.Ready, $"{spec}");
            batch.Ready.Count(ready => !ready).ShouldBe(spec.Warmup, $"{spec}");
            foreach (var output in batch.Outputs)
            {
                output.Values.ToArray().ShouldBe(expected[output.Name], $"{spec} {output.Name}");
            }
        }
    }

    [Fact]
    public async Task A_range_is_ready_from_its_first_row_when_candles_before_it_are_read()
    {
        var other = _symbol[..19] + "x";
        await WriteAsync(_symbol, RandomTicks(3, 400));
        await WriteAsync(other, RandomTicks(4, 400));
        var (from, to) = (Start + (300 * Minute), Start + (350 * Minute));
        var whole = (await ComputeAsync(other, 0, 0, isWarmedUp: false)).ToDictionary(one =>
            one.Indicator.Name
        );

        foreach (var batch in await ComputeAsync(other, from, to, isWarmedUp: true))
        {
            var all = whole[batch.Indicator.Name];
            var skip = all.OpenTimeUs.TakeWhile(time => time < from).Count();
            batch.OpenTimeUs.ShouldBe(all.OpenTimeUs.Skip(skip).TakeWhile(time => time < to));
            batch.OpenTimeUs.Count.ShouldBeGreaterThan(25);
            batch.Ready.ShouldBe(all.Ready.Skip(skip).Take(batch.Ready.Count));
            batch.Ready.ShouldAllBe(ready => ready, batch.Indicator.Name);
            for (var i = 0; i < batch.Outputs.Count; i++)
            {
                var expected = all.Outputs[i].Values.Skip(skip).Take(batch.Ready.Count);
                ShouldBeSame(batch.Outputs[i].Values, expected, batch.Indicator.Name);
            }
        }
        var cold = await ComputeAsync(other, from, to, isWarmedUp: false);
        cold.Single(one => one.Indicator.Name == "sma").Ready.Count(ready => !ready).ShouldBe(19);
    }

    [Fact]
    public async Task Live_values_are_those_of_a_computation_over_the_same_candles_also_after_a_late_tick()
    {
        var other = _symbol[..19] + "x";
        var specs = Specs(other);
        // History from before the first close that is heard must count as well: half is written before it begins.
        var batches = RandomTicks(5, 400).Zip(RandomTicks(6, 400)).Chunk(100).ToList();
        var half = batches.Count / 2;
        await WriteAsync(other, batches.Take(half));
        using var call = _client.SubscribeIndicators(
            new SubscribeIndicatorsRequest
            {
                Symbols = { _symbol },
                Timeframe = Timeframe._1M,
                Indicators = { specs },
            },
            suite.KeyHeaders
        );
        var live = new LiveValues(call.ResponseStream);
        // Only from here on every close is heard, and a correction meets a reader who knows the rows around it.
        await live.ReadFirstAsync(Patience);
        await WriteAsync(other, batches.Skip(half));
        var batchwise = await ComputeAsync(other, 0, 0, isWarmedUp: true);
        await live.ReadUntilAsync(batchwise, Patience);

        // Fifty candles back, a new high at the end of a candle; then one in the newest.
        var late = batchwise[0].OpenTimeUs[^50] + Minute - 1;
        await WriteAsync(_symbol, [(late, 150, 9)]);
        await WriteAsync(_symbol, [(batchwise[0].OpenTimeUs[^1] + Minute - 1, 140, 2)]);
        var corrected = await ComputeAsync(other, 0, 0, isWarmedUp: true);
        corrected[0].Outputs[0].Values[^50].ShouldNotBe(batchwise[0].Outputs[0].Values[^50]);
        await live.ReadUntilAsync(corrected, Patience);
        live.Corrections.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("smma", "", 0, "", StatusCode.NotFound, "there is no indicator 'smma'")]
    [InlineData("sma", "length", 3, "", StatusCode.InvalidArgument, "it has period")]
    [InlineData("sma", "period", 0, "", StatusCode.InvalidArgument, "from 1 to 5000")]
    [InlineData("correlation", "", 0, "", StatusCode.InvalidArgument, "name the second")]
    [InlineData("sma", "", 0, "EURUSD", StatusCode.InvalidArgument, "leave it empty")]
    public async Task What_cannot_be_computed_is_refused_with_what_is_allowed(
        string name,
        string parameter,
        double value,
        string other,
        StatusCode code,
        string message
    )
    {
        var spec = new V1.IndicatorSpec { Name = name, OtherSymbol = other };
        if (parameter.Length > 0)
        {
            spec.Parameters[parameter] = value;
        }

        var refused = await Should.ThrowAsync<RpcException>(async () =>
            await _client.ComputeIndicatorsAsync(
                new ComputeIndicatorsRequest
                {
                    Symbol = _symbol,
                    Timeframe = Timeframe._1M,
                    Indicators = { spec },
                },
                suite.KeyHeaders
            )
        );

        refused.StatusCode.ShouldBe(code);
        refused.Status.Detail.ShouldContain(message);
    }

    /// <summary>Prices of a walk, now and then a minute without a tick.</summary>
    private static List<(long TimeUs, double Bid, ulong Volume)> RandomTicks(int seed, int minutes)
    {
        var random = new Random(seed);
        var ticks = new List<(long, double, ulong)>();
        var price = 100d;
        for (var minute = 0; minute < minutes; minute++)
        {
            for (var tick = 0; tick < 3; tick++)
            {
                price *= 1 + ((random.NextDouble() - 0.5) * 0.01);
                var isMissing = minute % 17 == seed;
                var at = isMissing ? minute - 1 : minute;
                var time = Start + (at * Minute) + (isMissing ? 45_000_000 : 0);
                ticks.Add((time + (tick * 3_000_000L), price, (ulong)random.Next(5)));
            }
        }
        return ticks;
    }

    private static List<V1.IndicatorSpec> Specs(string other) =>
        [
            .. IndicatorCatalogue.All.Select(one => new V1.IndicatorSpec
            {
                Name = one.Name,
                OtherSymbol = one.Symbols == 2 ? other : "",
            }),
        ];

    internal static void ShouldBeSame(
        IEnumerable<double> actual,
        IEnumerable<double> expected,
        string name
    )
    {
        foreach (var (ours, theirs) in actual.Zip(expected))
        {
            IsSame(ours, theirs).ShouldBeTrue($"{name}: {ours:R} is not {theirs:R}");
        }
    }

    internal static bool IsSame(double one, double other) =>
        one.Equals(other)
        || Math.Abs(one - other) <= 1e-9 * Math.Max(1, Math.Max(Math.Abs(one), Math.Abs(other)));

    private async Task<IReadOnlyList<IndicatorBatch>> ComputeAsync(
        string other,
        long startUs,
        long endUs,
        bool isWarmedUp
    )
    {
        var answer = await _client.ComputeIndicatorsAsync(
            new ComputeIndicatorsRequest
            {
                Symbol = _symbol,
                Timeframe = Timeframe._1M,
                StartTimeUs = startUs,
                EndTimeUs = endUs,
                WarmUpBefore = isWarmedUp,
                Indicators = { Specs(other) },
            },
            suite.KeyHeaders
        );
        return answer.Indicators;
    }

    private async Task<Bar[]> BarsAsync(string symbol)
    {
        var answer = await _client.GetCandlesAsync(
            new GetCandlesRequest { Symbol = symbol, Timeframe = Timeframe._1M },
            suite.KeyHeaders
        );
        var candles = answer.Candles;
        return
        [
            .. candles.OpenTimeUs.Select(
                (time, i) =>
                    new Bar(
                        time,
                        candles.Open[i],
                        candles.High[i],
                        candles.Low[i],
                        candles.Close[i],
                        candles.Volume[i]
                    )
            ),
        ];
    }

    private async Task WriteAsync(
        string other,
        IEnumerable<(
            (long TimeUs, double Bid, ulong Volume) First,
            (long TimeUs, double Bid, ulong Volume) Second
        )[]> batches
    )
    {
        foreach (var batch in batches)
        {
            await WriteAsync(_symbol, batch.Select(pair => pair.First));
            await WriteAsync(other, batch.Select(pair => pair.Second));
        }
    }

    private async Task WriteAsync(
        string symbol,
        IEnumerable<(long TimeUs, double Bid, ulong Volume)> ticks
    )
    {
        foreach (var chunk in ticks.Chunk(1_000))
        {
            var batch = new TickBatch { Symbols = { symbol } };
            batch.TimeUs.AddRange(chunk.Select(tick => tick.TimeUs));
            batch.Bid.AddRange(chunk.Select(tick => tick.Bid));
            batch.Ask.AddRange(chunk.Select(tick => tick.Bid + 0.1));
            batch.Volume.AddRange(chunk.Select(tick => tick.Volume));
            var answer = await _client.WriteTickBatchAsync(
                new WriteTickBatchRequest { Batch = batch },
                suite.KeyHeaders
            );
            answer.AcceptedRows.ShouldBe((uint)chunk.Length);
        }
    }
}
