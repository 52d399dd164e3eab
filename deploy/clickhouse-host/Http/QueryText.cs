using System.Buffers;
using System.Text;
using Platform.ClickHouse.Sql;
using Platform.ClickHouseHost.Engine;
using Platform.ClickHouseHost.Sql;

namespace Platform.ClickHouseHost.Http;

/// <summary>
/// The query's text: what the URL has, a line end, and the body up to where inserted data begins. Data that was read
/// along with the text is kept for the insert; the rest is still in the body.
/// </summary>
internal sealed class QueryText : IDisposable
{
    private const int FirstBuffer = 64 * 1024;

    private readonly int lengthMax;
    private byte[] buffer;
    private int length;

    private QueryText(int lengthMax, int firstLength)
    {
        this.lengthMax = lengthMax;
        buffer = ArrayPool<byte>.Shared.Rent(Math.Max(firstLength + 1, FirstBuffer));
        Statement = null!;
    }

    public Statement Statement { get; private set; }

    /// <summary>The statement; for an INSERT with data only what comes before FORMAT or VALUES.</summary>
    public ReadOnlySpan<byte> Text =>
        buffer.AsSpan(
            0,
            Statement.Route == StatementRoute.InsertData ? Statement.HeadLength : length
        );

    /// <summary>Inserted data that came with the text.</summary>
    public ReadOnlySpan<byte> Data =>
        Statement.Route == StatementRoute.InsertData
            ? buffer.AsSpan(Statement.DataStart, length - Statement.DataStart)
            : [];

    public static async Task<QueryText> ReadAsync(
        string url,
        RequestBody body,
        int lengthMax,
        CancellationToken cancellation
    )
    {
        var text = new QueryText(lengthMax, Encoding.UTF8.GetMaxByteCount(url.Length));
        try
        {
            text.Append(url);
            await text.ReadOnAsync(body, fromUrl: url.Length > 0, cancellation);
            return text;
        }
        catch
        {
            text.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private async Task ReadOnAsync(RequestBody body, bool fromUrl, CancellationToken cancellation)
    {
        Statement = Statement.Read(buffer.AsSpan(0, length));
        if (Statement is { Route: StatementRoute.InsertData, Format: not null })
        {
            if (Statement.DataStart < length && buffer[length - 1] != (byte)'\n')
            {
                // Data in the URL goes on in the body on a line of its own.
                buffer[length++] = (byte)'\n';
            }

            return;
        }

        var urlLength = length;
        if (fromUrl)
        {
            buffer[length++] = (byte)'\n';
        }

        var textLength = length;
        while (await FillAsync(body, cancellation))
        {
            var statement = Statement.Read(buffer.AsSpan(0, length));
            if (
                statement is { Route: StatementRoute.InsertData, Format: not null }
                && statement.DataStart < length
            )
            {
                Statement = statement;
                return;
            }

            if (
                fromUrl
                && Statement.Route == StatementRoute.InsertData
                && !GoesOn(buffer.AsSpan(textLength, length - textLength))
            )
            {
                // INSERT INTO t in the URL, nothing but data in the body.
                Statement = Statement with
                {
                    HeadLength = urlLength,
                    DataStart = textLength,
                };
                return;
            }
        }

        Statement = Statement.Read(buffer.AsSpan(0, length));
    }

    // One read of the body; false at its end.
    private async ValueTask<bool> FillAsync(RequestBody body, CancellationToken cancellation)
    {
        if (length == buffer.Length)
        {
            Grow();
        }

        var count = await body.ReadAsync(buffer.AsMemory(length), cancellation);
        length += count;
        return count > 0;
    }

    private void Grow()
    {
        if (length >= lengthMax)
        {
            throw new EngineException(
                ErrorCode.SyntaxError,
                "SYNTAX_ERROR",
                $"Max query size exceeded: the text of a query may have {lengthMax} bytes (option Host:QueryTextBytesMax)"
            );
        }

        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }

    private void Append(string url) => length = Encoding.UTF8.GetBytes(url, buffer);

    // Whether a body goes on with the INSERT that the URL began.
    private static bool GoesOn(ReadOnlySpan<byte> body)
    {
        var scanner = new SqlScanner(body);
        scanner.Next();
        return scanner.IsSymbol('(')
            || scanner.Is("FORMAT")
            || scanner.Is("VALUES")
            || scanner.Is("SELECT")
            || scanner.Is("WITH")
            || scanner.Is("SETTINGS");
    }
}
