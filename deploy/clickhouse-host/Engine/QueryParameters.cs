using System.Runtime.InteropServices;
using System.Text;

namespace Platform.ClickHouseHost.Engine;

/// <summary>
/// Values bound to {name:Type} placeholders, in native memory for the length of a call. A value is text in
/// ClickHouse's escaped form, exactly as it comes over HTTP; the engine never splices it into the query.
/// </summary>
internal sealed unsafe class QueryParameters : IDisposable
{
    private readonly nint[] blocks;
    private byte** names;
    private byte** values;
    private nuint* nameLengths;
    private nuint* valueLengths;

    public QueryParameters(IReadOnlyCollection<KeyValuePair<string, string>> parameters)
    {
        Count = (nuint)parameters.Count;
        blocks = new nint[parameters.Count * 2];
        if (parameters.Count == 0)
        {
            return;
        }

        names = (byte**)NativeMemory.Alloc(Count * (nuint)sizeof(nint));
        values = (byte**)NativeMemory.Alloc(Count * (nuint)sizeof(nint));
        nameLengths = (nuint*)NativeMemory.Alloc(Count * (nuint)sizeof(nint));
        valueLengths = (nuint*)NativeMemory.Alloc(Count * (nuint)sizeof(nint));
        var index = 0;
        foreach (var (name, value) in parameters)
        {
            names[index] = Copy(name, index * 2, out nameLengths[index]);
            values[index] = Copy(value, (index * 2) + 1, out valueLengths[index]);
            index++;
        }
    }

    public nuint Count { get; }
    public byte** Names => names;
    public byte** Values => values;
    public nuint* NameLengths => nameLengths;
    public nuint* ValueLengths => valueLengths;

    public void Dispose()
    {
        foreach (var block in blocks)
        {
            NativeMemory.Free((void*)block);
        }

        NativeMemory.Free(names);
        NativeMemory.Free(values);
        NativeMemory.Free(nameLengths);
        NativeMemory.Free(valueLengths);
        names = values = null;
        nameLengths = valueLengths = null;
        Array.Clear(blocks);
    }

    private byte* Copy(string text, int slot, out nuint length)
    {
        var count = Encoding.UTF8.GetByteCount(text);

        // One byte more than the text: the engine refuses a null pointer, which an empty allocation may be.
        var block = (byte*)NativeMemory.Alloc((nuint)count + 1);
        blocks[slot] = (nint)block;
        Encoding.UTF8.GetBytes(text, new Span<byte>(block, count));
        length = (nuint)count;
        return block;
    }
}
