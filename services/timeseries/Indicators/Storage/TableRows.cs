using System.Security.Cryptography;
using System.Text;
using Platform.ClickHouse;
using Platform.Timeseries.Indicators.Computing;
using Platform.Timeseries.Ticks.Model;

namespace Platform.Timeseries.Indicators.Storage;

/// <summary>Rows of one table and series on their way into it, by open time; a later row of a time takes the place of an earlier.</summary>
internal sealed class TableRows(TableSeries series)
{
    private readonly SortedDictionary<RowKey, double[]> _rows = new(RowKey.Rising);
    private readonly HashSet<RowKey> _replaced = [];

    public TableSeries Series => series;

    public int Count => _rows.Count;

    /// <summary>Rows that are stored with other values already.</summary>
    public IReadOnlyCollection<RowKey> Replaced => _replaced;

    public long OldestUs => _rows.Keys.First().TimeUs;

    public long NewestUs => _rows.Keys.Last().TimeUs;

    /// <summary>Takes the rows in which every indicator of the table is ready.</summary>
    /// <param name="rows">Of all indicators of the series.</param>
    /// <param name="storedUs">The newest open time the table has; rows up to it are replaced.</param>
    public void Take(IReadOnlyList<IndicatorRows> rows, long storedUs)
    {
        var sources = series.Table.Columns.Select(column => (column, SourceOf(rows, column)));
        var columns = sources.ToArray();
        var times = columns[0].Item2.OpenTimeUs;
        // A correction touches more rows of one indicator than of another: those all of them have.
        foreach (var time in times)
        {
            var values = new double[columns.Length];
            if (!TryRead(columns, time, values))
            {
                continue;
            }
            Add(new RowKey(time), values, storedUs);
        }
    }

    /// <param name="key">Which row.</param>
    /// <param name="values">As <see cref="RowValues"/> has them.</param>
    /// <param name="storedUs">The newest open time the table has.</param>
    public void Add(RowKey key, double[] values, long storedUs)
    {
        _rows[key] = values;
        if (key.TimeUs <= storedUs)
        {
            _replaced.Add(key);
        }
    }

    /// <summary>Takes rows of the same series that were looked at already.</summary>
    public void Take(TableRows rows)
    {
        foreach (var (time, values) in rows._rows)
        {
            _rows[time] = values;
        }
        _replaced.UnionWith(rows._replaced);
    }

    /// <summary>Lets go of rows that are stored as they are here.</summary>
    public void Except(IReadOnlyDictionary<RowKey, double[]> stored)
    {
        foreach (var (time, values) in _rows.ToList())
        {
            if (stored.TryGetValue(time, out var other) && IsSame(values, other))
            {
                _rows.Remove(time);
                _replaced.Remove(time);
            }
        }
    }

    public Block ToBlock()
    {
        var table = series.Table;
        var columns = new List<(string, Column)>
        {
            ("timestamp", TimesOf([.. _rows.Keys.Select(key => key.TimeUs)])),
            ("symbol", Same(series.Symbol)),
            ("timeframe", Same(series.Timeframe)),
            // The candles are of all brokers and accounts together.
            ("broker", Same("")),
            ("account_type", Same("")),
        };
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var values = _rows.Values.Select(row => row[i]).ToArray();
            columns.Add((table.Columns[i].Column, ColumnOf(table.Columns[i].Kind, values)));
        }
        if (table.IsOfSessions)
        {
            columns.AddRange(SessionColumns.Of([.. _rows.Keys.Select(key => key.Session!)]));
        }
        for (var list = 0; list < table.Lists.Count; list++)
        {
            columns.Add((table.Lists[list].Column, ListColumnOf(list)));
        }
        foreach (var (column, type, value) in table.Constants)
        {
            columns.Add((column, Constant(type, value)));
        }
        return new Block([.. columns]);
    }

    /// <summary>The same rows give the same token, so that a repeated insert adds nothing.</summary>
    public string DeduplicationToken()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (key, values) in _rows)
        {
            hash.AppendData(BitConverter.GetBytes(key.TimeUs));
            if (key.Session is { } session)
            {
                hash.AppendData(Encoding.UTF8.GetBytes(SessionColumns.KeyOf(session)));
            }
            foreach (var value in values)
            {
                hash.AppendData(BitConverter.GetBytes(value));
            }
        }
        return new StringBuilder()
            .Append(series.Table.Name)
            .Append(' ')
            .Append(series.Symbol)
            .Append(' ')
            .Append(series.Timeframe)
            .Append(' ')
            .Append(Convert.ToHexStringLower(hash.GetHashAndReset()))
            .ToString();
    }

    /// <summary>But for rounding: a recursive mean of candles that begins elsewhere differs in its last digits.</summary>
    private bool IsSame(double[] values, double[] stored)
    {
        if (stored.Length != values.Length)
        {
            return false;
        }
        var isCarriedOn = series.Table.Source == RowSource.Candles;
        var slack = isCarriedOn ? values.Max(Math.Abs) * 1e-13 : 0;
        for (var i = 0; i < values.Length; i++)
        {
            var isWhole =
                i < series.Table.Columns.Count && series.Table.Columns[i].Kind == StoredKind.Whole;
            var value = isWhole ? (ulong)values[i] : values[i];
            var most = Math.Max(Math.Abs(value), Math.Abs(stored[i]));
            // Written so that a NaN is no match.
            if (!(Math.Abs(value - stored[i]) <= (most * 1e-9) + slack))
            {
                return false;
            }
        }
        return true;
    }

    private static IndicatorRows SourceOf(IReadOnlyList<IndicatorRows> rows, StoredColumn column) =>
        rows.First(one => one.Request.Spec == column.Spec);

    private static bool TryRead(
        (StoredColumn Column, IndicatorRows Rows)[] columns,
        long time,
        double[] values
    )
    {
        for (var i = 0; i < columns.Length; i++)
        {
            var (column, rows) = columns[i];
            var row = rows.OpenTimeUs.BinarySearch(time);
            if (row < 0 || !rows.Ready[row])
            {
                return false;
            }
            values[i] = rows.Values[column.Output][row];
        }
        return true;
    }

    private static Column ColumnOf(StoredKind kind, double[] values) =>
        kind switch
        {
            StoredKind.Whole => Column.Of<ulong>(values.Select(value => (ulong)value).ToArray()),
            StoredKind.Trend => Column.LowCardinality(
                StoredTexts.Trends,
                values.Select(StoredTexts.PlaceOf).ToArray()
            ),
            StoredKind.Side => Column.LowCardinality(
                StoredTexts.Sides,
                values.Select(StoredTexts.PlaceOf).ToArray()
            ),
            StoredKind.Divergence => Column.Strings(
                values.Select(one => StoredTexts.Divergences[StoredTexts.PlaceOf(one)]).ToArray()
            ),
            _ => Column.Of<double>(values),
        };

    private ArrayColumn ListColumnOf(int list)
    {
        var all = new List<double>();
        var ends = new List<ulong>();
        foreach (var values in _rows.Values)
        {
            all.AddRange(RowValues.ListOf(values, series.Table.Columns.Count, list));
            ends.Add((ulong)all.Count);
        }
        Column elements = series.Table.Lists[list].IsWhole
            ? Column.Of<ulong>(all.Select(value => (ulong)value).ToArray())
            : Column.Of<double>(all.ToArray());
        return Column.Array(ends.ToArray(), elements);
    }

    private Column TimesOf(long[] timesUs) =>
        series.Table.HasMilliseconds
            ? Column.Of<long>(
                "DateTime64(3, 'UTC')",
                timesUs.Select(time => time / 1_000).ToArray()
            )
            : Column.Of<uint>(
                "DateTime('UTC')",
                timesUs.Select(time => (uint)(time / MicroTime.PerSecond)).ToArray()
            );

    private Column Same(string text) => Column.LowCardinality([text], new int[_rows.Count]);

    private Column Constant(string type, double value) =>
        type == "UInt16"
            ? Column.Of<ushort>(Enumerable.Repeat((ushort)value, _rows.Count).ToArray())
            : Column.Of<double>(Enumerable.Repeat(value, _rows.Count).ToArray());
}
