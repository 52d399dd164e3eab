using Microsoft.Win32.SafeHandles;

namespace Platform.Stream.Engines.Faster;

/// <summary>
/// The one thread that brings a topic to the disk. Each turn takes all that was appended during the
/// turn before, writes it, syncs once, and only then reports it: the group commit. A thread of its
/// own because a commit must not wait for the thread pool.
/// </summary>
internal sealed class CommitThread : IDisposable
{
    private readonly SegmentFiles _files;
    private readonly DiskFaults? _faults;
    private readonly object _gate = new();
    private readonly Thread _thread;
    private readonly Dictionary<int, SafeFileHandle> _open = [];
    private readonly HashSet<int> _written = [];
    private List<PageWrite> _writes = [];
    private List<PageWrite> _turn = [];
    private ICommitted? _log;
    private bool _appended;
    private bool _stopping;

    public CommitThread(string topic, SegmentFiles files, DiskFaults? faults)
    {
        _files = files;
        _faults = faults;
        _thread = new Thread(Run) { IsBackground = true, Name = $"log {topic}" };
    }

    public void Start(ICommitted log)
    {
        _log = log;
        _thread.Start();
    }

    /// <summary>There is something new to commit.</summary>
    public void Appended()
    {
        lock (_gate)
        {
            if (!_appended)
            {
                _appended = true;
                Monitor.Pulse(_gate);
            }
        }
    }

    public void Write(in PageWrite write)
    {
        lock (_gate)
        {
            _writes.Add(write);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Stops after the current turn. What is not committed then is not.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }
        if (_thread.ThreadState.HasFlag(ThreadState.Unstarted) || _thread == Thread.CurrentThread)
        {
            return;
        }
        _thread.Join();
    }

    private void Run()
    {
        try
        {
            while (WaitForWork(out var appended))
            {
                if (appended)
                {
                    _log!.IssueWrites();
                }
                WritePages();
                _log!.Written();
            }
        }
        catch (Exception failure)
        {
            _log!.WriteFailed(failure);
        }
        finally
        {
            foreach (var file in _open.Values)
            {
                file.Dispose();
            }
        }
    }

    private bool WaitForWork(out bool appended)
    {
        lock (_gate)
        {
            while (!_appended && _writes.Count == 0 && !_stopping)
            {
                Monitor.Wait(_gate);
            }
            appended = _appended;
            _appended = false;
            return !_stopping;
        }
    }

    private void WritePages()
    {
        lock (_gate)
        {
            (_turn, _writes) = (_writes, _turn);
        }
        if (_turn.Count == 0)
        {
            return;
        }
        foreach (var write in _turn)
        {
            WritePage(write);
        }
        foreach (var segment in _written)
        {
            _faults?.BeforeSync?.Invoke(segment);
            Posix.SyncData(_open[segment]);
        }
        CloseAllBut(_written);
        _written.Clear();
        foreach (var write in _turn)
        {
            write.Callback(0, (uint)write.Bytes, write.Context);
        }
        _turn.Clear();
    }

    private unsafe void WritePage(in PageWrite write)
    {
        _faults?.BeforeWrite?.Invoke(write.Segment, write.Offset, write.Bytes);
        if (!_open.TryGetValue(write.Segment, out var file))
        {
            file = _files.OpenForWrite(write.Segment);
            _open.Add(write.Segment, file);
            // The name of a new file must last as long as what is in it.
            Posix.SyncDirectory(_files.Directory);
        }
        var bytes = new ReadOnlySpan<byte>((void*)write.Source, write.Bytes);
        RandomAccess.Write(file, bytes, write.Offset);
        _written.Add(write.Segment);
    }

    /// <summary>A segment is left for good once a later one is written.</summary>
    private void CloseAllBut(HashSet<int> current)
    {
        if (_open.Count == current.Count)
        {
            return;
        }
        foreach (var (segment, file) in _open)
        {
            if (!current.Contains(segment))
            {
                file.Dispose();
                _open.Remove(segment);
            }
        }
    }
}

/// <summary>The log the thread commits. All calls come from the thread.</summary>
internal interface ICommitted
{
    /// <summary>Hands everything appended so far to <see cref="CommitThread.Write"/>.</summary>
    void IssueWrites();

    /// <summary>A turn's writes are on the disk.</summary>
    void Written();

    /// <summary>The disk failed; the thread has ended.</summary>
    void WriteFailed(Exception failure);
}

/// <summary>Where a test makes the disk fail: the hooks throw.</summary>
internal sealed class DiskFaults
{
    public Action<int, long, int>? BeforeWrite { get; set; }

    public Action<int>? BeforeSync { get; set; }

    public Action<int>? BeforeCreate { get; set; }
}
