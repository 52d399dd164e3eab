using System.Diagnostics;
using Grpc.Core;
using Platform.Timeseries.V1;

namespace Platform.Benchmarks.Load;

/// <summary>Writes encoded batches over a few WriteTicks calls at once, as fast as they are taken.</summary>
internal static class TickSender
{
    /// <summary>Sends all and returns when all are acknowledged; how long that took, and how many rows it was.</summary>
    public static async Task<(TimeSpan Took, long Rows)> SendAsync(
        CallInvoker invoker,
        Func<CallOptions> options,
        byte[][] batches,
        int calls
    )
    {
        var clock = Stopwatch.StartNew();
        var rows = await Task.WhenAll(
            Enumerable
                .Range(0, calls)
                .Select(call =>
                    Task.Run(() => SendPartAsync(invoker, options(), batches, call, calls))
                )
        );
        return (clock.Elapsed, rows.Sum());
    }

    private static async Task<long> SendPartAsync(
        CallInvoker invoker,
        CallOptions options,
        byte[][] batches,
        int first,
        int step
    )
    {
        using var call = invoker.AsyncDuplexStreamingCall(RawCalls.WriteTicks, null, options);
        var reading = ReadAsync(call.ResponseStream);
        for (var i = first; i < batches.Length; i += step)
        {
            await call.RequestStream.WriteAsync(batches[i]);
        }
        await call.RequestStream.CompleteAsync();
        var last = await reading;
        return last.RejectedRows == 0
            ? (long)last.AcceptedRows
            : throw new InvalidOperationException($"{last.RejectedRows} rows were rejected");
    }

    private static async Task<WriteTicksResponse> ReadAsync(
        IAsyncStreamReader<WriteTicksResponse> answers
    )
    {
        var last = new WriteTicksResponse();
        while (await answers.MoveNext())
        {
            last = answers.Current;
        }
        return last;
    }
}
