using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Platform.Gateway.Calls;

/// <summary>
/// The proxy picks the instance, connects and passes headers on as they are; what may not reach a
/// service was taken out before, and nothing is added about the way. The messages are relayed here: the
/// proxy's own copying sends every piece by itself, which triples the writes of a short call.
/// </summary>
internal sealed class RelayTransforms : ITransformProvider
{
    private const string ContentType = "Content-Type";

    public void Apply(TransformBuilderContext context)
    {
        context.UseDefaultForwarders = false;
        context.AddRequestTransform(PassOnRequest);
        context.AddResponseTransform(PassOnAnswerAsync);
    }

    public void ValidateRoute(TransformRouteValidationContext context) { }

    public void ValidateCluster(TransformClusterValidationContext context) { }

    private static ValueTask PassOnRequest(RequestTransformContext context)
    {
        var content = CallOf(context.HttpContext).Request;
        content.Headers.TryAddWithoutValidation(
            ContentType,
            context.HttpContext.Request.ContentType
        );
        context.ProxyRequest.Content = content;
        return default;
    }

    private static async ValueTask PassOnAnswerAsync(ResponseTransformContext context)
    {
        if (context.ProxyResponse is not { } answer)
        {
            // There is none; what the caller is told is up to FailedCall.
            return;
        }
        context.SuppressResponseBody = true;
        var call = CallOf(context.HttpContext);
        try
        {
            await AnswerRelay.RelayAsync(call, answer);
        }
        catch (Exception e)
            when (e is IOException or HttpRequestException or OperationCanceledException)
        {
            call.AnswerFailed = true;
        }
    }

    private static Call CallOf(HttpContext context) => context.Features.GetRequiredFeature<Call>();
}
