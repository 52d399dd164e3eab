using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Platform.Launcher.Processes;

namespace Platform.Launcher.Backups;

internal static class FileCopy
{
    private const int ChunkBytes = 1 << 20;

    /// <summary>A second name for the file, or a copy where the disk is another.</summary>
    public static void LinkOrCopy(string from, string to)
    {
        if (!Posix.TryLink(from, to))
            File.Copy(from, to);
    }

    /// <summary>
    /// Copies a file from front to back, also one that is being written, and makes it durable; answers its
    /// length and SHA-256.
    /// </summary>
    /// <param name="from">The file.</param>
    /// <param name="to">Must not be there.</param>
    /// <param name="sparse">Stretches of zeros take no room in the copy.</param>
    public static (long Bytes, string Sha256) Copy(string from, string to, bool sparse)
    {
        using var source = Open(from);
        using var target = File.OpenHandle(to, FileMode.CreateNew, FileAccess.Write);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = new byte[ChunkBytes];
        var at = 0L;
        for (int read; (read = RandomAccess.Read(source, chunk, at)) > 0; at += read)
        {
            var bytes = chunk.AsSpan(0, read);
            hash.AppendData(bytes);
            if (!sparse || bytes.ContainsAnyExcept((byte)0))
                RandomAccess.Write(target, bytes, at);
        }
        if (RandomAccess.GetLength(target) < at)
            RandomAccess.SetLength(target, at);
        RandomAccess.FlushToDisk(target);
        return (at, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    public static bool AreEqual(string one, string other) =>
        new FileInfo(one).Length == new FileInfo(other).Length
        && File.ReadAllBytes(one).AsSpan().SequenceEqual(File.ReadAllBytes(other));

    private static SafeFileHandle Open(string path) =>
        File.OpenHandle(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete
        );
}
