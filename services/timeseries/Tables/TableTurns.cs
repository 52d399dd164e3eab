using Microsoft.Extensions.Options;
using Platform.Common.V1;
using Platform.ServiceDefaults;

namespace Platform.Timeseries.Tables;

/// <summary>
/// So many reads and so many inserts at once: the store's other connections are for ticks. A read that streams to its
/// caller has its turn for as long as the caller takes; candles are read at once and have turns of their own, so that
/// they don't wait for slow callers.
/// </summary>
internal sealed class TableTurns(IOptions<TableOptions> options) : IDisposable
{
    private readonly TableOptions _options = options.Value;
    private readonly SemaphoreSlim _inserts = new(options.Value.InsertsMax);
    private readonly SemaphoreSlim _reads = new(options.Value.ReadsMax);
    private readonly SemaphoreSlim _candles = new(options.Value.CandleReadsMax);

    public Task<Turn> InsertAsync(CancellationToken cancellation) =>
        EnterAsync(_inserts, "Tables:InsertsMax", cancellation);

    public Task<Turn> ReadAsync(CancellationToken cancellation) =>
        EnterAsync(_reads, "Tables:ReadsMax", cancellation);

    public Task<Turn> ReadCandlesAsync(CancellationToken cancellation) =>
        EnterAsync(_candles, "Tables:CandleReadsMax", cancellation);

    /// <summary>
    /// All turns of inserts, for who needs the tables to stand still: those under way have ended, others wait. Null when
    /// one did not end in that time.
    /// </summary>
    public async Task<IDisposable?> TryHoldInsertsAsync(
        TimeSpan within,
        CancellationToken cancellation
    )
    {
        var until = DateTime.UtcNow + within;
        var held = new Held(_inserts);
        try
        {
            while (held.Count < _options.InsertsMax)
            {
                var left = until - DateTime.UtcNow;
                if (
                    !await _inserts.WaitAsync(
                        left > TimeSpan.Zero ? left : TimeSpan.Zero,
                        cancellation
                    )
                )
                {
                    held.Dispose();
                    return null;
                }
                held.Count++;
            }
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _candles.Dispose();
        _inserts.Dispose();
        _reads.Dispose();
    }

    private async Task<Turn> EnterAsync(
        SemaphoreSlim turns,
        string limit,
        CancellationToken cancellation
    )
    {
        if (!await turns.WaitAsync(_options.WaitMax, cancellation))
        {
            PlatformErrors.Throw(
                ErrorReason.Overloaded,
                $"No turn within {_options.WaitMax.TotalSeconds} s: too many calls read or write the store at once.",
                ("limit", limit)
            );
        }
        return new Turn(turns);
    }

    private sealed class Held(SemaphoreSlim turns) : IDisposable
    {
        public int Count { get; set; }

        public void Dispose()
        {
            if (Count > 0)
            {
                turns.Release(Count);
            }
            Count = 0;
        }
    }

    public readonly struct Turn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }
}
