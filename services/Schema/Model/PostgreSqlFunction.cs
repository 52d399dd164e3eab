namespace Platform.Schema.Model;

/// <summary>A function. It runs with the pack's schema as its search path, so its body names tables plainly.</summary>
public sealed record PostgreSqlFunction : Definition
{
    public override DefinitionKind Kind => DefinitionKind.Function;

    /// <summary>As in SQL: p_user uuid, p_resource varchar(100) default null.</summary>
    public string Arguments { get; init; } = "";

    public required string Returns { get; init; }

    public string Language { get; init; } = "plpgsql";

    /// <summary>volatile, stable or immutable.</summary>
    public string Volatility { get; init; } = "volatile";

    public required string Body { get; init; }
}

/// <summary>A trigger, for each row, of one or more tables of the pack.</summary>
public sealed record PostgreSqlTrigger : Definition
{
    public override DefinitionKind Kind => DefinitionKind.Trigger;

    public required IReadOnlyList<string> Tables { get; init; }

    /// <summary>before or after.</summary>
    public required string Timing { get; init; }

    /// <summary>insert, update, delete.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    public required string Function { get; init; }
}
