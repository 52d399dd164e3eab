using Microsoft.AspNetCore.Http.Features;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;
using RichStatus = Google.Rpc.Status;

namespace Platform.Gateway.Calls;

/// <summary>What a call that broke on its way is answered.</summary>
internal static class FailedCall
{
    private const int RefusedStream = 0x7;
    private const int Cancel = 0x8;

    /// <summary>To be called when the proxy is done with a call. Answers what the proxy could not.</summary>
    public static async Task AnswerAsync(Call call, bool draining)
    {
        var response = call.Context.Response;
        if (call.StatusSent)
        {
            return;
        }
        if (call.ClientGone)
        {
            BreakOff(call, Cancel);
            return;
        }
        if (ErrorOf(call, draining) is not { } error)
        {
            return;
        }
        if (!response.HasStarted && !call.AnswerBegun)
        {
            response.Clear();
            await ErrorResponse.WriteAsync(call.Context, error);
        }
        else if (call.AtBoundary)
        {
            var trailers = call.Context.Features.GetRequiredFeature<IHttpResponseTrailersFeature>();
            ErrorResponse.WriteStatus(trailers.Trailers, error);
        }
        else
        {
            // Half a message is with the caller: no trailer may follow it. Clients read this code as
            // UNAVAILABLE.
            BreakOff(call, RefusedStream);
            return;
        }
        await response.CompleteAsync();
    }

    private static void BreakOff(Call call, int errorCode) =>
        call.Context.Features.Get<IHttpResetFeature>()?.Reset(errorCode);

    private static RichStatus? ErrorOf(Call call, bool draining)
    {
        if (call.Refusal is { } refusal)
        {
            return refusal;
        }
        var failure = call.Context.Features.Get<IForwarderErrorFeature>();
        if (failure is null && !call.AnswerFailed)
        {
            return null;
        }
        if (call.KeyEnded)
        {
            return draining
                ? PlatformErrors.Status(ErrorReason.Draining, "The gateway is stopping.")
                : PlatformErrors.Status(
                    ErrorReason.Unauthenticated,
                    "The API key is no longer valid."
                );
        }
        return Unavailable(call.Context);
    }

    private static RichStatus Unavailable(HttpContext context)
    {
        var peer = context.Features.Get<IReverseProxyFeature>()?.Cluster.Config.ClusterId ?? "";
        return PlatformErrors.Status(
            ErrorReason.StoreUnavailable,
            $"The service {peer} does not answer.",
            ("service", peer)
        );
    }
}
