using System.Buffers;
using System.Runtime.InteropServices;

namespace Platform.ClickHouse.Native;

/// <summary>Memory of T seen as bytes, so that an array goes to or comes from a stream without a copy.</summary>
internal sealed class CastMemory<T>(Memory<T> values) : MemoryManager<byte>
    where T : unmanaged
{
    public static Memory<byte> AsBytes(Memory<T> values) =>
        values is Memory<byte> bytes ? bytes : new CastMemory<T>(values).Memory;

    public static ReadOnlyMemory<byte> AsBytes(ReadOnlyMemory<T> values) =>
        AsBytes(MemoryMarshal.AsMemory(values));

    public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(values.Span);

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        // The stream counts in bytes; only whole elements can be pinned through the memory beneath.
        var handle = values.Pin();
        unsafe
        {
            return new((byte*)handle.Pointer + elementIndex, default, new Pinned(handle));
        }
    }

    public override void Unpin() { }

    protected override void Dispose(bool disposing) { }

    private sealed class Pinned(MemoryHandle handle) : IPinnable
    {
        public MemoryHandle Pin(int elementIndex) => throw new NotSupportedException();

        public void Unpin() => handle.Dispose();
    }
}
