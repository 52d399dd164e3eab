using System.Collections.Concurrent;
using System.Globalization;
using Platform.ClickHouse;

namespace Platform.Timeseries.Schema;

/// <summary>
/// The right to change the schema, among all processes. A claim is a row; whoever sees another's living claim
/// after writing its own withdraws, so two can't both have it. A claim lives while its process does, or, seen
/// from another machine, while its heartbeat is not older than <see cref="ExpirySeconds"/>.
/// </summary>
internal sealed class SchemaLock(ClickHouseClient clickHouse)
{
    private const string Table = $"{ClickHouseJournal.Database}.claims";
    private const int ExpirySeconds = 30;
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);

    // A claim of this process that is not among them was given back while the store did not take the note of it.
    private static readonly ConcurrentDictionary<Guid, bool> Held = new();

    private const string Ddl = $"""
        CREATE TABLE IF NOT EXISTS {Table}
        (
            owner UUID,
            machine String,
            process String,
            released Bool,
            beat DateTime64(6, 'UTC') DEFAULT now64(6)
        )
        ENGINE = MergeTree
        ORDER BY (owner, beat)
        TTL toDateTime(beat) + INTERVAL 1 DAY
        COMMENT 'Who may change the definitions at the moment'
        """;

    public async Task<IAsyncDisposable?> TryTakeAsync(
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await CreateAsync(cancellation);
        var claim = new Claim(this, time);
        Held[claim.Owner] = true;
        var isAlone = false;
        try
        {
            await WriteAsync(claim.Owner, released: false, cancellation);
            isAlone = !await OtherLivesAsync(claim.Owner, cancellation);
        }
        finally
        {
            if (!isAlone)
            {
                Held.TryRemove(claim.Owner, out _);
            }
        }
        if (!isAlone)
        {
            await WriteAsync(claim.Owner, released: true, cancellation);
            return null;
        }
        claim.KeepAlive();
        return claim;
    }

    private async Task CreateAsync(CancellationToken cancellation)
    {
        var again = new QueryOptions { Idempotent = true };
        await clickHouse.ExecuteAsync(
            $"CREATE DATABASE IF NOT EXISTS {ClickHouseJournal.Database} ENGINE = Atomic",
            options: again,
            ct: cancellation
        );
        await clickHouse.ExecuteAsync(Ddl, options: again, ct: cancellation);
    }

    private async Task WriteAsync(Guid owner, bool released, CancellationToken cancellation)
    {
        var block = new Block(
            ("owner", Column.Of<Guid>(new[] { owner })),
            ("machine", Column.Strings([ProcessMark.Machine])),
            ("process", Column.Strings([ProcessMark.Current])),
            ("released", Column.Of<bool>(new[] { released }))
        );
        await clickHouse.InsertAsync(Table, block, ct: cancellation);
    }

    private async Task<bool> OtherLivesAsync(Guid owner, CancellationToken cancellation)
    {
        var rows = await clickHouse.QueryRowsAsync(
            $"""
            SELECT owner, any(machine) AS machine, any(process) AS process
            FROM {Table}
            WHERE owner != {"{owner:UUID}"}
            GROUP BY owner
            HAVING NOT max(released) AND max(beat) > now64(6) - toIntervalSecond({"{expiry:Int64}"})
            """,
            new QueryParameters { { "owner", owner }, { "expiry", (long)ExpirySeconds } },
            ct: cancellation
        );
        return rows.Any(row =>
            row.Get<string>("machine") != ProcessMark.Machine
            || (
                row.Get<string>("process") == ProcessMark.Current
                    ? Held.ContainsKey(row.Get<Guid>("owner"))
                    : ProcessMark.IsAlive(row.Get<string>("process"))
            )
        );
    }

    private sealed class Claim(SchemaLock schema, TimeProvider time) : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private Task _beating = Task.CompletedTask;

        public Guid Owner { get; } = Guid.NewGuid();

        public void KeepAlive() => _beating = BeatAsync();

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await _beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _end.Dispose();
            Held.TryRemove(Owner, out _);
            try
            {
                await schema.WriteAsync(Owner, released: true, CancellationToken.None);
            }
            catch (ClickHouseException)
            {
                // Whoever comes next finds the process gone or the claim expired.
            }
        }

        private async Task BeatAsync()
        {
            using var timer = new PeriodicTimer(Heartbeat, time);
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                try
                {
                    await schema.WriteAsync(Owner, released: false, _end.Token);
                }
                catch (ClickHouseException)
                {
                    // The next beat may get through.
                }
            }
        }
    }
}

/// <summary>This process so that another of the same machine can tell whether it still lives.</summary>
internal static class ProcessMark
{
    private const int StartTimeField = 19;

    /// <summary>A machine since its start, and the space its process ids are of.</summary>
    public static string Machine { get; } =
        $"{Environment.MachineName}/{Read("/proc/sys/kernel/random/boot_id")}/{new FileInfo("/proc/self/ns/pid").LinkTarget}";

    public static string Current { get; } =
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessId}/{StartOf(Environment.ProcessId)}"
        );

    public static bool IsAlive(string mark) =>
        int.TryParse(mark.Split('/')[0], CultureInfo.InvariantCulture, out var id)
        && mark == string.Create(CultureInfo.InvariantCulture, $"{id}/{StartOf(id)}");

    /// <summary>In ticks since the machine's start; with the id it names a process for good.</summary>
    private static string StartOf(int id)
    {
        var stat = Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
        // The program's name, in brackets, may hold anything.
        var fields = stat[(stat.LastIndexOf(')') + 1)..]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > StartTimeField ? fields[StartTimeField] : "gone";
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }
}
