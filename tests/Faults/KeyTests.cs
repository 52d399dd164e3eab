using Grpc.Core;
using Platform.Faults.Backups;
using Platform.TestKit;
using Platform.Timeseries.V1;

namespace Platform.Faults;

/// <summary>Keys that may do only a part of what there is.</summary>
[Collection("backup suite")]
public sealed class KeyTests(BackupSuite suite)
{
    [Fact]
    public async Task A_key_does_what_it_was_given_and_nothing_once_it_was_removed()
    {
        var name = $"reader-{Guid.NewGuid():N}";
        string[] data = ["--data", suite.DataDirectory];
        var printed = await LauncherCalls.RunAsync([
            "key",
            "add",
            name,
            "--permissions",
            "clickhouse:read",
            .. data,
        ]);
        var headers = new Metadata { { "x-api-key", printed.Trim() } };
        var client = new TimeseriesService.TimeseriesServiceClient(suite.OpenGateway());

        // The gateway looks at its file now and then.
        await Eventually.AskAsync(ReadAsync, code => code == StatusCode.OK);
        var refused = await Should.ThrowAsync<RpcException>(async () =>
            await client.WriteTickBatchAsync(new WriteTickBatchRequest(), headers)
        );
        refused.StatusCode.ShouldBe(StatusCode.PermissionDenied);
        refused.Status.Detail.ShouldContain("clickhouse:write");

        await LauncherCalls.RunAsync(["key", "remove", name, .. data]);
        await Eventually.AskAsync(ReadAsync, code => code == StatusCode.Unauthenticated);

        async Task<StatusCode> ReadAsync()
        {
            try
            {
                await client.ListTablesAsync(new ListTablesRequest(), headers);
                return StatusCode.OK;
            }
            catch (RpcException problem)
            {
                return problem.StatusCode;
            }
        }
    }
}
