using System.Buffers.Text;
using System.Text;
using Microsoft.Extensions.Options;
using Platform.Common.V1;
using Platform.Schema.Model;
using Platform.Schema.Rendering;
using Platform.Schema.Service.Runs;
using Platform.ServiceDefaults;
using Proto = Platform.Schema.V1;

namespace Platform.Schema.Service.Calls;

/// <summary>ListDefinitions and GetDefinition: from the definitions alone, whatever is live.</summary>
internal sealed class DefinitionCalls(
    Catalogue catalogue,
    PackVersions versions,
    ISchemaStore store,
    IOptions<SchemaOptions> options
)
{
    private static readonly ClickHouseRenderer Cluster = new(
        new ClickHouseForm { Cluster = "platform" }
    );

    public Proto.ListDefinitionsResponse List(Proto.ListDefinitionsRequest request)
    {
        var all = versions
            .Select(request.Pack)
            .SelectMany(pack =>
                catalogue
                    .At(store.Kind, pack.Pack, versions.Parse(pack.Pack, request.Version))
                    .Definitions.Where(one =>
                        request.Group.Length == 0 || one.Group == request.Group
                    )
                    .Select(one => (Pack: pack, Definition: one))
            )
            .ToList();
        var list = $"{request.Pack}/{request.Group}/{request.Version}";
        var start = request.PageToken.Length == 0 ? 0 : ReadToken(list, request.PageToken);
        var size = (int)
            Math.Min(
                request.PageSize == 0 ? (uint)options.Value.PageSize : request.PageSize,
                (uint)options.Value.PageSizeMax
            );
        var response = new Proto.ListDefinitionsResponse
        {
            Definitions =
            {
                all.Skip(start)
                    .Take(size)
                    .Select(one => SchemaMessages.Definition(one.Pack, one.Definition)),
            },
            NextPageToken = start + size < all.Count ? WriteToken(list, start + size) : "",
        };
        foreach (var pack in all.GroupBy(one => one.Pack.Pack))
        {
            response.Counts[pack.Key] = (uint)pack.Count();
        }
        return response;
    }

    public async Task<Proto.GetDefinitionResponse> GetAsync(
        Proto.GetDefinitionRequest request,
        CancellationToken cancellation
    )
    {
        if (request.Pack.Length == 0)
        {
            PlatformErrors.ThrowInvalid(("pack", "name the pack of the definition"));
        }
        var pack = versions.Find(request.Pack);
        var state = catalogue.At(store.Kind, pack.Pack, versions.Parse(pack.Pack, request.Version));
        var definition =
            state.Find(request.Name)
            ?? throw SchemaErrors.UnknownDefinition(
                pack.Pack,
                request.Name,
                state.Version.ToString()
            );
        var normal = await store.NormaliseAsync([definition], cancellation);
        var steps = store.Render(
            new Diff.Change(normal[0], null, []),
            new RenderContext(state.Namespace, "", DateTimeOffset.UnixEpoch)
        );
        var response = new Proto.GetDefinitionResponse
        {
            Definition = SchemaMessages.Definition(pack, definition),
            Statements =
            {
                steps.SelectMany(step =>
                    step.Statements.Select(text => new Proto.Statement
                    {
                        Name = step.Summary,
                        Text = text,
                    })
                ),
            },
        };
        if (definition is ClickHouseTable table)
        {
            response.Columns.AddRange(table.Columns.Select(Column));
            response.ClusterStatements.AddRange(
                Cluster
                    .Table(table)
                    .Select(one => new Proto.Statement { Name = one.Name, Text = one.Text })
            );
        }
        return response;
    }

    private static Proto.DefinitionColumn Column(ClickHouseColumn column) =>
        new()
        {
            Name = column.Name,
            Type = column.Type,
            DefaultExpression = column.Default ?? column.Materialized ?? "",
            Comment = column.Comment ?? "",
        };

    private static string WriteToken(string list, int next) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{list}/{next}"));

    private static int ReadToken(string list, string token)
    {
        if (Base64Url.IsValid(token))
        {
            var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
            if (
                text.StartsWith(list + "/", StringComparison.Ordinal)
                && int.TryParse(text[(list.Length + 1)..], out var next)
                && next > 0
            )
            {
                return next;
            }
        }
        throw PlatformErrors.Create(
            ErrorReason.InvalidPageToken,
            "The page token is not one that this list gave out."
        );
    }
}
