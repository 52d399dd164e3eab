using System.Text.Json;

namespace Platform.Launcher.Books;

/// <summary>
/// Reads order books as Bybit publishes them (JSON lines: a snapshot, then deltas, each with ts in milliseconds) and
/// tells the levels that changed: rows of table market_depth, each its level's state from its time on.
/// </summary>
public static class OrderBookFile
{
    /// <summary>Levels the table can tell apart: its column level is a UInt8.</summary>
    public const int LevelsMax = 255;

    // The last millisecond the store's columns of time can hold.
    private const long LatestMs = 10_413_791_999_999;

    /// <summary>Changed levels, in order of time.</summary>
    /// <param name="everyMs">
    /// Of each interval this long (from the epoch on) the last state is told, at the time of its last update: never
    /// earlier than it was true. 1: every state, as the store keeps milliseconds.
    /// </param>
    /// <exception cref="InvalidDataException">A line is not what the format says; the message has its number.</exception>
    public static IEnumerable<BookChange> Read(
        TextReader lines,
        int levels = LevelsMax,
        long everyMs = 1
    )
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(levels, LevelsMax);
        ArgumentOutOfRangeException.ThrowIfLessThan(everyMs, 1);
        var book = new OrderBook();
        var before = new BookRow[levels];
        var now = new BookRow[levels];
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
            var update = Parse(line, number);
            Check(update, symbol, time, number);
            if (symbol.Length > 0 && update.TimeMs / everyMs != time / everyMs)
            {
                book.CopyTo(now);
                foreach (var change in Changes(symbol, time, before, now))
                {
                    yield return change;
                }
                (before, now) = (now, before);
            }
            (symbol, time) = (update.Symbol, update.TimeMs);
            book.Apply(update);
        }
        if (symbol.Length > 0)
        {
            book.CopyTo(now);
            foreach (var change in Changes(symbol, time, before, now))
            {
                yield return change;
            }
        }
    }

    private static IEnumerable<BookChange> Changes(
        string symbol,
        long timeMs,
        BookRow[] before,
        BookRow[] now
    )
    {
        for (var level = 0; level < now.Length; level++)
        {
            if (now[level] != before[level])
            {
                yield return new BookChange(symbol, timeMs, level + 1, now[level]);
            }
        }
    }

    private static void Check(BookUpdate update, string symbol, long time, int number)
    {
        if (symbol.Length == 0 && !update.IsSnapshot)
        {
            throw new InvalidDataException(
                $"line {number} is a delta before any snapshot: the book it changes is not known"
            );
        }
        if (symbol.Length > 0 && update.Symbol != symbol)
        {
            throw new InvalidDataException(
                $"line {number} is of {update.Symbol}, the lines before of {symbol}: one symbol a file"
            );
        }
        if (update.TimeMs < time)
        {
            throw new InvalidDataException($"line {number} is earlier than the one before");
        }
        if (update.TimeMs > LatestMs)
        {
            throw new InvalidDataException($"line {number} has a ts beyond {LatestMs} ms");
        }
    }

    private static BookUpdate Parse(string line, int number)
    {
        try
        {
            return BookUpdate.Parse(line);
        }
        catch (Exception e)
            when (e
                    is JsonException
                        or FormatException
                        or OverflowException
                        or KeyNotFoundException
                        or InvalidOperationException
            )
        {
            throw new InvalidDataException(
                $"line {number} is no update of an order book (type, ts, data with s, b, a): {e.Message}",
                e
            );
        }
    }
}
