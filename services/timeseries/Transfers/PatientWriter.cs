using Grpc.Core;
using Platform.Common.V1;
using Platform.ServiceDefaults;

namespace Platform.Timeseries.Transfers;

/// <summary>Messages to a client, which must read them in time: what is held for it is wanted by others.</summary>
internal sealed class PatientWriter<T>(IServerStreamWriter<T> inner, TimeSpan silenceMax)
    : IServerStreamWriter<T>
{
    public WriteOptions? WriteOptions
    {
        get => inner.WriteOptions;
        set => inner.WriteOptions = value;
    }

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    /// <exception cref="RpcException">DEADLINE_EXCEEDED: nobody reads.</exception>
    public async Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(silenceMax);
        try
        {
            await inner.WriteAsync(message, limit.Token);
        }
        catch (Exception) when (limit.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw PlatformErrors.Create(
                ErrorReason.DeadlineExceeded,
                $"Nothing was read for {silenceMax}; go on from the last checkpoint."
            );
        }
    }
}
