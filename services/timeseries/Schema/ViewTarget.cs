using System.Text.RegularExpressions;

namespace Platform.Timeseries.Schema;

/// <summary>The table a live materialized view writes to.</summary>
internal static partial class ViewTarget
{
    /// <summary>Its name without the database; empty: the view keeps its rows itself.</summary>
    public static string Of(string createQuery) =>
        To().Match(createQuery) is { Success: true } match ? match.Groups[1].Value : "";

    [GeneratedRegex(
        @"^CREATE MATERIALIZED VIEW \S+(?: UUID '[^']*')? TO (?:[^\s.(]+\.)?`?([^\s`(]+)`?"
    )]
    private static partial Regex To();
}
