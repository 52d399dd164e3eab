using System.Globalization;
using Platform.Schema.Rendering;
using Platform.Schema.Service;

namespace Platform.Timeseries.Schema;

/// <summary>The names that the statements about one table or view use.</summary>
internal sealed class StepTexts(string name, RenderContext context)
{
    public const string BackupDatabase = "platform_backup";

    public string Name => name;

    public string Database => context.Scope;

    /// <summary>trading_data.ticks</summary>
    public string Full { get; } = FullOf(context.Scope, name);

    public string Alter => $"ALTER TABLE {Full}";

    public static string FullOf(string database, string table) =>
        $"{ClickHouseSql.Identifier(database)}.{ClickHouseSql.Identifier(table)}";

    /// <summary>A backup's name holds what it was taken of, at which version and when.</summary>
    /// <param name="part">The part it is taken for; empty: the whole table.</param>
    public (string Table, string Full) Backup(string part = "")
    {
        var version = context.Version.Length == 0 ? "none" : context.Version.Replace('.', '_');
        var at = context.At.UtcDateTime.ToString(
            "yyyyMMdd'T'HHmmssfff",
            CultureInfo.InvariantCulture
        );
        var table =
            $"{name}__{version}__{at}" + (part.Length == 0 ? "" : $"__{part.Replace(' ', '_')}");
        return (table, $"{BackupDatabase}.{ClickHouseSql.Identifier(table)}");
    }

    public SchemaStep Step(StepPhase phase, string summary, string statement, string undo) =>
        Step(phase, summary, [statement], [undo]);

    public SchemaStep Step(
        StepPhase phase,
        string summary,
        IReadOnlyList<string> statements,
        IReadOnlyList<string> undo
    ) =>
        new()
        {
            Phase = phase,
            Definition = name,
            Summary = summary,
            Statements = statements,
            Undo = undo,
        };

    /// <summary>A step that loses data of a table: a copy that shares the table's files is made first.</summary>
    public SchemaStep Losing(
        string summary,
        string part,
        bool hasTtl,
        IReadOnlyList<string> statements
    )
    {
        var backup = Backup(part);
        return new()
        {
            Phase = StepPhase.Destroy,
            Definition = name,
            Summary = summary,
            Statements =
            [
                $"CREATE TABLE IF NOT EXISTS {backup.Full} CLONE AS {Full}",
                // A backup is kept until it is dropped by hand.
                .. hasTtl ? [$"ALTER TABLE {backup.Full} REMOVE TTL"] : Array.Empty<string>(),
                .. statements,
            ],
            Prelude = hasTtl ? 2 : 1,
            // A row written between the copy and the change would lose its value without a backup.
            Still = ..(statements.Count + (hasTtl ? 2 : 1)),
            IsDestructive = true,
            Backup = $"{BackupDatabase}.{backup.Table}",
        };
    }
}
