using FASTER.core;

namespace Platform.Stream.Engines.Faster;

/// <summary>
/// The log library's commits, without a file: our records say themselves what is whole, so the
/// log's end is found by reading it, and a commit is one write instead of two. When a log is opened
/// the library is told here what was found.
/// </summary>
internal sealed class FlushedTail(long beginAddress, long untilAddress) : ILogCommitManager
{
    private const long OnlyCommit = 1;

    public void Commit(
        long beginAddress,
        long untilAddress,
        byte[] commitMetadata,
        long commitNum,
        bool forceWriteMetadata
    ) { }

    public IEnumerable<long> ListCommits() => [OnlyCommit];

    public byte[] GetCommitMetadata(long commitNum) =>
        new FasterLogRecoveryInfo
        {
            BeginAddress = beginAddress,
            UntilAddress = untilAddress,
            CommitNum = OnlyCommit,
        }.ToByteArray();

    public void OnRecovery(long commitNum) { }

    public void RemoveCommit(long commitNum) { }

    public void RemoveAllCommits() { }

    public void Dispose() { }
}
