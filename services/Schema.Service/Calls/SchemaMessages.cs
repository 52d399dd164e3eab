using Google.Protobuf.WellKnownTypes;
using Platform.Schema.Model;
using Platform.Schema.Service.Diff;
using Platform.Schema.Service.Runs;
using Proto = Platform.Schema.V1;

namespace Platform.Schema.Service.Calls;

/// <summary>Our types as the contract's messages.</summary>
internal static class SchemaMessages
{
    public static Proto.Step Step(SchemaStep step) =>
        new()
        {
            Number = (uint)step.Number,
            Definition = step.Definition,
            Summary = step.Summary,
            Statements = { step.Statements },
            Undo = { step.Undo },
            Destructive = step.IsDestructive,
        };

    public static Proto.SchemaProgress Progress(RunProgress progress) =>
        new()
        {
            Pack = progress.Pack,
            Step = progress.Step is null ? null : Step(progress.Step),
            State = progress.State switch
            {
                RunState.Running => Proto.StepState.Running,
                RunState.Done => Proto.StepState.Done,
                RunState.Failed => Proto.StepState.Failed,
                RunState.RolledBack => Proto.StepState.RolledBack,
                RunState.Kept => Proto.StepState.Kept,
                _ => Proto.StepState.Finished,
            },
            Done = (uint)Math.Max(0, progress.Done),
            Total = (uint)progress.Total,
            Version = progress.Version,
            Error = progress.Error,
            Backup = progress.Step?.Backup ?? "",
        };

    public static Proto.Difference Difference(string pack, PartDifference difference) =>
        new()
        {
            Pack = pack,
            Definition = difference.Definition,
            Kind = difference.Change switch
            {
                PartChange.Missing => Proto.DifferenceKind.Missing,
                PartChange.Extra => Proto.DifferenceKind.Extra,
                _ => Proto.DifferenceKind.Changed,
            },
            Part = difference.Part,
            Expected = difference.Expected,
            Found = difference.Found,
        };

    public static Proto.Retention Retention(RetentionState state) =>
        new()
        {
            Definition = state.Definition,
            Ttl = state.Ttl,
            Rows = state.Rows,
            RowsDue = state.RowsDue,
            Oldest = state.Oldest?.ToTimestamp(),
            Tiers =
            {
                state.Tiers.Select(tier => new Proto.Tier
                {
                    Volume = tier.Volume,
                    After = tier.After,
                    RowsDue = tier.RowsDue,
                    BytesDue = tier.BytesDue,
                }),
            },
        };

    public static Proto.Definition Definition(PackStore store, Definition definition) =>
        new()
        {
            Store = store.Kind.Label(),
            Pack = store.Pack,
            Group = definition.Group,
            Name = definition.Name,
            Kind = Kind(definition.Kind),
            Comment = definition.Comment,
            Source = definition.Source,
            Notes = { definition.Notes },
            Since = (definition.Since ?? store.Versions[0].Version).ToString(),
        };

    private static string Kind(DefinitionKind kind) =>
        kind switch
        {
            DefinitionKind.MaterializedView => "materialized_view",
            DefinitionKind.ContinuousAggregate => "continuous_aggregate",
            DefinitionKind.CacheKey => "key_pattern",
            var other => other.ToString().ToLowerInvariant(),
        };
}
