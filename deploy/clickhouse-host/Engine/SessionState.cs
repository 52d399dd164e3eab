using System.Text;
using Platform.ClickHouseHost.Sql;

namespace Platform.ClickHouseHost.Engine;

/// <summary>
/// What a request changed in a session, so that it can be put back: connections are shared, while HTTP requests without
/// a session start from the defaults every time.
/// </summary>
internal sealed class SessionState
{
    private readonly HashSet<string> changed = new(StringComparer.Ordinal);
    private string? database;

    /// <summary>Puts the session into the state a request asks for.</summary>
    public void Enter(
        EngineConnection connection,
        string wantedDatabase,
        IReadOnlyCollection<KeyValuePair<string, string>> settings
    )
    {
        if (database != wantedDatabase)
        {
            database = null;
            connection.Execute($"USE {SqlText.Identifier(wantedDatabase)}");
            database = wantedDatabase;
        }

        if (settings.Count == 0)
        {
            return;
        }

        var statement = new StringBuilder("SET ");
        foreach (var (name, value) in settings)
        {
            changed.Add(name);
            statement.Append(statement.Length == 4 ? "" : ", ");
            statement.Append(name).Append(" = ").Append(SqlText.Literal(value));
        }

        connection.Execute(statement.ToString());
    }

    /// <summary>Puts back what <see cref="Enter"/> or the statement itself changed.</summary>
    public void Leave(
        EngineConnection connection,
        IReadOnlyDictionary<string, string> defaults,
        bool statementChanged,
        bool failed
    )
    {
        if (failed)
        {
            // An insert that failed or was cancelled stays on the engine's list of queries, and holds its table, until
            // the connection's next statement; setting anything is one.
            changed.Add("log_comment");
        }

        if (statementChanged)
        {
            FindChanges(connection, defaults);
        }

        if (changed.Count == 0)
        {
            return;
        }

        // DEFAULT is the engine's compiled-in value; what our profile sets differs from it and is put back by value.
        var statement = new StringBuilder("SET ");
        foreach (var name in changed)
        {
            statement.Append(statement.Length == 4 ? "" : ", ").Append(name).Append(" = ");
            statement.Append(
                defaults.TryGetValue(name, out var value) ? SqlText.Literal(value) : "DEFAULT"
            );
        }

        connection.Execute(statement.ToString());
        changed.Clear();
    }

    // After SET, USE or a temporary table only the engine knows what the session has become.
    private void FindChanges(
        EngineConnection connection,
        IReadOnlyDictionary<string, string> defaults
    )
    {
        database = null;
        changed.UnionWith(
            connection
                .Lines("SELECT name FROM system.settings WHERE changed")
                .Where(name => !defaults.ContainsKey(name))
        );
        changed.UnionWith(defaults.Keys.Where(name => name != Engine.TagSetting));
        foreach (var table in connection.Lines("SELECT name FROM system.tables WHERE is_temporary"))
        {
            connection.Execute($"DROP TEMPORARY TABLE IF EXISTS {SqlText.Identifier(table)}");
        }
    }
}
