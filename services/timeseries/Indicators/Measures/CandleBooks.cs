using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Timeseries.Candles;

namespace Platform.Timeseries.Indicators.Measures;

/// <summary>
/// The order book at the close of each candle, from market_depth: of the broker whose row before the close is the newest, each level's newest row. The
/// store brings each level once a candle, however often it changed.
/// </summary>
internal sealed class CandleBooks(ClickHouseClient clickHouse, IOptions<MeasureOptions> options)
{
    /// <summary>Lengths of candles one query covers, so that the store groups no more at once.</summary>
    private const int CandlesAtOnce = 1_000;

    // ClickHouse: UNKNOWN_TABLE.
    private const int UnknownTable = 60;

    private const string Levels =
        "argMax((bid_price, bid_volume, ask_price, ask_volume), timestamp) AS r, "
        + "toUnixTimestamp64Micro(toDateTime64(max(timestamp), 6, 'UTC')) AS newest "
        + "FROM market_depth WHERE symbol = {symbol:String} AND timestamp < {end:DateTime64(6, 'UTC')} ";

    private const string BeforeSql =
        "SELECT toInt64(0) AS opens, broker, newest, level, r.1, r.2, r.3, r.4 FROM (SELECT broker, level, "
        + Levels
        + "GROUP BY broker, level)";

    private const string SinceSql =
        "SELECT opens, broker, newest, level, r.1, r.2, r.3, r.4 FROM (SELECT "
        + "intDiv(toUnixTimestamp64Micro(toDateTime64(timestamp, 6, 'UTC')) + {shift:Int64}, {length:Int64}) "
        + "* {length:Int64} - {shift:Int64} AS opens, broker, level, "
        + Levels
        + "AND timestamp >= {start:DateTime64(6, 'UTC')} GROUP BY opens, broker, level) ORDER BY opens";

    /// <param name="symbol">Whose books.</param>
    /// <param name="frame">Of the candles.</param>
    /// <param name="opens">When they open, rising.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Candles that have a book, which is good until the next is asked for.</returns>
    public async IAsyncEnumerable<(long OpenUs, BookState Book)> ReadAsync(
        string symbol,
        Frame frame,
        IReadOnlyList<long> opens,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        if (opens.Count == 0 || await BeginAsync(symbol, opens[0], cancellation) is not { } books)
        {
            yield break;
        }
        var next = 0;
        var endUs = opens[^1] + frame.LengthUs;
        for (var startUs = opens[0]; startUs < endUs; )
        {
            var untilUs = Math.Min(endUs, startUs + (CandlesAtOnce * frame.LengthUs));
            var parameters = ParametersOf(symbol, untilUs);
            parameters.Add("start", startUs);
            parameters.Add("shift", frame.ShiftUs);
            parameters.Add("length", frame.LengthUs);
            await foreach (var block in QueryAsync(SinceSql, parameters, cancellation))
            {
                using (block)
                {
                    for (var row = 0; row < block.RowCount; row++)
                    {
                        var openUs = block.Values<long>(0)[row];
                        for (; next < opens.Count && opens[next] < openUs; next++)
                        {
                            if (books.Newest is { } book)
                            {
                                yield return (opens[next], book);
                            }
                        }
                        books.Take(block, row);
                    }
                }
            }
            startUs = untilUs;
        }
        for (; next < opens.Count; next++)
        {
            if (books.Newest is { } book)
            {
                yield return (opens[next], book);
            }
        }
    }

    /// <summary>The books before a time; null: there is no table of them.</summary>
    private async Task<BrokerBooks?> BeginAsync(
        string symbol,
        long beforeUs,
        CancellationToken cancellation
    )
    {
        var books = new BrokerBooks();
        try
        {
            var parameters = ParametersOf(symbol, beforeUs);
            await foreach (var block in QueryAsync(BeforeSql, parameters, cancellation))
            {
                using (block)
                {
                    for (var row = 0; row < block.RowCount; row++)
                    {
                        books.Take(block, row);
                    }
                }
            }
        }
        catch (ClickHouseException absent) when (absent.Code == UnknownTable)
        {
            return null;
        }
        return books;
    }

    private static QueryParameters ParametersOf(string symbol, long endUs) =>
        new() { { "symbol", symbol }, { "end", endUs } };

    private IAsyncEnumerable<Block> QueryAsync(
        string sql,
        QueryParameters parameters,
        CancellationToken cancellation
    ) =>
        clickHouse.QueryAsync(sql, parameters, MeasureChecks.Settings(options.Value), cancellation);

    /// <summary>Each broker's book, and whose row was the last.</summary>
    private sealed class BrokerBooks
    {
        private readonly SortedDictionary<string, BookState> _books = new(StringComparer.Ordinal);
        private string? _broker;
        private long _newestUs = long.MinValue;

        public BookState? Newest => _broker is null ? null : _books[_broker];

        public void Take(Block block, int row)
        {
            var broker = (string)block[1].GetValue(row)!;
            var timeUs = block.Values<long>(2)[row];
            // Of two at the same time the first by name, in whatever order they come.
            if (
                timeUs > _newestUs
                || (timeUs == _newestUs && string.CompareOrdinal(broker, _broker) < 0)
            )
            {
                (_newestUs, _broker) = (timeUs, broker);
            }
            if (!_books.TryGetValue(broker, out var book))
            {
                _books[broker] = book = new BookState();
            }
            book.Take(block, row, 3);
        }
    }
}
