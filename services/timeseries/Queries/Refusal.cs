using System.Diagnostics.CodeAnalysis;
using Grpc.Core;
using Platform.Common.V1;
using Platform.ServiceDefaults;

namespace Platform.Timeseries.Queries;

/// <summary>Why a query is not run: it is more than reading this store's own tables.</summary>
internal static class Refusal
{
    [DoesNotReturn]
    public static void Throw(string what, string why) => throw Create(what, why);

    /// <param name="what">What was found, as a word a program can read: "function file".</param>
    /// <param name="why">A sentence: what is wrong with it and what to do instead.</param>
    public static RpcException Create(string what, string why) =>
        PlatformErrors.Create(ErrorReason.QueryRefused, why, ("refused", what));
}
