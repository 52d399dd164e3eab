using System.Buffers.Binary;

namespace Platform.Stream.Engines.Faster;

/// <summary>
/// A file that can be made again: written without waiting for the disk, and read only if it is
/// whole.
/// </summary>
internal static class ChecksummedFile
{
    private const int PrefixBytes = 4;

    public static void Save(string path, ReadOnlySpan<byte> content)
    {
        var bytes = new byte[PrefixBytes + content.Length];
        content.CopyTo(bytes.AsSpan(PrefixBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, RecordFormat.Checksum(content));
        AtomicFile.ReplaceLazily(path, bytes);
    }

    /// <summary>Null when there is none, or it is not whole.</summary>
    public static byte[]? TryLoad(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        if (bytes.Length < PrefixBytes)
        {
            return null;
        }
        var checksum = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        var content = bytes[PrefixBytes..];
        return RecordFormat.Checksum(content) == checksum ? content : null;
    }
}
