using System.Text.Json;
using Platform.Common.V1;

namespace Platform.Launcher.Books;

/// <summary>
/// Reads order books as Bybit publishes them (JSON lines: a snapshot, then deltas, each with ts in milliseconds) and
/// makes rows of table market_depth: a row for each level that changed, which is its state from that time on.
/// </summary>
public static class OrderBookFile
{
    /// <summary>Levels the table can tell apart: its column level is a UInt8.</summary>
    public const int LevelsMax = 255;

    private const int BatchRows = 8_192;

    /// <summary>Batches for InsertRows, in order of time.</summary>
    /// <exception cref="InvalidDataException">A line is not what the format says; the message has its number.</exception>
    public static IEnumerable<RowBatch> Read(
        TextReader lines,
        string broker,
        int levels = LevelsMax
    )
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(levels, LevelsMax);
        var book = new OrderBook();
        var before = new BookRow[levels];
        var now = new BookRow[levels];
        var rows = new DepthRows(broker);
        var symbol = "";
        var time = 0L;
        var number = 0;
        while (lines.ReadLine() is { } line)
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }
            using var message = Parse(line, number);
            var root = message.RootElement;
            var next = root.GetProperty("ts").GetInt64();
            if (next != time && symbol.Length > 0)
            {
                // The store keeps milliseconds: all changes of one make one state.
                rows.AddChanges(symbol, time, book, before, now);
                (before, now) = (now, before);
                if (rows.Count >= BatchRows)
                {
                    yield return rows.Take();
                }
            }
            if (next < time)
            {
                throw new InvalidDataException($"line {number} is earlier than the one before");
            }
            time = next;
            var data = root.GetProperty("data");
            symbol = data.GetProperty("s").GetString()!;
            if (root.GetProperty("type").GetString() == "snapshot")
            {
                book.Clear();
            }
            book.Apply(data);
        }
        if (symbol.Length > 0)
        {
            rows.AddChanges(symbol, time, book, before, now);
        }
        if (rows.Count > 0)
        {
            yield return rows.Take();
        }
    }

    private static JsonDocument Parse(string line, int number)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"line {number} is no JSON: {e.Message}", e);
        }
    }
}
