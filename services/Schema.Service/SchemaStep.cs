namespace Platform.Schema.Service;

/// <summary>When a step comes among the others.</summary>
public enum StepPhase
{
    /// <summary>Views that must go before what they read.</summary>
    DropView,
    Create,
    Alter,
    CreateView,

    /// <summary>Views that keep rows of their own: before the columns they read go.</summary>
    DestroyView,

    /// <summary>What would lose data comes last: a failure before it leaves everything in place.</summary>
    Destroy,
}

/// <summary>One step of a plan.</summary>
public sealed record SchemaStep
{
    /// <summary>From 1; given by the plan.</summary>
    public int Number { get; init; }

    public required StepPhase Phase { get; init; }

    public required string Definition { get; init; }

    /// <summary>In a sentence, such as "add column ticks.flags UInt8".</summary>
    public required string Summary { get; init; }

    public required IReadOnlyList<string> Statements { get; init; }

    /// <summary>What takes it back; empty where nothing can.</summary>
    public IReadOnlyList<string> Undo { get; init; } = [];

    /// <summary>
    /// What puts things right when the step itself fails half-way, where that is not what takes it back once
    /// it is done. Empty: the same.
    /// </summary>
    public IReadOnlyList<string> Repair { get; init; } = [];

    /// <summary>How many of the statements, the first, only make the backup: nothing has to be taken back of them.</summary>
    public int Prelude { get; init; }

    /// <summary>
    /// The statements, by index, during which nothing may be written to the store; empty: writing goes on. See
    /// <see cref="ISchemaStore.EnterAsync"/>.
    /// </summary>
    public Range Still { get; init; }

    /// <summary>Would lose data, were it not for the backup its statements take first.</summary>
    public bool IsDestructive { get; init; }

    /// <summary>Where that backup lies; empty: none.</summary>
    public string Backup { get; init; } = "";
}
