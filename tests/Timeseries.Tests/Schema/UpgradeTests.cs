using Platform.Schema.Service.Runs;
using Platform.Schema.V1;

namespace Platform.Timeseries.Tests.Schema;

/// <summary>The real definitions, from 2.0.0 to 2.1.0 and back.</summary>
[Collection("schema suite")]
public sealed class UpgradeTests(SchemaSuite suite)
{
    private const string Positions =
        "SELECT count(), sum(toUInt64(position_id)), sum(volume) FROM {db}.positions";

    [Fact]
    public async Task Killed_at_every_step_of_the_upgrade_and_of_the_way_back_it_gets_there()
    {
        await using var bench = await Bench.OfNelitiAsync(suite);
        (await bench.GoAsync("2.0.0")).ShouldBeNull();
        var first = await bench.PictureAsync();
        await bench.ExecuteAsync(
            "INSERT INTO {db}.positions (timestamp, position_id, symbol, position_type, volume) "
                + "SELECT now() - number, toString(number), 'EURUSD', 'BUY', 2 FROM numbers(1000)"
        );

        var steps = await KillAtEveryStepAsync(bench, "2.1.0", isRollback: false);

        steps.ShouldBeGreaterThan(20);
        (await bench.CompareAsync("2.1.0")).Differences.ShouldBeEmpty();
        (await bench.AskAsync(Positions)).ShouldBe("1000\t499500\t2000");
        await bench.ExecuteAsync(
            "INSERT INTO {db}.ml_tick_patterns (timestamp, symbol) SELECT now(), 'EURUSD' FROM numbers(10)"
        );

        (await KillAtEveryStepAsync(bench, "2.0.0", isRollback: true)).ShouldBe(steps);

        (await bench.PictureAsync()).ShouldBe(first);
        (await bench.AskAsync(Positions)).ShouldBe("1000\t499500\t2000");
        var backup = await bench.AskAsync(
            // Other packs of the suite have such a table too.
            "SELECT backup FROM platform_schema.journal WHERE pack = '{db}' AND definition = 'ml_tick_patterns' AND event = 3 AND destructive"
        );
        (await bench.AskAsync($"SELECT count() FROM {backup}")).ShouldBe("10");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(19)]
    public async Task The_service_killed_in_the_middle_of_an_upgrade_goes_on_after_it(uint step)
    {
        var schema = suite.OpenSchema();
        var before = "";
        PackStatus status;
        var tries = 0;
        do
        {
            // An upgrade that was faster than its kill shows nothing: back, and again.
            tries++.ShouldBeLessThan(20, "the kill always comes too late");
            await RunAsync(
                schema.Rollback(
                    new RollbackRequest
                    {
                        Pack = "neliti",
                        Version = "2.0.0",
                        AllowDestructive = true,
                    },
                    suite.Headers
                ),
                response => response.Progress
            );
            await suite.QueryClickHouseAsync(
                "INSERT INTO positions (timestamp, position_id, symbol, position_type, volume) "
                    + "SELECT now() - number, toString(number), 'EURUSD', 'BUY', 2 FROM numbers(1000)"
            );
            before = await suite.QueryClickHouseAsync("SELECT count() FROM positions");

            using var call = schema.Apply(new ApplyRequest { Pack = "neliti" }, suite.Headers);
            while (
                await call.ResponseStream.MoveNext(CancellationToken.None)
                && call.ResponseStream.Current.Progress.Step.Number < step
            ) { }
            await suite.Timeseries.RestartAsync();
            status = await StatusAsync(schema);
        } while (status.Version == "2.1.0" && status.Unfinished.Length == 0);

        status.Version.ShouldBe("2.0.0");
        status.Unfinished.ShouldContain("2.1.0");
        status.PendingSteps.ShouldBeLessThan(26u);
        var last = await RunAsync(
            schema.Apply(new ApplyRequest { Pack = "neliti" }, suite.Headers),
            response => response.Progress
        );
        last[^1].State.ShouldBe(StepState.Finished);
        last[^1].Version.ShouldBe("2.1.0");
        (
            await schema.ValidateAsync(new ValidateRequest(), suite.Headers)
        ).Differences.ShouldBeEmpty();
        (await suite.QueryClickHouseAsync("SELECT count() FROM positions")).ShouldBe(before);
        status = await StatusAsync(schema);
        status.Version.ShouldBe("2.1.0");
        status.Unfinished.ShouldBeEmpty();
        status.PendingSteps.ShouldBe(0u);
    }

    /// <summary>Each run is killed when its first step is done but not yet noted; the last gets through.</summary>
    private static async Task<int> KillAtEveryStepAsync(
        Bench bench,
        string version,
        bool isRollback
    )
    {
        for (var kills = 0; ; kills++)
        {
            bench.Store.Restart(0);
            bench.Store.Before = _ =>
            {
                var running = bench.Progress.Count(one => one.State == RunState.Running);
                return running > 1 ? throw new KilledException() : Task.CompletedTask;
            };
            try
            {
                (await bench.GoAsync(version, isRollback)).ShouldBeNull();
                bench.Store.Before = _ => Task.CompletedTask;
                return kills + 1;
            }
            catch (KilledException)
            {
                (await bench.HistoryAsync()).UnfinishedOf(bench.Pack).ShouldNotBeNull();
            }
            kills.ShouldBeLessThan(100);
        }
    }

    private async Task<PackStatus> StatusAsync(SchemaService.SchemaServiceClient schema) =>
        (
            await schema.GetStatusAsync(new GetStatusRequest { Pack = "neliti" }, suite.Headers)
        ).Packs.Single();

    internal static async Task<List<SchemaProgress>> RunAsync<T>(
        Grpc.Core.AsyncServerStreamingCall<T> call,
        Func<T, SchemaProgress> progressOf
    )
    {
        var all = new List<SchemaProgress>();
        using (call)
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                all.Add(progressOf(call.ResponseStream.Current));
            }
        }
        return all;
    }
}
