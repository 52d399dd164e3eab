using Grpc.Core;
using Platform.Common.V1;
using Platform.Schema.V1;
using Platform.ServiceDefaults;

namespace Platform.Timeseries.Tests.Schema;

/// <summary>The calls of the schema through the gateway.</summary>
[Collection("schema suite")]
public sealed class CallTests(SchemaSuite suite)
{
    private readonly SchemaService.SchemaServiceClient _schema = suite.OpenSchema();

    [Fact]
    public async Task A_store_started_new_is_at_its_newest_version_without_a_difference()
    {
        await UpAsync();
        var status = await _schema.GetStatusAsync(new GetStatusRequest(), suite.Headers);

        status.Store.ShouldBe("clickhouse");
        var neliti = status.Packs.Single(pack => pack.Pack == "neliti");
        neliti.Version.ShouldBe("2.1.0");
        neliti.LatestVersion.ShouldBe("2.1.0");
        neliti.Definitions.ShouldBe(103u);
        neliti.PendingSteps.ShouldBe(0u);
        neliti.Drift.ShouldBe(0u);
        neliti.Unfinished.ShouldBeEmpty();
        neliti.Forms.ShouldContain(form => form.Contains("not run here", StringComparison.Ordinal));
        neliti.Forms.ShouldContain(form => form.StartsWith("no tiers", StringComparison.Ordinal));
        (
            await _schema.ValidateAsync(new ValidateRequest(), suite.Headers)
        ).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task Definitions_come_in_pages_and_are_counted_over_all()
    {
        var names = new List<string>();
        var request = new ListDefinitionsRequest { Pack = "neliti", PageSize = 40 };
        do
        {
            var page = await _schema.ListDefinitionsAsync(request, suite.Headers);
            page.Counts["neliti"].ShouldBe(103u);
            names.AddRange(page.Definitions.Select(one => one.Name));
            request.PageToken = page.NextPageToken;
        } while (request.PageToken.Length > 0);
        names.Count.ShouldBe(103);
        names.Distinct().Count().ShouldBe(103);

        var older = await _schema.ListDefinitionsAsync(
            new ListDefinitionsRequest { Pack = "neliti", Version = "2.0.0" },
            suite.Headers
        );
        older.Counts["neliti"].ShouldBe(98u);
    }

    [Fact]
    public async Task A_definition_is_told_with_its_statements()
    {
        var answer = await _schema.GetDefinitionAsync(
            new GetDefinitionRequest { Pack = "neliti", Name = "ticks" },
            suite.Headers
        );

        answer.Definition.Group.ShouldBe("raw_data");
        answer.Columns.Count.ShouldBe(15);
        answer.Statements.ShouldHaveSingleItem().Text.ShouldContain("trading_data.ticks");
        answer.ClusterStatements.Count.ShouldBe(2);
        answer.ClusterStatements[0].Text.ShouldContain("ReplicatedMergeTree");
    }

    [Fact]
    public async Task What_would_lose_data_needs_to_be_allowed_and_changes_nothing_until_then()
    {
        await UpAsync();
        var plan = await _schema.PlanAsync(
            new PlanRequest { Pack = "neliti", Version = "2.0.0" },
            suite.Headers
        );
        plan.FromVersion.ShouldBe("2.1.0");
        plan.Steps.Count(step => step.Destructive).ShouldBe(11);

        var failure = await FailAsync(() =>
            UpgradeTests.RunAsync(
                _schema.Rollback(
                    new RollbackRequest { Pack = "neliti", Version = "2.0.0" },
                    suite.Headers
                ),
                response => response.Progress
            )
        );

        failure.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        failure.Reason().ShouldBe(ErrorReason.DestructiveStep);
        (
            await _schema.ValidateAsync(new ValidateRequest(), suite.Headers)
        ).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_repeat_of_a_request_is_answered_as_the_first_was()
    {
        await UpAsync();
        var request = new RollbackRequest
        {
            Pack = "neliti",
            Version = "2.0.0",
            AllowDestructive = true,
            RequestId = Guid.NewGuid().ToString(),
        };
        var first = await UpgradeTests.RunAsync(
            _schema.Rollback(request, suite.Headers),
            one => one.Progress
        );
        await UpAsync();

        var second = await UpgradeTests.RunAsync(
            _schema.Rollback(request, suite.Headers),
            one => one.Progress
        );

        second.ShouldBe(first);
        (
            await _schema.ValidateAsync(new ValidateRequest(), suite.Headers)
        ).Differences.ShouldBeEmpty();
        var status = await _schema.GetStatusAsync(
            new GetStatusRequest { Pack = "neliti" },
            suite.Headers
        );
        status.Packs[0].Version.ShouldBe("2.1.0");

        request.AllowDestructive = false;
        var reused = await FailAsync(() =>
            UpgradeTests.RunAsync(_schema.Rollback(request, suite.Headers), one => one.Progress)
        );
        reused.Reason().ShouldBe(ErrorReason.RequestIdReused);
    }

    [Fact]
    public async Task What_there_is_not_is_refused_with_what_there_is()
    {
        var pack = await FailAsync(() =>
            _schema.PlanAsync(new PlanRequest { Pack = "no_such" }, suite.Headers).ResponseAsync
        );
        pack.Reason().ShouldBe(ErrorReason.UnknownDefinition);
        pack.Status.Detail.ShouldContain("neliti");
        var version = await FailAsync(() =>
            _schema
                .PlanAsync(new PlanRequest { Pack = "neliti", Version = "2.10.0" }, suite.Headers)
                .ResponseAsync
        );
        version.Reason().ShouldBe(ErrorReason.UnknownVersion);
        version.Status.Detail.ShouldContain("2.1.0");
        var definition = await FailAsync(() =>
            _schema
                .GetDefinitionAsync(
                    new GetDefinitionRequest { Pack = "neliti", Name = "tick" },
                    suite.Headers
                )
                .ResponseAsync
        );
        definition.Reason().ShouldBe(ErrorReason.UnknownDefinition);
        var token = await FailAsync(() =>
            _schema
                .ListDefinitionsAsync(
                    new ListDefinitionsRequest { PageToken = "nonsense" },
                    suite.Headers
                )
                .ResponseAsync
        );
        token.Reason().ShouldBe(ErrorReason.InvalidPageToken);
        var direction = await FailAsync(() =>
            UpgradeTests.RunAsync(
                _schema.Apply(
                    new ApplyRequest { Pack = "neliti", Version = "2.0.0" },
                    suite.Headers
                ),
                one => one.Progress
            )
        );
        direction.Reason().ShouldBe(ErrorReason.InvalidArgument);
        direction.Status.Detail.ShouldContain("Rollback");
    }

    private async Task UpAsync() =>
        await UpgradeTests.RunAsync(
            _schema.Apply(new ApplyRequest { AllowDestructive = true }, suite.Headers),
            response => response.Progress
        );

    private static Task<RpcException> FailAsync(Func<Task> call) =>
        Should.ThrowAsync<RpcException>(call);
}
