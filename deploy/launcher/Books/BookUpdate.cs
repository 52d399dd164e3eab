using System.Globalization;
using System.Text.Json;

namespace Platform.Launcher.Books;

/// <summary>A line of the file: all of a book, or what of it changed.</summary>
internal sealed record BookUpdate(
    string Symbol,
    long TimeMs,
    bool IsSnapshot,
    (decimal Price, double Volume)[] Bids,
    (decimal Price, double Volume)[] Asks
)
{
    public static BookUpdate Parse(string line)
    {
        using var message = JsonDocument.Parse(line);
        var root = message.RootElement;
        var data = root.GetProperty("data");
        var type = root.GetProperty("type").GetString();
        if (type is not ("snapshot" or "delta"))
        {
            throw new FormatException($"its type is '{type}'");
        }
        var symbol = data.GetProperty("s").GetString();
        var time = root.GetProperty("ts").GetInt64();
        if (string.IsNullOrEmpty(symbol) || time < 0)
        {
            throw new FormatException("it has no symbol, or a time before 1970");
        }
        return new BookUpdate(
            symbol,
            time,
            type == "snapshot",
            Side(data.GetProperty("b")),
            Side(data.GetProperty("a"))
        );
    }

    private static (decimal, double)[] Side(JsonElement changes)
    {
        var side = new (decimal, double)[changes.GetArrayLength()];
        for (var i = 0; i < side.Length; i++)
        {
            if (changes[i].GetArrayLength() < 2)
            {
                throw new FormatException("a change of it is no pair of price and volume");
            }
            side[i] = (
                decimal.Parse(Text(changes[i][0]), CultureInfo.InvariantCulture),
                Volume(Text(changes[i][1]))
            );
        }
        return side;
    }

    private static string Text(JsonElement number) =>
        number.GetString() ?? throw new FormatException("a price or volume of it is null");

    private static double Volume(string text)
    {
        var volume = double.Parse(text, CultureInfo.InvariantCulture);
        return double.IsFinite(volume) && volume >= 0
            ? volume
            : throw new FormatException($"the volume '{text}' is no number of 0 or above");
    }
}
