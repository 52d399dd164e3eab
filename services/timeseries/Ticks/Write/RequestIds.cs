using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Platform.ServiceDefaults;

namespace Platform.Timeseries.Ticks.Write;

/// <summary>
/// The ids of a batch's records. A batch becomes several records, some of them in one partition, so
/// each needs an id of its own that a repeat of the batch makes again.
/// </summary>
internal static class RequestIds
{
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: no UUID.</exception>
    public static Guid? Parse(string requestId)
    {
        if (requestId.Length == 0)
        {
            return null;
        }
        if (!Guid.TryParse(requestId, out var id))
        {
            PlatformErrors.ThrowInvalid(
                (
                    "request_id",
                    $"It is no UUID (it has {requestId.Length} characters); give one such as "
                        + "7d444840-9dc0-11d1-b245-5ffdce74fad2, or nothing."
                )
            );
        }
        return id;
    }

    /// <summary>The id of the batch's record number <paramref name="index"/>.</summary>
    public static string ForRecord(Guid batch, int index)
    {
        Span<byte> seed = stackalloc byte[20];
        MemoryMarshal.Write(seed, batch);
        MemoryMarshal.Write(seed[16..], index);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(seed, hash);
        return new Guid(hash[..16]).ToString();
    }
}
