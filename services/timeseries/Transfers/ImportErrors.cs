using System.Globalization;
using System.Text.RegularExpressions;
using Grpc.Core;
using Platform.ClickHouse;
using Platform.Common.V1;
using Platform.ServiceDefaults;

namespace Platform.Timeseries.Transfers;

/// <summary>What the engine says of rows it can't read, with the row's number in the whole source.</summary>
internal static partial class ImportErrors
{
    private const int TextMax = 400;

    /// <summary>Null when the failure is not about the rows.</summary>
    public static RpcException? OfRows(ClickHouseException failure, ulong rowsBefore)
    {
        if (failure.Code == 0 || failure.IsTransient || IsLimit(failure.Code))
        {
            return null;
        }
        var row = (RowOf(failure.Message) ?? RowOfRule(failure.Message)) is { } number
            ? (rowsBefore + number).ToString(CultureInfo.InvariantCulture)
            : null;
        var text = Shorten(failure.Message);
        return PlatformErrors.Create(
            ErrorReason.InvalidArgument,
            row is null
                ? $"The engine can't read the rows after row {rowsBefore}: {text}"
                : $"Row {row} can't be read: {text}",
            ("row", row ?? ""),
            ("error", failure.Name)
        );
    }

    private static bool IsLimit(int code) =>
        code is 158 or 159 or 160 or 161 or 191 or 202 or 241 or 243 or 252 or 290 or 307 or 396;

    private static ulong? RowOf(string message) => NumberOf(AtRow().Match(message));

    private static ulong? RowOfRule(string message) => NumberOf(BrokenRule().Match(message));

    private static ulong? NumberOf(Match found)
    {
        if (!found.Success)
        {
            return null;
        }
        var number = ulong.Parse(
            found.Groups["row"].ValueSpan,
            NumberStyles.None,
            CultureInfo.InvariantCulture
        );
        return number == 0 ? null : number;
    }

    /// <summary>The column that is wrong, where the engine names one; else its words without what surrounds them.</summary>
    private static string Shorten(string message)
    {
        var text = Prefix().Replace(message, "");
        if (BrokenRule().Match(text) is { Success: true } rule)
        {
            return $"column {rule.Groups["name"].Value}: "
                + (
                    rule.Groups["kind"].Value == ImportRules.Given
                        ? "it has to be given, it has no default"
                        : "NaN and infinities are not allowed by its definition"
                );
        }
        var column = WrongColumn().Match(text);
        var end = text.IndexOf(": While executing", StringComparison.Ordinal);
        text = column.Success
            ? $"column {column.Groups["name"].Value}, {column.Groups["type"].Value}: {column.Groups["error"].Value}"
            : text[..(end < 0 ? text.Length : end)];
        text = Blanks().Replace(text, " ").Trim();
        return text.Length <= TextMax ? text : text[..TextMax] + "…";
    }

    [GeneratedRegex(
        @"Column [0-9]+,\s+name: (?<name>.+?),\s+type: (?<type>.+?),\s*(parsed text: .*)?ERROR: ?(?<error>.*)"
    )]
    private static partial Regex WrongColumn();

    [GeneratedRegex(
        @"Constraint `(?<kind>given|finite) (?<name>[^`]+)` for table .+? is violated at row (?<row>[0-9]{1,12})\."
    )]
    private static partial Regex BrokenRule();

    [GeneratedRegex(@"\(at row (?<row>[0-9]{1,12})\)")]
    private static partial Regex AtRow();

    [GeneratedRegex(@"^Code: [0-9]+\. DB::Exception: ")]
    private static partial Regex Prefix();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
