using System.Runtime.InteropServices;
using System.Text;
using Platform.ClickHouseHost.Sql;

namespace Platform.ClickHouseHost.Engine;

/// <summary>
/// One session of the engine. Not safe for two requests at once: the pool lends it to one at a time. Calls block the
/// thread for as long as the engine works.
/// </summary>
internal sealed unsafe class EngineConnection(nint* cell, int number)
{
    private nint* cell = cell;
    private nint Handle => *cell;

    /// <summary>The value of the setting that marks this connection's queries, so that they can be killed.</summary>
    public string Tag { get; } = $"host-{number}";

    /// <summary>What the session's state is, so that the next request starts clean.</summary>
    public SessionState State { get; } = new();

    /// <summary>Runs any statement and holds its whole result.</summary>
    public NativeResult Query(ReadOnlySpan<byte> query, string format, QueryParameters parameters)
    {
        Span<byte> formatBytes = stackalloc byte[MaxFormatName];
        var formatLength = Encoding.UTF8.GetBytes(format, formatBytes);
        fixed (byte* text = query)
        fixed (byte* name = formatBytes)
        {
            return NativeResult.Take(
                Chdb.Query(
                    Handle,
                    text,
                    (nuint)query.Length,
                    name,
                    (nuint)formatLength,
                    parameters.Names,
                    parameters.NameLengths,
                    parameters.Values,
                    parameters.ValueLengths,
                    parameters.Count
                )
            );
        }
    }

    /// <summary>Runs a statement of the host's own, without a result.</summary>
    public void Execute(string statement)
    {
        using var none = new QueryParameters([]);
        using var result = Query(Encoding.UTF8.GetBytes(statement), "TabSeparated", none);
    }

    /// <summary>Runs a query of the host's own and splits its result into lines.</summary>
    public string[] Lines(string query)
    {
        using var none = new QueryParameters([]);
        using var result = Query(Encoding.UTF8.GetBytes(query), "TabSeparatedRaw", none);
        return Encoding
            .UTF8.GetString(result.GetSpan())
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Starts a SELECT whose result is read chunk by chunk.</summary>
    public ResultStream OpenStream(
        ReadOnlySpan<byte> query,
        string format,
        QueryParameters parameters
    )
    {
        Span<byte> formatBytes = stackalloc byte[MaxFormatName];
        var formatLength = Encoding.UTF8.GetBytes(format, formatBytes);
        fixed (byte* text = query)
        fixed (byte* name = formatBytes)
        {
            var handle = Chdb.StreamQuery(
                Handle,
                text,
                (nuint)query.Length,
                name,
                (nuint)formatLength,
                parameters.Names,
                parameters.NameLengths,
                parameters.Values,
                parameters.ValueLengths,
                parameters.Count
            );
            NativeResult.ThrowIfError(handle, Chdb.ResultError(handle));
            return new ResultStream(Handle, handle);
        }
    }

    /// <summary>Starts an INSERT whose data follows; <paramref name="head"/> has neither FORMAT nor data.</summary>
    public InsertStream OpenInsert(
        ReadOnlySpan<byte> head,
        string format,
        QueryParameters parameters
    )
    {
        Span<byte> formatBytes = stackalloc byte[MaxFormatName];
        var formatLength = Encoding.UTF8.GetBytes(format, formatBytes);
        fixed (byte* text = head)
        fixed (byte* name = formatBytes)
        {
            var handle = Chdb.StreamInsert(
                Handle,
                text,
                (nuint)head.Length,
                name,
                (nuint)formatLength,
                parameters.Names,
                parameters.NameLengths,
                parameters.Values,
                parameters.ValueLengths,
                parameters.Count
            );
            var error = Chdb.StreamInsertError(handle);
            if (error != 0)
            {
                var message = Marshal.PtrToStringUTF8(error) ?? string.Empty;
                Chdb.DestroyInsertStream(handle);
                throw ErrorText.Parse(message);
            }

            return new InsertStream(handle);
        }
    }

    /// <summary>What the engine's own parser makes of a statement; nothing is run.</summary>
    public StatementClass Classify(ReadOnlySpan<byte> query)
    {
        var analysis = new Chdb.Analysis { StructSize = (uint)sizeof(Chdb.Analysis) };
        fixed (byte* text = query)
        {
            var failed = Chdb.Classify(Handle, text, (nuint)query.Length, null, 0, &analysis);
            return failed != 0
                ? new StatementClass(0, StatementKind.Unknown)
                : new StatementClass(
                    (int)analysis.StatementCount,
                    (StatementKind)analysis.QueryClass
                );
        }
    }

    public void Close()
    {
        Chdb.Close(cell);
        cell = null;
    }

    // Names are checked to be short words before they come here.
    private const int MaxFormatName = 256;
}
