using Grpc.Core;
using Platform.Common.V1;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Queries;

internal static class QueryRunner
{
    public static async Task<(List<RowBatch> Batches, QueryStatistics Statistics)> RunAsync(
        TimeseriesService.TimeseriesServiceClient client,
        Metadata headers,
        QueryRequest request
    )
    {
        using var call = client.Query(request, headers);
        var batches = new List<RowBatch>();
        QueryStatistics? statistics = null;
        await foreach (var response in call.ResponseStream.ReadAllAsync())
        {
            if (response.Batch is not null)
            {
                batches.Add(response.Batch);
            }
            statistics = response.Statistics ?? statistics;
        }
        return (batches, statistics.ShouldNotBeNull());
    }
}
