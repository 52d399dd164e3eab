using System.Diagnostics;

namespace Platform.Clients;

/// <summary>A test that needs Debian's Python with grpc; without it the test is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    public const string Python = "/usr/bin/python3";

    public PythonFactAttribute()
    {
        if (!HasGrpc())
        {
            Skip = "python3-grpcio and python3-protobuf are not installed (apt-get install them)";
        }
    }

    private static bool HasGrpc()
    {
        if (!File.Exists(Python))
        {
            return false;
        }
        using var process = Process.Start(
            new ProcessStartInfo(Python, ["-c", "import grpc, google.protobuf"])
            {
                RedirectStandardError = true,
            }
        )!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
