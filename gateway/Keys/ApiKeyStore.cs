using Microsoft.Extensions.Options;
using Platform.ServiceDefaults;

namespace Platform.Gateway.Keys;

/// <summary>
/// The keys that are valid now. The file is read when the process starts, and again whenever it
/// changes; a broken new version is reported and the last good one stays in force.
/// </summary>
internal sealed class ApiKeyStore : BackgroundService
{
    private readonly string _path;
    private readonly TimeSpan _interval;
    private readonly TokenMint _mint;
    private readonly ILogger<ApiKeyStore> _log;
    private FileState _state;
    private ApiKeySet _keys;

    public ApiKeyStore(IOptions<GatewayOptions> options, TokenMint mint, ILogger<ApiKeyStore> log)
    {
        _path = options.Value.ApiKeysFile;
        _interval = options.Value.ApiKeysReload;
        _mint = mint;
        _log = log;
        _state = FileState.Of(_path);
        _keys = ApiKeySet.Empty.ReplaceBy(ApiKeyFile.Read(_path), mint, out _);
        _log.KeysRead(_keys.Keys.Length, _path);
    }

    public ApiKey? Find(ReadOnlySpan<char> key) => Volatile.Read(ref _keys).Find(key);

    /// <summary>Ends every call that is open.</summary>
    public async Task EndCallsAsync()
    {
        foreach (var key in Volatile.Read(ref _keys).Keys)
        {
            await key.EndAsync();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Polled, not watched: a poll also sees a file replaced by a rename, a link or a mount.
        using var timer = new PeriodicTimer(_interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var now = FileState.Of(_path);
            if (now != _state)
            {
                _state = now;
                await ReloadAsync();
            }
        }
    }

    private async Task ReloadAsync()
    {
        try
        {
            var next = _keys.ReplaceBy(ApiKeyFile.Read(_path), _mint, out var gone);
            Volatile.Write(ref _keys, next);
            _log.KeysReread(next.Keys.Length, gone.Count, _path);
            foreach (var key in gone)
            {
                await key.EndAsync();
            }
        }
        catch (InvalidDataException wrong)
        {
            _log.KeysKept(_path, wrong.Message);
        }
    }

    private readonly record struct FileState(DateTime WrittenUtc, long Length)
    {
        public static FileState Of(string path)
        {
            var file = new FileInfo(path);
            return file.Exists ? new(file.LastWriteTimeUtc, file.Length) : default;
        }
    }
}
