using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Platform.ServiceDefaults;

/// <summary>Who makes a call, as a token that we have checked says.</summary>
/// <param name="Subject">On whose behalf: a key's owner, or a process acting for itself.</param>
/// <param name="Process">The process of the suite that vouches for it.</param>
/// <param name="Permissions">What the subject may do: "store:verb", or "*" for everything.</param>
public sealed record Caller(string Subject, string Process, IReadOnlyList<string> Permissions)
{
    public const string Everything = "*";

    public bool Has(string permission)
    {
        for (var i = 0; i < Permissions.Count; i++)
        {
            if (Permissions[i] == permission || Permissions[i] == Everything)
            {
                return true;
            }
        }
        return false;
    }
}

public static class CallerAccess
{
    /// <summary>The caller of this call. Throws on an open door, where nobody was asked for a token.</summary>
    public static Caller Caller(this ServerCallContext context) =>
        context.GetHttpContext().Features.Get<Caller>()
        ?? throw new InvalidOperationException($"{context.Method} is open: it has no caller.");
}
