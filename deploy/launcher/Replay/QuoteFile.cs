using System.IO.Compression;
using System.Security.Cryptography;

namespace Platform.Launcher.Replay;

/// <summary>A file of quotes, plain or as the only entry of a zip. Lines may end in LF or CRLF.</summary>
internal sealed class QuoteFile(string path)
{
    public string Name => Path.GetFileName(path);

    /// <summary>SHA-256 of the file as it lies on the disk.</summary>
    public byte[] Hash()
    {
        using var file = Open();
        return SHA256.HashData(file);
    }

    /// <summary>Quotes in the file's order. <paramref name="onSkipped"/> hears each line that gave none.</summary>
    public IEnumerable<Quote> Read(IQuoteFormat format, Action onSkipped)
    {
        using var file = Open();
        using var reader = new StreamReader(Contents(file));
        long number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.Length == 0)
                continue;
            if (Parse(format, line, number, out var quote))
                yield return quote;
            else
                onSkipped();
        }
    }

    private bool Parse(IQuoteFormat format, string line, long number, out Quote quote)
    {
        try
        {
            return format.TryParse(line, out quote);
        }
        catch (FormatException problem)
        {
            throw new LaunchFailure($"{Name} line {number}: {problem.Message}");
        }
    }

    private FileStream Open()
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception problem)
            // An empty name, as of a shell's unset variable, is an argument's fault.
            when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new LaunchFailure($"the file '{path}' can't be read: {problem.Message}");
        }
    }

    private System.IO.Stream Contents(FileStream file)
    {
        if (!path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
            return file;
        var zip = new ZipArchive(file);
        return zip.Entries is [var only]
            ? only.Open()
            : throw new LaunchFailure(
                $"{Name} holds {zip.Entries.Count} files; a zip of exactly one is read"
            );
    }
}
