using Grpc.Core;
using Platform.Common.V1;
using Platform.ServiceDefaults;

namespace Platform.Timeseries.Transfers;

/// <summary>A client's messages, which must not be too far apart: what it holds is wanted by others.</summary>
internal sealed class PatientReader<T>(IAsyncStreamReader<T> inner, TimeSpan silenceMax)
    : IAsyncStreamReader<T>
{
    public T Current => inner.Current;

    /// <exception cref="RpcException">DEADLINE_EXCEEDED: nothing came.</exception>
    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(silenceMax);
        try
        {
            return await inner.MoveNext(limit.Token);
        }
        catch (Exception) when (limit.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw PlatformErrors.Create(
                ErrorReason.DeadlineExceeded,
                $"Nothing came for {silenceMax}; what is stored stays, so go on with the same source."
            );
        }
    }
}
