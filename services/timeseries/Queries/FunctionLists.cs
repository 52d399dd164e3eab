using Platform.ClickHouse;

namespace Platform.Timeseries.Queries;

/// <summary>The function list of the store that is running, asked for once; again after a failure.</summary>
internal sealed class FunctionLists(QueryStore store) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private FunctionList? _list;

    public async ValueTask<FunctionList> GetAsync(CancellationToken cancellation)
    {
        if (_list is { } known)
        {
            return known;
        }
        await _turn.WaitAsync(cancellation);
        try
        {
            return _list ??= await AskAsync(cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<FunctionList> AskAsync(CancellationToken cancellation)
    {
        var functions = await store.AskAsync(
            "SELECT name, if(is_aggregate AND origin = 'System', 'Aggregate Functions', if(origin = 'System', "
                + "toString(categories), '')), alias_to FROM system.functions",
            cancellation
        );
        var tables = await store.AskAsync("SELECT name FROM system.table_functions", cancellation);
        return new FunctionList(
            functions.Select(row => (Text(row, 0), Text(row, 1), Text(row, 2))),
            tables.Select(row => Text(row, 0))
        );
    }

    private static string Text(Row row, int column) => (string)row[column]!;
}
