using System.CommandLine;
using Grpc.Core;
using Platform.Launcher.Client;
using Platform.Launcher.Schema;
using Platform.Schema;
using Platform.Schema.Model;
using Platform.Schema.V1;

namespace Platform.Launcher.Commands;

/// <summary>The definitions of every store: what there is, what is live, and the way from one to the other.</summary>
internal static class SchemaCommand
{
    private static readonly Option<string?> Store = new("--store")
    {
        Description =
            $"One of {string.Join(", ", StoreKinds.All.Select(kind => kind.StoreName()))}",
    };

    private static readonly Option<string?> Pack = new("--pack")
    {
        Description = "A source system's definitions, such as neliti",
    };

    private static readonly Option<string?> Version = new("--version")
    {
        Description = "A version of the pack (default: its newest)",
    };

    private static readonly Option<bool> AllowDestructive = new("--allow-destructive")
    {
        Description = "Take steps that lose data too; it is backed up in the store first",
    };

    private static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "Show the statements as well",
    };

    private static readonly Option<string?> Data = CommonOptions.Data();
    private static readonly Option<string?> Gateway = SuiteConnection.GatewayOption();

    public static Command Create() =>
        new("schema", "List, check, upgrade and roll back the stores' definitions")
        {
            Sub("list", "List the definitions", ListAsync, Store, Pack, Version),
            Sub(
                "status",
                "Show each store's version and what is pending",
                StatusAsync,
                Store,
                Pack
            ),
            Sub("plan", "Show what apply would run", PlanAsync, Store, Pack, Version, Verbose),
            Sub(
                "apply",
                "Bring a store to a version; without --pack every pack to its newest",
                ApplyAsync,
                Store,
                Pack,
                Version,
                AllowDestructive
            ),
            Sub(
                "rollback",
                "Bring a pack back to an earlier version",
                RollbackAsync,
                Store,
                Pack,
                Version,
                AllowDestructive
            ),
            Sub(
                "validate",
                "Compare the live store with its definitions; exit code 0 when nothing differs",
                ValidateAsync,
                Store,
                Pack,
                Verbose
            ),
        };

    private static Command Sub(
        string name,
        string description,
        Func<ParseResult, CancellationToken, Task<int>> run,
        params Option[] options
    )
    {
        var command = new Command(name, description) { Gateway, Data };
        foreach (var option in options)
            command.Options.Add(option);
        command.SetAction(run);
        return command;
    }

    /// <summary>From this build's own definitions: nothing has to run.</summary>
    private static Task<int> ListAsync(ParseResult result, CancellationToken cancellation)
    {
        var definitions = Packs(result)
            .SelectMany(pack =>
                Catalogue
                    .Shipped.At(pack.Kind, pack.Pack, VersionOf(result, pack))
                    .Definitions.Select(one => new Platform.Schema.V1.Definition
                    {
                        Pack = $"{pack.Kind.StoreName()} {pack.Pack}",
                        Group = one.Group,
                        Name = one.Name,
                        Kind = one.Kind.ToString().ToLowerInvariant(),
                        Since = (one.Since ?? pack.Versions[0].Version).ToString(),
                        Comment = one.Comment,
                    })
            )
            .ToList();
        Terminal.Out.Write(SchemaTables.Definitions(definitions));
        Terminal.Good($"{definitions.Count} definitions");
        return Task.FromResult(0);
    }

    private static async Task<int> StatusAsync(ParseResult result, CancellationToken cancellation)
    {
        using var suite = SuiteConnection.Open(result, Data, Gateway);
        var rows = new List<(PackStore, GetStatusResponse?)>();
        foreach (var store in Packs(result).GroupBy(pack => pack.Kind))
        {
            var status = await new SchemaClient(suite, store.Key.StoreName()).StatusAsync(
                "",
                cancellation
            );
            rows.AddRange(store.Select(pack => (pack, status)));
        }
        Terminal.Out.Write(SchemaTables.Status(rows, Catalogue.Shipped));
        var statuses = rows.Select(row => row.Item2)
            .OfType<GetStatusResponse>()
            .Distinct()
            .ToList();
        var retention = statuses.SelectMany(status => status.Retention).Where(one => one.Rows > 0);
        if (retention.ToList() is { Count: > 0 } kept)
            Terminal.Out.Write(SchemaTables.Retention(kept));
        foreach (
            var form in statuses
                .SelectMany(one => one.Packs)
                .SelectMany(one => one.Forms)
                .Distinct()
        )
            Terminal.Step(form);
        var isCurrent = statuses
            .SelectMany(status => status.Packs)
            .All(pack => pack is { PendingSteps: 0, Drift: 0, Unfinished.Length: 0 });
        return isCurrent ? 0 : 1;
    }

    private static async Task<int> PlanAsync(ParseResult result, CancellationToken cancellation)
    {
        using var suite = SuiteConnection.Open(result, Data, Gateway);
        var client = Client(result, suite);
        foreach (var pack in Packs(result, client.Store))
        {
            var plan = await CallAsync(
                client,
                "the plan",
                (headers, token) =>
                    client.Calls.PlanAsync(
                        new PlanRequest
                        {
                            Pack = pack.Pack,
                            Version = result.GetValue(Version) ?? "",
                        },
                        headers,
                        cancellationToken: token
                    ),
                cancellation
            );
            SchemaTables.Steps(plan.Steps, result.GetValue(Verbose));
            var from = plan.FromVersion.Length == 0 ? "nothing" : plan.FromVersion;
            Terminal.Good($"{plan.Pack}: {plan.Steps.Count} steps from {from} to {plan.ToVersion}");
        }
        return 0;
    }

    private static async Task<int> ApplyAsync(ParseResult result, CancellationToken cancellation)
    {
        using var suite = SuiteConnection.Open(result, Data, Gateway);
        var client = Client(result, suite);
        var request = new ApplyRequest
        {
            Pack = result.GetValue(Pack) ?? "",
            Version = result.GetValue(Version) ?? "",
            AllowDestructive = result.GetValue(AllowDestructive),
            RequestId = Guid.NewGuid().ToString(),
        };
        await new SchemaRun(client).RunAsync(
            "apply",
            client.Calls.Apply(request, client.Headers, cancellationToken: cancellation),
            response => response.Progress,
            cancellation
        );
        return 0;
    }

    private static async Task<int> RollbackAsync(ParseResult result, CancellationToken cancellation)
    {
        using var suite = SuiteConnection.Open(result, Data, Gateway);
        var client = Client(result, suite);
        var request = new RollbackRequest
        {
            Pack = result.GetValue(Pack) ?? throw new LaunchFailure("rollback needs --pack"),
            Version =
                result.GetValue(Version) ?? throw new LaunchFailure("rollback needs --version"),
            AllowDestructive = result.GetValue(AllowDestructive),
            RequestId = Guid.NewGuid().ToString(),
        };
        await new SchemaRun(client).RunAsync(
            "rollback",
            client.Calls.Rollback(request, client.Headers, cancellationToken: cancellation),
            response => response.Progress,
            cancellation
        );
        return 0;
    }

    private static async Task<int> ValidateAsync(ParseResult result, CancellationToken cancellation)
    {
        using var suite = SuiteConnection.Open(result, Data, Gateway);
        var client = Client(result, suite);
        var answer = await CallAsync(
            client,
            "the comparison",
            (headers, token) =>
                client.Calls.ValidateAsync(
                    new ValidateRequest { Pack = result.GetValue(Pack) ?? "" },
                    headers,
                    cancellationToken: token
                ),
            cancellation
        );
        if (answer.Differences.Count == 0)
        {
            Terminal.Good($"{client.Store} is as its definitions say");
            return 0;
        }
        Terminal.Out.Write(SchemaTables.Differences(answer.Differences));
        Terminal.Step("what apply would run to mend them:");
        SchemaTables.Steps(answer.Steps, result.GetValue(Verbose));
        return 1;
    }

    private static async Task<T> CallAsync<T>(
        SchemaClient client,
        string what,
        Func<Metadata, CancellationToken, AsyncUnaryCall<T>> call,
        CancellationToken cancellation
    )
    {
        try
        {
            return await call(client.Headers, cancellation);
        }
        catch (RpcException problem) when (!cancellation.IsCancellationRequested)
        {
            throw client.Failure(what, problem);
        }
    }

    private static SchemaClient Client(ParseResult result, SuiteConnection suite) =>
        new(suite, result.GetValue(Store) ?? StoreKind.ClickHouse.StoreName());

    private static List<PackStore> Packs(ParseResult result, string? store = null)
    {
        var wanted = store ?? result.GetValue(Store);
        var pack = result.GetValue(Pack);
        var found = StoreKinds
            .All.Where(kind => wanted is null || kind.StoreName() == wanted)
            .SelectMany(Catalogue.Shipped.Stores)
            .Where(one => pack is null || one.Pack == pack)
            .ToList();
        return found.Count > 0
            ? found
            : throw new LaunchFailure(
                $"there is no pack '{pack ?? "any"}' in store '{wanted ?? "any"}'; there is: "
                    + string.Join(
                        ", ",
                        StoreKinds
                            .All.SelectMany(Catalogue.Shipped.Stores)
                            .Select(one => $"{one.Kind.StoreName()} {one.Pack}")
                    )
            );
    }

    private static Platform.Schema.Versioning.SemanticVersion? VersionOf(
        ParseResult result,
        PackStore pack
    ) =>
        result.GetValue(Version) is not { } wanted
            ? null
            : DefinitionCounts.Released(pack, wanted)
                ?? throw new LaunchFailure(
                    $"{pack.Pack} has no version '{wanted}'; it has: {string.Join(", ", pack.Versions.Select(one => one.Version))}"
                );
}
