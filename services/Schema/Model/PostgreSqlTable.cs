using Platform.Schema.Versioning;

namespace Platform.Schema.Model;

/// <summary>A table of PostgreSQL, in the schema of its pack.</summary>
public sealed record PostgreSqlTable : Definition
{
    public override DefinitionKind Kind => DefinitionKind.Table;

    public required IReadOnlyList<PostgreSqlColumn> Columns { get; init; }

    /// <summary>Empty only where a key column may be null; a unique key stands in for it then.</summary>
    public IReadOnlyList<string> PrimaryKey { get; init; } = [];

    public IReadOnlyList<PostgreSqlUnique> Uniques { get; init; } = [];

    public IReadOnlyList<PostgreSqlCheck> Checks { get; init; } = [];

    public IReadOnlyList<PostgreSqlForeignKey> ForeignKeys { get; init; } = [];

    public IReadOnlyList<PostgreSqlIndex> Indexes { get; init; } = [];

    /// <summary>Set on a table of time series: a hypertable, or range partitions on a plain server.</summary>
    public Hypertable? Hypertable { get; init; }

    /// <summary>When rows are deleted; none: never.</summary>
    public IReadOnlyList<Retention> Retention { get; init; } = [];

    /// <summary>Rows that are part of the schema, as values of the named columns.</summary>
    public SeedRows? Rows { get; init; }

    public override Definition At(SemanticVersion version) =>
        this with
        {
            Columns = Columns.At(version),
            Uniques = Uniques.At(version),
            Checks = Checks.At(version),
            ForeignKeys = ForeignKeys.At(version),
            Indexes = Indexes.At(version),
        };
}

public sealed record PostgreSqlColumn : IVersioned
{
    public required string Name { get; init; }

    public required string Type { get; init; }

    public bool Nullable { get; init; } = true;

    public string? Default { get; init; }

    /// <summary>The expression of a stored generated column.</summary>
    public string? Generated { get; init; }

    public string? Comment { get; init; }

    public SemanticVersion? Since { get; init; }

    public SemanticVersion? Until { get; init; }
}

public sealed record PostgreSqlUnique : IVersioned
{
    public required string Name { get; init; }

    public required IReadOnlyList<string> Columns { get; init; }

    public SemanticVersion? Since { get; init; }

    public SemanticVersion? Until { get; init; }
}

public sealed record PostgreSqlCheck : IVersioned
{
    public required string Name { get; init; }

    public required string Expression { get; init; }

    public SemanticVersion? Since { get; init; }

    public SemanticVersion? Until { get; init; }
}

public sealed record PostgreSqlForeignKey : IVersioned
{
    public required string Name { get; init; }

    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>A table of the same pack.</summary>
    public required string Table { get; init; }

    public required IReadOnlyList<string> TableColumns { get; init; }

    /// <summary>
    /// Whether a trigger checks it: a foreign key can't point at a part of a key, which is what is left
    /// when the time column joined the key of a hypertable.
    /// </summary>
    public bool Checked { get; init; }

    /// <summary>cascade, restrict, set null; null: no action.</summary>
    public string? OnDelete { get; init; }

    public SemanticVersion? Since { get; init; }

    public SemanticVersion? Until { get; init; }
}

public sealed record PostgreSqlIndex : IVersioned
{
    public required string Name { get; init; }

    /// <summary>Columns or expressions, each perhaps with DESC.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    public bool Unique { get; init; }

    public IReadOnlyList<string> Include { get; init; } = [];

    public string? Where { get; init; }

    /// <summary>btree, gin, brin, ...</summary>
    public string Method { get; init; } = "btree";

    public SemanticVersion? Since { get; init; }

    public SemanticVersion? Until { get; init; }
}

/// <summary>Rows of reference data; each value is an SQL literal.</summary>
public sealed record SeedRows(
    IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<string>> Values
);
