using Platform.Schema.Model;
using Platform.Schema.Service.Diff;
using Platform.Schema.Versioning;

namespace Platform.Schema.Service.Runs;

/// <summary>Compares a version of a pack with what is live, and orders the steps between them.</summary>
internal sealed class SchemaPlanner(ISchemaStore store, Catalogue catalogue, TimeProvider time)
{
    public async Task<SchemaPlan> PlanAsync(
        string pack,
        SemanticVersion? from,
        SemanticVersion to,
        CancellationToken cancellation
    )
    {
        var live = await ReadLiveAsync(pack, cancellation);
        return await PlanAsync(pack, from, to, live, cancellation);
    }

    public async Task<SchemaPlan> PlanAsync(
        string pack,
        SemanticVersion? from,
        SemanticVersion to,
        IReadOnlyList<Definition> live,
        CancellationToken cancellation
    )
    {
        var state = catalogue.At(store.Kind, pack, to);
        var desired = await store.NormaliseAsync(state.Definitions, cancellation);
        var changes = SchemaDiff.Between(desired, live, store.Describe);
        var context = new RenderContext(state.Namespace, from?.ToString() ?? "", time.GetUtcNow());
        // What is defined first is made first; what goes, goes in the reverse order.
        var steps = changes
            .SelectMany(change => store.Render(change, context))
            .OrderBy(step => step.Phase)
            .Select((step, index) => step with { Number = index + 1 });
        return new SchemaPlan(
            pack,
            from,
            to,
            [.. changes.SelectMany(change => change.Differences)],
            [.. steps]
        );
    }

    /// <summary>
    /// What is live of a pack: what any of its versions defines. Packs may share a namespace; what none of
    /// them knows counts as the one's that defines most there, so that it is told once.
    /// </summary>
    public async Task<IReadOnlyList<Definition>> ReadLiveAsync(
        string pack,
        CancellationToken cancellation
    )
    {
        var scope = catalogue.Store(store.Kind, pack).Namespace;
        var sharing = catalogue
            .Stores(store.Kind)
            .Where(other => other.Namespace == scope)
            .ToList();
        var owners = sharing
            .SelectMany(other => other.Definitions.Select(one => (one.Name, other.Pack)))
            .DistinctBy(one => one.Name)
            .ToDictionary(one => one.Name, one => one.Pack, StringComparer.Ordinal);
        var main = sharing.MaxBy(other => other.Definitions.Count)!.Pack;
        var live = await store.ReadLiveAsync(scope, cancellation);
        return
        [
            .. live.Where(definition => owners.GetValueOrDefault(definition.Name, main) == pack),
        ];
    }
}
