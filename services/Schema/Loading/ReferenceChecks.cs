using Platform.Schema.Model;
using Platform.Schema.Rendering;

namespace Platform.Schema.Loading;

/// <summary>What a definition names must be in its pack.</summary>
internal static class ReferenceChecks
{
    public static void Check(
        PackStore store,
        IReadOnlyList<Definition> definitions,
        IReadOnlyList<SchemaFile> files
    )
    {
        var names = definitions.Select(definition => definition.Name).ToHashSet();
        foreach (var definition in definitions)
        {
            foreach (var name in References(definition).Where(name => !names.Contains(name)))
            {
                throw Error(
                    files,
                    definition,
                    $"it names '{name}', which {store.Kind.Name()} of pack {store.Pack} does not define"
                );
            }
            foreach (var key in (definition as PostgreSqlTable)?.ForeignKeys ?? [])
            {
                var table = definitions.OfType<PostgreSqlTable>().First(t => t.Name == key.Table);
                var columns = table.Columns.Select(column => column.Name).ToList();
                if (key.TableColumns.FirstOrDefault(c => !columns.Contains(c)) is { } missing)
                {
                    throw Error(
                        files,
                        definition,
                        $"foreign key {key.Name} names the column '{missing}' of {key.Table}, which has: {string.Join(", ", columns)}"
                    );
                }
            }
        }
        try
        {
            _ = DependencyOrder.Sort([.. definitions.DistinctBy(item => item.Name)], References);
        }
        catch (InvalidOperationException circle)
        {
            throw Error(files, definitions[0], circle.Message);
        }
    }

    private static SchemaFormatException Error(
        IReadOnlyList<SchemaFile> files,
        Definition definition,
        string problem
    )
    {
        var file = files.First(file =>
            Path.GetFileNameWithoutExtension(file.Path) == definition.Group
        );
        return new SchemaFormatException(
            file.Display,
            LineOf(file, definition.Name),
            $"definition {definition.Name}: {problem}"
        );
    }

    private static IEnumerable<string> References(Definition definition) =>
        definition switch
        {
            ClickHouseTable { SourceTable: { } source } => [source],
            ClickHouseView view => view.To is null ? view.DependsOn : [view.To, .. view.DependsOn],
            PostgreSqlTable table => table.ForeignKeys.Select(key => key.Table),
            PostgreSqlTrigger trigger => [.. trigger.Tables, trigger.Function],
            PostgreSqlView view => view.DependsOn,
            GraphCollection collection => collection.From.Concat(collection.To),
            NamedGraph graph => graph.Edges,
            _ => [],
        };

    private static int LineOf(SchemaFile file, string name)
    {
        var lines = file.Text.Split('\n');
        var index = Array.FindIndex(
            lines,
            line => line.StartsWith($"  {name}:", StringComparison.Ordinal)
        );
        return index < 0 ? 1 : index + 1;
    }
}
