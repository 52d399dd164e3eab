using System.Runtime.CompilerServices;
using Grpc.Core;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Stream.V1;

namespace Platform.Timeseries.Ticks.Log;

/// <summary>
/// Every record of the topic from given offsets on, for ever: reconnects where it stopped and checks
/// that offsets follow each other, so nothing is lost or seen twice by the one who follows.
/// </summary>
internal sealed partial class LogFollower(TickLog log, ILogger<LogFollower> logger)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    /// <param name="next">The next offset wanted of each partition; kept up to date.</param>
    /// <param name="onInterrupted">Told why, each time the stream broke off.</param>
    /// <param name="cancellation">Ends the following.</param>
    public async IAsyncEnumerable<SubscribeResponse> FollowAsync(
        ulong[] next,
        Action<RpcException> onInterrupted,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            using var call = log.Client.Subscribe(
                RequestFrom(next),
                cancellationToken: cancellation
            );
            RpcException? broken = null;
            while (broken is null)
            {
                try
                {
                    if (!await call.ResponseStream.MoveNext(cancellation))
                    {
                        broken = new RpcException(
                            new Status(StatusCode.Unavailable, "The log ended the subscription.")
                        );
                        continue;
                    }
                }
                catch (RpcException e) when (!cancellation.IsCancellationRequested)
                {
                    broken = e;
                    continue;
                }
                var response = call.ResponseStream.Current;
                Advance(next, response);
                yield return response;
            }
            if (broken.Reason() == ErrorReason.PositionExpired)
            {
                // What is wanted next is gone: trying again can't help, and waiting would look like calm.
                throw new InvalidDataException(broken.Status.Detail, broken);
            }
            LogInterrupted(broken.StatusCode, broken.Status.Detail);
            onInterrupted(broken);
            await Task.Delay(RetryDelay, cancellation);
        }
    }

    private SubscribeRequest RequestFrom(ulong[] next)
    {
        var offsets = new Offsets();
        for (var partition = 0; partition < next.Length; partition++)
        {
            offsets.Positions.Add(
                new Position { Partition = (uint)partition, Offset = next[partition] }
            );
        }
        return new SubscribeRequest { Topic = log.Topic, Offsets = offsets };
    }

    private static void Advance(ulong[] next, SubscribeResponse response)
    {
        foreach (var record in response.Records)
        {
            var position = record.Position;
            if (position.Offset != next[position.Partition])
            {
                throw new InvalidDataException(
                    $"The log gave offset {position.Offset} of partition {position.Partition} "
                        + $"where {next[position.Partition]} was due: records are missing or repeated."
                );
            }
            next[position.Partition]++;
        }
    }

    [LoggerMessage(102, LogLevel.Warning, "Following the log broke off: {Code} {Detail}")]
    private partial void LogInterrupted(StatusCode code, string detail);
}
