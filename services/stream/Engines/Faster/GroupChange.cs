using System.Buffers.Binary;

namespace Platform.Stream.Engines.Faster;

/// <summary>
/// Offsets a group committed; without a group, a topic to forget. On disk: checksum of the rest
/// (u32), length of the rest (u32), group, topic, count (u32), partition (u32) and offset (i64).
/// </summary>
internal sealed record GroupChange(string Group, string Topic, PartitionOffset[] Offsets)
{
    public const int OffsetBytes = 12;
    private const int PrefixBytes = 8;

    public static GroupChange Forget(string topic) => new("", topic, []);

    public bool IsForget => Group.Length == 0;

    public TaskCompletionSource Durable { get; } =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int HeadBytes => PrefixBytes + 12 + Group.Length + Topic.Length;

    public void Write(MemoryStream target)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write(Group);
        writer.Write(Topic);
        writer.Write(Offsets.Length);
        foreach (var (partition, offset) in Offsets)
        {
            writer.Write(partition);
            writer.Write(offset);
        }
        writer.Flush();
        var content = memory.GetBuffer().AsSpan(0, (int)memory.Length);
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(prefix, RecordFormat.Checksum(content));
        BinaryPrimitives.WriteInt32LittleEndian(prefix[4..], content.Length);
        target.Write(prefix);
        target.Write(content);
    }

    public static GroupChange? TryRead(ref Span<byte> rest)
    {
        if (rest.Length < PrefixBytes)
        {
            return null;
        }
        var length = BinaryPrimitives.ReadInt32LittleEndian(rest[4..]);
        if (length < 1 || length > rest.Length - PrefixBytes)
        {
            return null;
        }
        var content = rest.Slice(PrefixBytes, length);
        if (BinaryPrimitives.ReadUInt32LittleEndian(rest) != RecordFormat.Checksum(content))
        {
            return null;
        }
        rest = rest[(PrefixBytes + length)..];
        using var reader = new BinaryReader(new MemoryStream(content.ToArray()));
        var group = reader.ReadString();
        var topic = reader.ReadString();
        var offsets = new PartitionOffset[reader.ReadInt32()];
        for (var i = 0; i < offsets.Length; i++)
        {
            offsets[i] = new PartitionOffset(reader.ReadInt32(), reader.ReadInt64());
        }
        return new GroupChange(group, topic, offsets);
    }
}
