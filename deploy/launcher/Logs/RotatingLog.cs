namespace Platform.Launcher.Logs;

/// <summary>
/// One log file that never grows past its bound: NAME.log is renamed to NAME.log.1 (and so on up to
/// <see cref="KeptFiles"/>) when full. A full disk loses lines, never the process that wrote them.
/// </summary>
internal sealed class RotatingLog : IDisposable
{
    /// <summary>Size at which a file is put aside. Default 16 MiB.</summary>
    public long FileBytesMax { get; init; } = 16 * 1024 * 1024;

    /// <summary>Files kept beside the current one. Default 3.</summary>
    public int KeptFiles { get; init; } = 3;

    private readonly Lock _gate = new();
    private readonly string _path;
    private FileStream? _file;

    public RotatingLog(string path)
    {
        _path = path;
    }

    public string FilePath => _path;

    /// <summary>Bytes that could not be written (a full disk) since the start.</summary>
    public long LostBytes { get; private set; }

    /// <summary>Bytes in the current file.</summary>
    public long Length => File.Exists(_path) ? new FileInfo(_path).Length : 0;

    public void Write(ReadOnlySpan<byte> text)
    {
        lock (_gate)
        {
            try
            {
                _file ??= Open();
                if (_file.Length + text.Length > FileBytesMax && _file.Length > 0)
                    Rotate();
                _file.Write(text);
                _file.Flush();
            }
            catch (IOException)
            {
                LostBytes += text.Length;
            }
        }
    }

    public void WriteLine(string line) =>
        Write(
            System.Text.Encoding.UTF8.GetBytes(
                $"{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ss.fffZ} {line}\n"
            )
        );

    public void Dispose()
    {
        lock (_gate)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    private FileStream Open() =>
        new(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 1);

    private void Rotate()
    {
        _file!.Dispose();
        _file = null;
        for (var n = KeptFiles - 1; n >= 1; n--)
        {
            if (File.Exists($"{_path}.{n}"))
                File.Move($"{_path}.{n}", $"{_path}.{n + 1}", overwrite: true);
        }
        if (KeptFiles > 0)
            File.Move(_path, $"{_path}.1", overwrite: true);
        else
            File.Delete(_path);
        _file = Open();
    }
}
