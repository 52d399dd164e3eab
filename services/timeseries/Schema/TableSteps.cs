using Platform.Schema.Model;
using Platform.Schema.Rendering;
using Platform.Schema.Service;
using Platform.Schema.Service.Diff;

namespace Platform.Timeseries.Schema;

/// <summary>The steps that alter a table in place, one for each part that differs.</summary>
internal static class TableSteps
{
    public static IReadOnlyList<SchemaStep> Render(
        ClickHouseTable live,
        ClickHouseTable table,
        IReadOnlyList<PartDifference> differences,
        StepTexts texts
    ) => [.. differences.Select(one => Render(live, table, one, texts))];

    private static SchemaStep Render(
        ClickHouseTable live,
        ClickHouseTable table,
        PartDifference difference,
        StepTexts texts
    )
    {
        var part = difference.Part;
        if (NameAfter(part, ClickHouseParts.ColumnPrefix) is { } column)
        {
            return ColumnSteps.Render(live, table, column, texts);
        }
        if (NameAfter(part, ClickHouseParts.IndexPrefix) is { } index)
        {
            return Index(live, table, index, texts);
        }
        if (NameAfter(part, ClickHouseParts.ConstraintPrefix) is { } constraint)
        {
            var text = $"{ClickHouseSql.Identifier(constraint)} {live.Constraints[constraint]}";
            return Drop("CONSTRAINT", constraint, text, table, texts);
        }
        if (NameAfter(part, ClickHouseParts.ProjectionPrefix) is { } projection)
        {
            var text = $"{ClickHouseSql.Identifier(projection)} ({live.Projections[projection]})";
            return Drop("PROJECTION", projection, text, table, texts);
        }
        if (NameAfter(part, ClickHouseParts.SettingPrefix) is { } setting)
        {
            return texts.Step(
                StepPhase.Alter,
                $"{Verb(difference)} setting {table.Name}.{setting}",
                SettingStatement(table, setting, texts),
                SettingStatement(live, setting, texts)
            );
        }
        if (part == Part.Order)
        {
            return Order(live, table, texts);
        }
        return part == ClickHouseParts.Ttl
            ? Ttl(live, table, difference, texts)
            : texts.Step(
                StepPhase.Alter,
                $"change the comment of {table.Name}",
                $"{texts.Alter} MODIFY COMMENT {ClickHouseSql.Literal(table.Comment)}",
                $"{texts.Alter} MODIFY COMMENT {ClickHouseSql.Literal(live.Comment)}"
            );
    }

    /// <summary>
    /// Comes when all columns have their types: a MODIFY names the type along with the place, and leaves the rest as it is.
    /// </summary>
    private static SchemaStep Order(ClickHouseTable live, ClickHouseTable table, StepTexts texts)
    {
        var types = table
            .Columns.Where(column => live.Columns.Any(one => one.Name == column.Name))
            .ToDictionary(column => column.Name, column => column.Type, StringComparer.Ordinal);
        string Statement(IEnumerable<ClickHouseColumn> columns)
        {
            var place = "FIRST";
            var moves = new List<string>();
            foreach (var name in columns.Select(one => one.Name).Where(types.ContainsKey))
            {
                var column = ClickHouseSql.Identifier(name);
                moves.Add($"MODIFY COLUMN {column} {types[name]} {place}");
                place = $"AFTER {column}";
            }
            return $"{texts.Alter} {string.Join(", ", moves)}";
        }
        return texts.Step(
            StepPhase.Destroy,
            $"order the columns of {table.Name}",
            Statement(table.Columns),
            Statement(live.Columns)
        );
    }

    /// <summary>What no definition has, and somebody added by hand.</summary>
    private static SchemaStep Drop(
        string kind,
        string name,
        string text,
        ClickHouseTable table,
        StepTexts texts
    ) =>
        texts.Step(
            StepPhase.Alter,
            $"drop {kind.ToLowerInvariant()} {table.Name}.{name}",
            $"{texts.Alter} DROP {kind} IF EXISTS {ClickHouseSql.Identifier(name)}",
            $"{texts.Alter} ADD {kind} IF NOT EXISTS {text}"
        );

    private static SchemaStep Ttl(
        ClickHouseTable live,
        ClickHouseTable table,
        PartDifference difference,
        StepTexts texts
    )
    {
        var summary = $"{Verb(difference)} TTL of {table.Name}";
        return TtlChange.LosesRows(live.Ttl, table.Ttl)
            ? texts.Losing(summary, "ttl", live.Ttl is not null, [TtlStatement(table, texts)])
            : texts.Step(
                StepPhase.Alter,
                summary,
                TtlStatement(table, texts),
                TtlStatement(live, texts)
            );
    }

    private static SchemaStep Index(
        ClickHouseTable live,
        ClickHouseTable table,
        string name,
        StepTexts texts
    )
    {
        var old = live.Indexes.FirstOrDefault(one => one.Name == name);
        var wanted = table.Indexes.FirstOrDefault(one => one.Name == name);
        var verb =
            old is null ? "add"
            : wanted is null ? "drop"
            : "change";
        return texts.Step(
            StepPhase.Alter,
            $"{verb} index {table.Name}.{name}",
            [.. Replace(old, wanted, table, texts)],
            [.. Replace(wanted, old, live, texts)]
        );
    }

    private static IEnumerable<string> Replace(
        ClickHouseIndex? old,
        ClickHouseIndex? wanted,
        ClickHouseTable table,
        StepTexts texts
    )
    {
        if (old is not null)
        {
            yield return $"{texts.Alter} DROP INDEX IF EXISTS {old.Name}";
        }
        if (wanted is not null)
        {
            var place = table.Indexes.TakeWhile(one => one.Name != wanted.Name).LastOrDefault();
            yield return $"{texts.Alter} ADD {ClickHouseRenderer.Index(wanted).Replace("INDEX ", "INDEX IF NOT EXISTS ", StringComparison.Ordinal)} "
                + (place is null ? "FIRST" : $"AFTER {place.Name}");
        }
    }

    private static string SettingStatement(
        ClickHouseTable table,
        string setting,
        StepTexts texts
    ) =>
        table.Settings.TryGetValue(setting, out var value)
            ? $"{texts.Alter} MODIFY SETTING {setting} = {(value.All(char.IsAsciiDigit) ? value : ClickHouseSql.Literal(value))}"
            : $"{texts.Alter} RESET SETTING {setting}";

    private static string TtlStatement(ClickHouseTable table, StepTexts texts) =>
        table.Ttl is { } ttl ? $"{texts.Alter} MODIFY TTL {ttl}" : $"{texts.Alter} REMOVE TTL";

    private static string Verb(PartDifference difference) =>
        difference.Change switch
        {
            PartChange.Missing => "add",
            PartChange.Extra => "remove",
            _ => "change",
        };

    private static string? NameAfter(string part, string prefix) =>
        part.StartsWith(prefix, StringComparison.Ordinal) ? part[prefix.Length..] : null;
}
