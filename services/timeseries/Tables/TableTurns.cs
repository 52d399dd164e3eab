using Microsoft.Extensions.Options;
using Platform.Common.V1;
using Platform.ServiceDefaults;

namespace Platform.Timeseries.Tables;

/// <summary>So many reads and so many inserts of tables at once: the store's other connections are for ticks.</summary>
internal sealed class TableTurns(IOptions<TableOptions> options) : IDisposable
{
    private readonly TableOptions _options = options.Value;
    private readonly SemaphoreSlim _inserts = new(options.Value.InsertsMax);
    private readonly SemaphoreSlim _reads = new(options.Value.ReadsMax);

    public Task<Turn> InsertAsync(CancellationToken cancellation) =>
        EnterAsync(_inserts, "Tables:InsertsMax", cancellation);

    public Task<Turn> ReadAsync(CancellationToken cancellation) =>
        EnterAsync(_reads, "Tables:ReadsMax", cancellation);

    public void Dispose()
    {
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
                $"No turn within {_options.WaitMax.TotalSeconds} s: too many calls for tables at once.",
                ("limit", limit)
            );
        }
        return new Turn(turns);
    }

    public readonly struct Turn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }
}
