using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Tables;
using Platform.Timeseries.Ticks.Read;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Transfers;

/// <summary>Sends a table chunk by chunk, with a place to go on from after each.</summary>
internal sealed class ExportRun(
    ClickHouseClient clickHouse,
    TransferTables tables,
    ExportPlanner planner,
    TableTurns turns,
    IOptions<TransferOptions> options
) : IDisposable
{
    private readonly SemaphoreSlim _places = new(options.Value.ExportsMax);

    // DateTime64(6) holds no other times.
    private const long EarliestUs = -2_208_988_800_000_000;
    private const long LatestUs = 10_413_791_999_999_999;

    // CANNOT_PARSE_… and kin: of all that goes into the statement only the filters' values can cause them.
    private static readonly HashSet<int> NotReadable =
    [
        6,
        26,
        27,
        32,
        33,
        38,
        41,
        53,
        69,
        70,
        72,
        131,
        376,
        407,
        675,
        676,
        691,
    ];

    public async Task RunAsync(
        ExportTableRequest request,
        IServerStreamWriter<ExportTableResponse> responses,
        CancellationToken cancellation
    )
    {
        if (!await _places.WaitAsync(TimeSpan.Zero, cancellation))
        {
            PlatformErrors.Throw(
                ErrorReason.Overloaded,
                $"{options.Value.ExportsMax} exports run already.",
                ("limit", "Transfers:ExportsMax")
            );
        }
        try
        {
            await SendAllAsync(
                request,
                new PatientWriter<ExportTableResponse>(responses, options.Value.ExportSilenceMax),
                cancellation
            );
        }
        catch (ClickHouseException failure) when (NotReadable.Contains(failure.Code))
        {
            throw PlatformErrors.CreateInvalid(
                ("filters", $"A value can't be read as its column's type ({failure.Name}).")
            );
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task SendAllAsync(
        ExportTableRequest request,
        IServerStreamWriter<ExportTableResponse> responses,
        CancellationToken cancellation
    )
    {
        TransferFormats.ForExport(request.Format, chunk: 0);
        var table = await tables.GetAsync(request.Table, cancellation);
        var query = new ExportQuery(table, request);
        var identity = IdentityOf(request);
        var place =
            PageToken.Decode<Place>(request.ResumeToken, identity)
            ?? new Place(0, Micros(request.From, EarliestUs), Micros(request.To, LatestUs), 0);
        var ranges = place.IsEnd
            ? []
            : await PlanAsync(query, place, RowsAimed(table, request.Format), cancellation);
        await responses.WriteAsync(Plan(query, place, ranges), cancellation);
        for (var i = 0; i < ranges.Count; i++)
        {
            var chunk = place.Chunk + i;
            await SendAsync(query, request.Format, chunk, ranges[i], responses, cancellation);
            var isLast = i == ranges.Count - 1;
            var next = place with
            {
                Chunk = chunk + 1,
                FromUs = ranges[i].ToUs,
                // The newest there was when it began: later rows don't make it longer.
                ToUs = ranges[^1].ToUs,
                Rows = place.Rows + Sum(ranges.Take(i + 1)),
                IsEnd = isLast,
            };
            await responses.WriteAsync(
                new ExportTableResponse
                {
                    Checkpoint = new ExportCheckpoint
                    {
                        Chunk = (uint)chunk,
                        Rows = ranges[i].Rows,
                        ResumeToken = PageToken.Encode(identity, next),
                    },
                },
                cancellation
            );
        }
    }

    private async Task<IReadOnlyList<ExportRange>> PlanAsync(
        ExportQuery query,
        Place place,
        ulong rowsAimed,
        CancellationToken cancellation
    )
    {
        using var turn = await turns.ReadAsync(cancellation);
        return await planner.PlanAsync(
            query,
            place.FromUs,
            place.ToUs,
            rowsAimed,
            Patient,
            cancellation
        );
    }

    private QueryOptions Patient =>
        new()
        {
            Timeout = options.Value.StatementMax,
            Settings = new Dictionary<string, string>(TransferFormats.ExportSettings)
            {
                ["max_execution_time"] = $"{(int)options.Value.StatementMax.TotalSeconds}",
            },
        };

    private async Task SendAsync(
        ExportQuery query,
        TransferFormat format,
        int chunk,
        ExportRange range,
        IServerStreamWriter<ExportTableResponse> responses,
        CancellationToken cancellation
    )
    {
        using var turn = await turns.ReadAsync(cancellation);
        var pieces = clickHouse.QueryRawAsync(
            query.Rows(TransferFormats.ForExport(format, chunk)),
            query.Parameters(range.FromUs, range.ToUs),
            Patient,
            cancellation
        );
        await foreach (var piece in pieces)
        {
            // It is written to the connection before the next piece takes its place.
            await responses.WriteAsync(
                new ExportTableResponse { Data = UnsafeByteOperations.UnsafeWrap(piece) },
                cancellation
            );
        }
    }

    private ulong RowsAimed(TransferTable table, TransferFormat format)
    {
        var rows = (ulong)options.Value.ExportRows;
        return format.IsDocument() && table.RowBytes > 0
            ? Math.Clamp((ulong)(options.Value.DocumentBytes / table.RowBytes), 1, rows)
            : rows;
    }

    private static ExportTableResponse Plan(
        ExportQuery query,
        Place place,
        IReadOnlyList<ExportRange> ranges
    ) =>
        new()
        {
            Plan = new ExportPlan
            {
                Rows = place.Rows + Sum(ranges),
                Chunks = (uint)(place.Chunk + ranges.Count),
                FirstChunk = (uint)place.Chunk,
                TimeColumn = query.TimeColumn ?? "",
            },
        };

    private static ulong Sum(IEnumerable<ExportRange> ranges) =>
        ranges.Aggregate(0UL, (sum, range) => sum + range.Rows);

    private static long Micros(Timestamp? time, long otherwise) =>
        time is null
            ? otherwise
            : Math.Clamp((time.Seconds * 1_000_000) + (time.Nanos / 1000), EarliestUs, LatestUs);

    private static string IdentityOf(ExportTableRequest request)
    {
        var same = request.Clone();
        same.ResumeToken = "";
        return JsonSerializer.Serialize(same.ToString());
    }

    private sealed record Place(int Chunk, long FromUs, long ToUs, ulong Rows, bool IsEnd = false);
}
