using System.Text.RegularExpressions;

namespace Platform.Timeseries.Schema;

/// <summary>system.tables.engine_full taken apart: what is only told there.</summary>
internal sealed partial record EngineClauses(
    string Engine,
    string? Ttl,
    IReadOnlyDictionary<string, string> Settings
)
{
    public static EngineClauses Parse(string engineFull)
    {
        var bare = SqlNormal.Blank(engineFull);
        var marks = Keyword().Matches(bare).Select(match => (match.Index, match.Value)).ToList();
        string? Clause(string keyword)
        {
            var at = marks.FindIndex(mark => mark.Value == keyword);
            if (at < 0)
            {
                return null;
            }
            var start = marks[at].Index + keyword.Length;
            var end = at + 1 < marks.Count ? marks[at + 1].Index : engineFull.Length;
            return engineFull[start..end].Trim();
        }
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match one in Setting().Matches(Clause("SETTINGS") ?? ""))
        {
            settings[one.Groups[1].Value] = one.Groups[2].Value.Trim('\'');
        }
        var engine = marks.Count == 0 ? engineFull : engineFull[..marks[0].Index];
        return new EngineClauses(engine.Trim(), Clause("TTL"), settings);
    }

    [GeneratedRegex(@"\b(?:PARTITION BY|PRIMARY KEY|ORDER BY|SAMPLE BY|TTL|SETTINGS)\b")]
    private static partial Regex Keyword();

    [GeneratedRegex(@"(\w+)\s*=\s*('(?:[^'\\]|\\.)*'|[^,\s]+)")]
    private static partial Regex Setting();
}
