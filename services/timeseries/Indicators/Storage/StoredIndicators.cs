using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Candles;
using Platform.Timeseries.Indicators.Library;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.Ticks.Read;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Indicators.Storage;

/// <summary>GetIndicators: what the live sets stored, the newest rows first on the pages and rising in each.</summary>
internal sealed class StoredIndicators(
    ClickHouseClient clickHouse,
    IOptions<IndicatorOptions> options,
    IOptions<ReadOptions> reading
)
{
    private const int StandardPage = 1_000;

    // ClickHouse: UNKNOWN_TABLE.
    private const int UnknownTable = 60;

    public async Task<GetIndicatorsResponse> ReadAsync(
        GetIndicatorsRequest request,
        CancellationToken cancellation
    )
    {
        var frame = Frame.Of(request.Timeframe);
        TimeRange.Check(request.StartTimeUs, request.EndTimeUs);
        var asked = Asked(request, frame.Name);
        var page = PageSizeOf(request);
        var query = request.Clone();
        query.PageToken = "";
        query.PageSize = 0;
        var places = PageToken.Decode<Dictionary<string, long>>(
            request.PageToken,
            query.ToString()
        );
        var next = new Dictionary<string, long>(StringComparer.Ordinal);
        var response = new GetIndicatorsResponse();
        foreach (var (name, table) in asked)
        {
            var endUs = request.EndTimeUs == 0 ? long.MaxValue : request.EndTimeUs;
            if (places is not null)
            {
                if (!places.TryGetValue(name, out endUs))
                {
                    // Its last row was on an earlier page.
                    continue;
                }
            }
            var rows = await RowsAsync(request, frame.Name, table, endUs, page, cancellation);
            if (rows.Count == page)
            {
                next[name] = rows[^1].TimeUs;
            }
            rows.Reverse();
            response.Indicators.AddRange(BatchesOf(request, name, table, rows, frame.Name));
        }
        if (next.Count > 0)
        {
            response.NextPageToken = PageToken.Encode(query.ToString(), next);
        }
        return response;
    }

    /// <summary>Newest first.</summary>
    private async Task<List<(long TimeUs, double[] Values)>> RowsAsync(
        GetIndicatorsRequest request,
        string timeframe,
        StoredTable table,
        long endUs,
        int limit,
        CancellationToken cancellation
    )
    {
        var columns = table.Columns.Select(StoredTexts.NumberSql);
        var sql = $$"""
            SELECT toUnixTimestamp(timestamp), {{string.Join(", ", columns)}}
            FROM {{Identifier.QuoteTable(table.Name)}}
            WHERE symbol = {symbol:String} AND timeframe = {timeframe:String}
                AND (empty({broker:String}) OR broker = {broker:String})
                AND timestamp >= toDateTime({start:UInt32}) AND timestamp < toDateTime({end:UInt32})
            ORDER BY timestamp DESC
            LIMIT {limit:UInt32}
            """;
        var parameters = new QueryParameters
        {
            { "symbol", request.Symbol },
            { "timeframe", timeframe },
            { "broker", request.Broker },
            { "start", SecondsOf(request.StartTimeUs) },
            { "end", SecondsOf(endUs) },
            { "limit", (uint)limit },
        };
        var settings = new QueryOptions
        {
            Settings = new Dictionary<string, string>
            {
                ["max_execution_time"] = $"{Math.Ceiling(reading.Value.QueryTimeMax.TotalSeconds)}",
            },
        };
        var rows = new List<(long, double[])>();
        try
        {
            await foreach (
                var block in clickHouse.QueryAsync(sql, parameters, settings, cancellation)
            )
            {
                using (block)
                {
                    for (var row = 0; row < block.RowCount; row++)
                    {
                        var values = new double[table.Columns.Count];
                        for (var column = 0; column < values.Length; column++)
                        {
                            values[column] = block.Values<double>(column + 1)[row];
                        }
                        rows.Add((block.Values<uint>(0)[row] * MicroTime.PerSecond, values));
                    }
                }
            }
        }
        catch (ClickHouseException absent) when (absent.Code == UnknownTable)
        {
            PlatformErrors.Throw(
                ErrorReason.UnknownTable,
                $"The table {table.Name} does not exist yet: apply the schema.",
                ("table", table.Name)
            );
        }
        return rows;
    }

    private IEnumerable<IndicatorBatch> BatchesOf(
        GetIndicatorsRequest request,
        string name,
        StoredTable table,
        List<(long TimeUs, double[] Values)> rows,
        string timeframe
    )
    {
        var other = options.Value.OtherSymbolOf(request.Symbol, timeframe, table.Name);
        // A table's own name asks for all of it, an indicator's for what is its.
        foreach (
            var spec in table.Specs.Where(spec =>
                name == table.Name || spec.Definition.Name == name
            )
        )
        {
            var batch = new IndicatorBatch
            {
                Symbol = request.Symbol,
                Timeframe = request.Timeframe,
                Indicator = IndicatorMessages.SpecOf(
                    spec,
                    spec.Definition.Symbols == 2 ? other : ""
                ),
            };
            batch.OpenTimeUs.AddRange(rows.Select(row => row.TimeUs));
            batch.Ready.AddRange(rows.Select(_ => true));
            var outputs = table
                .Columns.Index()
                .Where(one => one.Item.Spec == spec)
                .DistinctBy(one => one.Item.Output);
            foreach (var (place, column) in outputs)
            {
                var output = new IndicatorOutput { Name = spec.Definition.Outputs[column.Output] };
                output.Values.AddRange(rows.Select(row => row.Values[place]));
                batch.Outputs.Add(output);
            }
            yield return batch;
        }
    }

    private List<(string Name, StoredTable Table)> Asked(
        GetIndicatorsRequest request,
        string timeframe
    )
    {
        if (request.Names.Count == 0 || request.Names.Count > options.Value.IndicatorsMax)
        {
            PlatformErrors.ThrowInvalid(
                (
                    "names",
                    $"{request.Names.Count} indicators were named; name 1 to {options.Value.IndicatorsMax}."
                )
            );
        }
        return
        [
            .. request
                .Names.Distinct(StringComparer.Ordinal)
                .Select(name => (name, Find(name, request.Symbol, timeframe))),
        ];
    }

    private StoredTable Find(string name, string symbol, string timeframe)
    {
        var found =
            StoredTable.Find(name) ?? StoredTable.All.FirstOrDefault(one => one.Holds(name));
        if (found is { IsOfSessions: true })
        {
            PlatformErrors.ThrowInvalid(
                (
                    "names",
                    $"{found.Name} has a row for each session that ended in a candle: ReadRows reads them, GetSessions computes them."
                )
            );
        }
        if (found is not null)
        {
            var other = options.Value.OtherSymbolOf(symbol, timeframe, found.Name);
            var filled = StoredTable.Find(found.Name, other)!;
            if (name == found.Name || filled.Holds(name))
            {
                return filled;
            }
        }
        if (found is not null || IndicatorCatalogue.All.Any(one => one.Name == name))
        {
            PlatformErrors.ThrowInvalid(
                (
                    "names",
                    found is null
                        ? $"{name} is stored in no table; ComputeIndicators computes it."
                        : $"No live set of this symbol and timeframe stores {name} (in {found.Name}, with an OtherSymbol); ComputeIndicators computes it."
                )
            );
        }
        throw PlatformErrors.Create(
            ErrorReason.UnknownIndicator,
            "There is no such indicator, and no table of indicators of this name.",
            ("indicator", name.Length <= 64 ? name : name[..64])
        );
    }

    private int PageSizeOf(GetIndicatorsRequest request)
    {
        var max = options.Value.PageMax;
        if (request.PageSize > max)
        {
            PlatformErrors.Throw(
                ErrorReason.LimitExceeded,
                $"page_size is {request.PageSize}; {max} are allowed.",
                ("limit", "Indicators:PageMax"),
                ("allowed", $"1 to {max}; 0 for the standard of {Math.Min(StandardPage, max)}")
            );
        }
        return request.PageSize == 0 ? Math.Min(StandardPage, max) : (int)request.PageSize;
    }

    /// <summary>Candles open on whole seconds: the first second at or after a time.</summary>
    private static uint SecondsOf(long timeUs) =>
        (uint)
            Math.Clamp(
                (timeUs / MicroTime.PerSecond) + (timeUs % MicroTime.PerSecond > 0 ? 1 : 0),
                0,
                uint.MaxValue
            );
}
