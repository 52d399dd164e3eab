using System.CommandLine;
using System.Globalization;
using Grpc.Core;
using Platform.Backup.V1;
using Platform.Launcher.Backups;
using Platform.Launcher.Client;
using Platform.Launcher.State;
using Spectre.Console;

namespace Platform.Launcher.Commands;

/// <summary>Backs up the running suite of this machine: ClickHouse by its service, then the log's files.</summary>
internal static class BackupCommand
{
    private const double MiB = 1024 * 1024;

    private static readonly Argument<string?> Name = new("NAME")
    {
        Description = "Letters, digits, - and _ (default: made of the time)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Base = new("--base")
    {
        Description = "An earlier backup; only what came after it is copied",
        HelpName = "NAME",
    };

    private static readonly Option<string?> To = new("--to")
    {
        Description =
            "Copy the finished backup, and those it continues, there as well (another disk)",
        HelpName = "DIR",
    };

    private static readonly Option<bool> List = new("--list")
    {
        Description = "List the backups there are",
    };

    private static readonly Option<string?> Data = CommonOptions.Data();

    public static Command Create()
    {
        var command = new Command("backup", "Back up ClickHouse and the log while they serve")
        {
            Name,
            Base,
            To,
            List,
            Data,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        var layout = result.Layout(Data);
        using var suite = SuiteConnection.ToLocal(layout);
        if (result.GetValue(List))
            return await ListAsync(suite, layout, cancellation);
        var made = await CreateAsync(result, suite, cancellation);
        var files = FilesOf(layout, made.Name);
        await Task.Run(() => CopyLog(layout, files, cancellation), cancellation);
        if (result.GetValue(To) is { } target)
            await Task.Run(() => CopyAway(files, target, cancellation), cancellation);
        Terminal.Good(
            string.Create(
                CultureInfo.InvariantCulture,
                $"backup '{made.Name}': {made.Tables.Count} tables, {made.Tables.Sum(table => (decimal)table.Rows):N0} rows, {made.Bytes / MiB:N1} MiB and the log, in {files.Directory}"
            )
        );
        Terminal.Step(
            $"secrets are not in it; './platform restore {made.Name} --data NEWDIR' restores it"
        );
        return 0;
    }

    private static async Task<Backup.V1.Backup> CreateAsync(
        ParseResult result,
        SuiteConnection suite,
        CancellationToken cancellation
    )
    {
        var request = new CreateBackupRequest
        {
            Name = result.GetValue(Name) ?? "",
            Base = result.GetValue(Base) ?? "",
            RequestId = Guid.NewGuid().ToString(),
        };
        Backup.V1.Backup? made = null;
        var stage = "ClickHouse";
        try
        {
            using var call = suite.Backups.CreateBackup(
                request,
                StoreHeaders(suite),
                cancellationToken: cancellation
            );
            await Progress.WhileAsync(ReadAsync(call.ResponseStream), () => stage);
        }
        catch (RpcException problem)
        {
            throw CallFailure.Final("the backup failed", problem);
        }
        return made ?? throw new LaunchFailure("the service ended the backup without its result");

        async Task ReadAsync(IAsyncStreamReader<CreateBackupResponse> responses)
        {
            await foreach (var response in responses.ReadAllAsync(cancellation))
            {
                made = response.Backup;
                stage = string.Create(
                    CultureInfo.InvariantCulture,
                    $"ClickHouse: {response.Stage}, {response.Fraction:P0}"
                );
            }
        }
    }

    /// <summary>After the store: whatever is stored was in the log before.</summary>
    private static void CopyLog(
        SuiteLayout layout,
        BackupFiles files,
        CancellationToken cancellation
    )
    {
        var earlier = files.Base is { HasLog: true } one
            ? (one.Log, LogList.Read(one.LogList))
            : ((string, LogList)?)null;
        var copy = new LogCopy(LogCopy.PathIn(layout), files.Log, sparse: true, Terminal.Step)
        {
            Earlier = earlier,
        };
        copy.Run(cancellation).Write(files.LogList);
    }

    private static void CopyAway(BackupFiles files, string target, CancellationToken cancellation)
    {
        foreach (var one in files.Chain())
        {
            Terminal.Step($"copying '{one.Name}' to {target}");
            one.CopyTo(Path.Combine(Path.GetFullPath(target), one.Name), cancellation);
        }
    }

    private static async Task<int> ListAsync(
        SuiteConnection suite,
        SuiteLayout layout,
        CancellationToken cancellation
    )
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumns("name", "made", "continues", "tables", "rows", "MiB", "log", "through");
        var request = new ListBackupsRequest();
        do
        {
            var page = await PageAsync(suite, request, cancellation);
            foreach (var backup in page.Backups)
                AddRow(table, backup, FilesOf(layout, backup.Name).HasLog);
            request.PageToken = page.NextPageToken;
        } while (request.PageToken.Length > 0);
        Terminal.Out.Write(table);
        return 0;
    }

    private static async Task<ListBackupsResponse> PageAsync(
        SuiteConnection suite,
        ListBackupsRequest request,
        CancellationToken cancellation
    )
    {
        try
        {
            return await suite.Backups.ListBackupsAsync(
                request,
                StoreHeaders(suite),
                cancellationToken: cancellation
            );
        }
        catch (RpcException problem)
        {
            throw CallFailure.Final("the backups can't be listed", problem);
        }
    }

    private static Metadata StoreHeaders(SuiteConnection suite) =>
        [.. suite.Headers, new Metadata.Entry("x-platform-store", "clickhouse")];

    private static void AddRow(Table table, Backup.V1.Backup backup, bool hasLog) =>
        table.AddRow(
            Markup.Escape(backup.Name),
            backup.CreatedAt.ToDateTime().ToString("u", CultureInfo.InvariantCulture),
            Markup.Escape(backup.Base),
            $"{backup.Tables.Count}",
            backup
                .Tables.Sum(one => (decimal)one.Rows)
                .ToString("N0", CultureInfo.InvariantCulture),
            (backup.Bytes / MiB).ToString("N1", CultureInfo.InvariantCulture),
            hasLog ? "yes" : "no",
            string.Join(' ', backup.Through.Select(place => $"{place.Partition}:{place.Offset}"))
        );

    private static BackupFiles FilesOf(SuiteLayout layout, string name) =>
        new(Path.Combine(layout.Backups, name));
}
