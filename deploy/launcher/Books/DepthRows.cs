using Platform.Common.V1;

namespace Platform.Launcher.Books;

/// <summary>Rows of market_depth, gathered column by column.</summary>
internal sealed class DepthRows(string broker)
{
    private readonly List<long> _timesUs = [];
    private readonly List<ulong> _levels = [];
    private readonly List<BookRow> _rows = [];
    private readonly List<string> _symbols = [];
    private readonly List<uint> _symbolOf = [];

    public int Count => _rows.Count;

    /// <summary>Adds the levels that differ from the state before, and leaves the state in <paramref name="now"/>.</summary>
    public void AddChanges(
        string symbol,
        long timeMs,
        OrderBook book,
        BookRow[] before,
        BookRow[] now
    )
    {
        book.CopyTo(now);
        for (var level = 0; level < now.Length; level++)
        {
            if (now[level] == before[level])
            {
                continue;
            }
            _timesUs.Add(timeMs * 1_000);
            _levels.Add((ulong)level + 1);
            _rows.Add(now[level]);
            _symbolOf.Add(IndexOf(symbol));
        }
    }

    public RowBatch Take()
    {
        var batch = new RowBatch
        {
            RowCount = (uint)Count,
            Columns =
            {
                new Column
                {
                    Name = "timestamp",
                    TimestampsUs = new Timestamps { Values = { _timesUs } },
                },
                new Column
                {
                    Name = "symbol",
                    Strings = new Strings { Dictionary = { _symbols }, Indexes = { _symbolOf } },
                },
                new Column
                {
                    Name = "broker",
                    Strings = new Strings
                    {
                        Dictionary = { broker },
                        Indexes = { Enumerable.Repeat(0u, Count) },
                    },
                },
                new Column
                {
                    Name = "level",
                    Uints = new Uints { Values = { _levels } },
                },
                Doubles("bid_price", row => row.BidPrice),
                Doubles("bid_volume", row => row.BidVolume),
                Doubles("ask_price", row => row.AskPrice),
                Doubles("ask_volume", row => row.AskVolume),
            },
        };
        _timesUs.Clear();
        _levels.Clear();
        _rows.Clear();
        _symbolOf.Clear();
        return batch;
    }

    private Column Doubles(string name, Func<BookRow, double> value) =>
        new()
        {
            Name = name,
            Doubles = new Doubles { Values = { _rows.Select(value) } },
        };

    private uint IndexOf(string symbol)
    {
        var index = _symbols.IndexOf(symbol);
        if (index < 0)
        {
            index = _symbols.Count;
            _symbols.Add(symbol);
        }
        return (uint)index;
    }
}
