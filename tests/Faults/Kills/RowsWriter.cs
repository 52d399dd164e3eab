using System.Globalization;
using Grpc.Core;
using Platform.Common.V1;
using Platform.Launcher.Client;
using Platform.Timeseries.V1;

namespace Platform.Faults.Kills;

/// <summary>What a table is told of a numbered row: each has a column of texts that takes the number.</summary>
/// <param name="Name">The table.</param>
/// <param name="NumberColumn">A column of texts.</param>
/// <param name="PartitionColumn">What tells partitions apart where it isn't the month.</param>
internal sealed record NumberedTable(string Name, string NumberColumn, string PartitionColumn = "");

/// <summary>
/// A client that inserts numbered rows, a few batches a call, and sends a call that failed again with the same
/// request ids until it is answered. The rows of a batch fall into several partitions.
/// </summary>
internal sealed class RowsWriter(
    TimeseriesService.TimeseriesServiceClient client,
    Metadata headers,
    NumberedTable table,
    string run,
    Random random
)
{
    private const int BatchesMax = 3;
    private const int RowsMax = 300;
    private const int Partitions = 6;
    private const long MonthUs = 31L * 86_400 * 1_000_000;
    private readonly long _newestUs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000;
    private volatile bool _stopping;
    private int _acknowledged;

    public NumberedTable Table => table;

    /// <summary>Numbers 0 to this were acknowledged.</summary>
    public int Acknowledged => Volatile.Read(ref _acknowledged);

    public int Interruptions { get; private set; }

    public ulong Duplicates { get; private set; }

    public void Stop() => _stopping = true;

    public async Task RunAsync()
    {
        var next = 0;
        while (!_stopping)
        {
            var batches = new List<InsertRowsRequest>();
            for (var batch = 1 + random.Next(BatchesMax); batch > 0; batch--)
            {
                var rows = 1 + random.Next(RowsMax);
                batches.Add(Make(next, rows));
                next += rows;
            }
            await SendUntilAnsweredAsync(batches);
            Volatile.Write(ref _acknowledged, next);
        }
    }

    private async Task SendUntilAnsweredAsync(List<InsertRowsRequest> batches)
    {
        while (true)
        {
            try
            {
                await SendAsync(batches);
                return;
            }
            catch (RpcException e) when (CallFailure.IsPassing(e))
            {
                Interruptions++;
                await Task.Delay(20 + random.Next(100));
            }
        }
    }

    private async Task SendAsync(List<InsertRowsRequest> batches)
    {
        using var call = client.InsertRows(headers);
        try
        {
            foreach (var batch in batches)
            {
                await call.RequestStream.WriteAsync(batch);
            }
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException or IOException)
        {
            // Why the call ended is told by its answer.
        }
        var answer = await call.ResponseAsync;
        answer.RejectedRows.ShouldBe(0ul);
        Duplicates += answer.DuplicateBatches;
        if (answer.DuplicateBatches == 0)
        {
            answer.AcceptedRows.ShouldBe((ulong)batches.Sum(batch => batch.Batch.RowCount));
        }
    }

    private InsertRowsRequest Make(int first, int count)
    {
        var times = new Timestamps();
        var numbers = Texts();
        var partitions = Texts();
        for (var i = 0; i < count; i++)
        {
            var number = first + i;
            var partition = number % Partitions;
            times.Values.Add(_newestUs - (partition * MonthUs) - number);
            Add(numbers, $"{run} {number.ToString(CultureInfo.InvariantCulture)}", i);
            Add(partitions, $"{run}.{partition}", i);
        }
        var rows = new RowBatch { RowCount = (uint)count };
        rows.Columns.Add(new Column { Name = "timestamp", TimestampsUs = times });
        rows.Columns.Add(new Column { Name = table.NumberColumn, Strings = numbers });
        if (table.PartitionColumn.Length > 0)
        {
            rows.Columns.Add(new Column { Name = table.PartitionColumn, Strings = partitions });
        }
        return new InsertRowsRequest
        {
            Table = table.Name,
            RequestId = Guid.NewGuid().ToString(),
            Batch = rows,
        };
    }

    private static Strings Texts() => new();

    private static void Add(Strings texts, string text, int row)
    {
        texts.Dictionary.Add(text);
        texts.Indexes.Add((uint)row);
    }
}
