using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Launcher.Replay;

/// <summary>
/// Request ids from what is replayed: the same file with the same options gives the same ids, so the
/// suite recognises the repeat. Another symbol, day, scale or pace gives others.
/// </summary>
internal sealed class BatchIds(byte[] fileHash, string options)
{
    private const int GuidBytes = 16;
    private readonly byte[] _seed = SHA256.HashData(
        (byte[])[.. fileHash, .. Encoding.UTF8.GetBytes(options)]
    );

    public Guid Of(long batch)
    {
        Span<byte> text = stackalloc byte[SHA256.HashSizeInBytes + sizeof(long)];
        _seed.CopyTo(text);
        BinaryPrimitives.WriteInt64BigEndian(text[SHA256.HashSizeInBytes..], batch);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        // Version 8 (custom) and the usual variant, so that it is a UUID by the rules.
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..GuidBytes], bigEndian: true);
    }
}
