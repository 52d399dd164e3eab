using System.Runtime.InteropServices;
using Platform.ClickHouseHost.Sql;

namespace Platform.ClickHouseHost.Engine;

/// <summary>
/// The embedded ClickHouse of this process: booted once, with every connection it will ever have, because opening one
/// disturbs the runtime's signal handlers (<see cref="SignalGuard"/>).
/// </summary>
internal sealed class Engine : IDisposable
{
    /// <summary>A setting nothing else here uses (the embedded engine has no query cache); carries a connection's tag.</summary>
    public const string TagSetting = "query_cache_tag";

    private readonly EngineFiles files;
    private readonly EngineConnection control;
    private readonly SemaphoreSlim controlTurn = new(1, 1);

    private Engine(EngineFiles files, EngineConnection control, EngineConnection[] connections)
    {
        this.files = files;
        this.control = control;
        Connections = connections;
    }

    /// <summary>The connections that serve requests.</summary>
    public IReadOnlyList<EngineConnection> Connections { get; }

    /// <summary>Settings that differ from the engine's compiled-in values, as every session starts with.</summary>
    public IReadOnlyDictionary<string, string> Defaults { get; private set; } =
        new Dictionary<string, string>();

    /// <summary>Tokens of inserts that a kill kept from being kept, withdrawn at this start.</summary>
    public int WithdrawnTokens { get; private init; }

    /// <summary>The engine's time zone, for X-ClickHouse-Timezone.</summary>
    public string TimeZone { get; private set; } = "UTC";

    /// <exception cref="StartException">The engine can't start on this directory.</exception>
    public static Engine Start(EngineHostOptions options)
    {
        var files = EngineFiles.Take(options);
        try
        {
            var withdrawn = InsertTokens.WithdrawLost(files.Root);
            Chdb.Load(Path.GetFullPath(options.Library));
            SignalGuard.Run(() => Chdb.SetSignalHandlersEnabled(0));
            var control = Connect(files, options.Connections);
            var connections = new EngineConnection[options.Connections];
            for (var number = 0; number < connections.Length; number++)
            {
                connections[number] = Connect(files, number);
            }

            var engine = new Engine(files, control, connections) { WithdrawnTokens = withdrawn };
            engine.Learn(options);
            return engine;
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            files.Dispose();
            throw new StartException(
                $"Host:Library '{options.Library}' can't be loaded: {error.Message.ReplaceLineEndings(" ")}",
                error
            );
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>Asks the engine to stop whatever runs on a connection; does not wait for it to stop.</summary>
    public async Task KillAsync(EngineConnection connection)
    {
        await controlTurn.WaitAsync();
        try
        {
            // Without ASYNC the statement waits for the query to end, and could wait for ever.
            control.Execute(
                $"KILL QUERY WHERE Settings['{TagSetting}'] = {SqlText.Literal(connection.Tag)} ASYNC"
            );
        }
        finally
        {
            controlTurn.Release();
        }
    }

    public void Dispose()
    {
        foreach (var connection in Connections)
        {
            connection.Close();
        }

        control.Close();
        _ = Chdb.Shutdown();
        controlTurn.Dispose();
        files.Dispose();
    }

    private static unsafe EngineConnection Connect(EngineFiles files, int number)
    {
        string[] arguments =
        [
            "clickhouse",
            $"--path={files.Root}",
            $"--config-file={files.ConfigurationFile}",
            $"--{TagSetting}=host-{number}",
        ];
        var pointers = stackalloc byte*[arguments.Length];
        for (var index = 0; index < arguments.Length; index++)
        {
            pointers[index] = (byte*)Marshal.StringToCoTaskMemUTF8(arguments[index]);
        }

        nint* cell = null;
        var pointersAddress = (nint)pointers;
        SignalGuard.Run(() => cell = Chdb.Connect(arguments.Length, (byte**)pointersAddress));
        for (var index = 0; index < arguments.Length; index++)
        {
            Marshal.FreeCoTaskMem((nint)pointers[index]);
        }

        // The engine has already said why on standard error; it gives no text back.
        return cell is not null
            ? new EngineConnection(cell, number)
            : throw new StartException(
                $"The engine can't start on Host:Path '{files.Root}'; the line above says why"
            );
    }

    private void Learn(EngineHostOptions options)
    {
        control.Execute(
            $"CREATE DATABASE IF NOT EXISTS {SqlText.Identifier(options.Database)} ENGINE = Atomic"
        );
        ServerVersion.Current = control.Lines("SELECT version()")[0];
        TimeZone = control.Lines("SELECT timezone()")[0];
        Defaults = control
            .Lines("SELECT name, value FROM system.settings WHERE changed")
            .Select(line => line.Split('\t'))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
    }
}
