using Microsoft.Extensions.Options;

namespace Platform.ServiceDefaults;

/// <summary>The key all processes of a suite sign and check tokens with.</summary>
internal sealed class SigningKey(IOptions<IdentityOptions> options)
{
    private const int Length = 32;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    public byte[] Bytes { get; } =
        Convert.FromBase64String(File.ReadAllText(options.Value.KeyFile));

    /// <summary>What is wrong with the file; null when nothing is.</summary>
    public static string? Problem(string path)
    {
        if (!File.Exists(path))
        {
            return "the file does not exist; make one with: (umask 077; head -c 32 /dev/urandom | base64 > FILE)";
        }
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            return "others than its owner can read or write it; allowed is mode 0600 (chmod 600 FILE)";
        }
        try
        {
            var key = Convert.FromBase64String(File.ReadAllText(path));
            return key.Length == Length
                ? null
                : $"it holds {key.Length} bytes; allowed are exactly {Length} in base64";
        }
        catch (FormatException)
        {
            return $"its content is not base64; allowed are exactly {Length} bytes in base64";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"it can't be read ({exception.Message})";
        }
    }
}
