using System.Buffers.Binary;

namespace Platform.Stream.Engines.Faster;

/// <summary>
/// An address everything before which was acknowledged. With it a start can tell a write that was
/// interrupted from acknowledged records that were damaged. A hint, written now and then: an old
/// one only notices less.
/// </summary>
internal sealed class FloorFile(string directory)
{
    private readonly string _path = Path.Join(directory, "floor");
    private long _saved = -1;

    public long Load() =>
        ChecksummedFile.TryLoad(_path) is { Length: 8 } bytes
            ? BinaryPrimitives.ReadInt64LittleEndian(bytes)
            : 0;

    public void Save(long address)
    {
        if (address == _saved)
        {
            return;
        }
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, address);
        ChecksummedFile.Save(_path, bytes);
        _saved = address;
    }
}
