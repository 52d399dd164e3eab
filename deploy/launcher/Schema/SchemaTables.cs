using Platform.Schema;
using Platform.Schema.Model;
using Platform.Schema.V1;
using Spectre.Console;

namespace Platform.Launcher.Schema;

/// <summary>The tables that are shown.</summary>
internal static class SchemaTables
{
    public static Table Status(
        IEnumerable<(PackStore Pack, GetStatusResponse? Status)> packs,
        Catalogue catalogue
    )
    {
        var table = New("store", "pack", "definitions", "version", "newest", "state", "engine");
        foreach (var (pack, status) in packs)
        {
            var live = status?.Packs.FirstOrDefault(one => one.Pack == pack.Pack);
            var version = DefinitionCounts.Released(pack, live?.Version ?? "");
            table.AddRow(
                pack.Kind.StoreName(),
                pack.Pack,
                Escape(DefinitionCounts.Of(catalogue.At(pack.Kind, pack.Pack, version))),
                live is null ? "" : Escape(live.Version.Length == 0 ? "none" : live.Version),
                $"{pack.Version}",
                State(live),
                Escape(status?.Engine ?? "")
            );
        }
        return table;
    }

    public static Table Retention(IEnumerable<Platform.Schema.V1.Retention> retention)
    {
        var table = New("table", "TTL", "rows", "due", "oldest", "due to move");
        foreach (var one in retention)
        {
            table.AddRow(
                Escape(one.Definition),
                Escape(one.Ttl),
                $"{one.Rows:N0}",
                $"{one.RowsDue:N0}",
                one.Oldest is { } oldest ? $"{oldest.ToDateTime():yyyy-MM-dd HH:mm:ss}" : "",
                Escape(
                    string.Join(
                        ", ",
                        one.Tiers.Select(tier =>
                            $"{tier.Volume} after {tier.After}: {tier.RowsDue:N0} rows, {tier.BytesDue:N0} bytes"
                        )
                    )
                )
            );
        }
        return table;
    }

    public static Table Definitions(IEnumerable<Platform.Schema.V1.Definition> definitions)
    {
        var table = New("pack", "group", "name", "kind", "since", "what it is for");
        foreach (var one in definitions)
        {
            table.AddRow(
                Escape(one.Pack),
                Escape(one.Group),
                Escape(one.Name),
                Escape(one.Kind),
                Escape(one.Since),
                Escape(one.Comment)
            );
        }
        return table;
    }

    public static Table Differences(IEnumerable<Difference> differences)
    {
        var table = New("pack", "definition", "", "part", "expected", "found");
        foreach (var one in differences)
        {
            table.AddRow(
                Escape(one.Pack),
                Escape(one.Definition),
                one.Kind switch
                {
                    DifferenceKind.Missing => "[red]missing[/]",
                    DifferenceKind.Extra => "[yellow]extra[/]",
                    _ => "[yellow]changed[/]",
                },
                Escape(one.Part.Length == 0 ? "itself" : one.Part),
                Escape(one.Expected),
                Escape(one.Found)
            );
        }
        return table;
    }

    public static void Steps(IEnumerable<Step> steps, bool withStatements)
    {
        foreach (var step in steps)
        {
            var mark = step.Destructive ? " [red](loses data: backed up first)[/]" : "";
            Terminal.Out.MarkupLine($"{step.Number, 4}  {Escape(step.Summary)}{mark}");
            foreach (var statement in withStatements ? step.Statements : [])
            {
                Terminal.Out.MarkupLine($"      [grey]{Escape(OneLine(statement))}[/]");
            }
        }
    }

    private static string State(PackStatus? live) =>
        live switch
        {
            null => "[grey]no service yet[/]",
            { Unfinished.Length: > 0 } => $"[red]{Escape(live.Unfinished)}[/]",
            { Drift: > 0 } =>
                $"[yellow]{live.Drift} differences, {live.PendingSteps} steps pending[/]",
            { PendingSteps: > 0 } => $"[yellow]{live.PendingSteps} steps pending[/]",
            _ => "[green]current[/]",
        };

    private static string OneLine(string statement)
    {
        const int Longest = 160;
        var line = string.Join(
            ' ',
            statement.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
        );
        return line.Length <= Longest ? line : line[..Longest] + " …";
    }

    private static Table New(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Rounded);
        return table.AddColumns(columns);
    }

    private static string Escape(string text) => Markup.Escape(text);
}
