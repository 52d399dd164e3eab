using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Platform.Gateway.Calls;

/// <summary>
/// Headers and trailers are relayed as they are: what may not reach a service was taken out before,
/// and nothing is added about the way.
/// </summary>
internal sealed class RelayTransforms : ITransformProvider
{
    public void Apply(TransformBuilderContext context)
    {
        context.UseDefaultForwarders = false;
        context.AddResponseTransform(WatchBody);
        context.AddResponseTrailersTransform(NoteStatus);
    }

    public void ValidateRoute(TransformRouteValidationContext context) { }

    public void ValidateCluster(TransformClusterValidationContext context) { }

    private static ValueTask WatchBody(ResponseTransformContext context)
    {
        if (context.ProxyResponse is { } answer)
        {
            var call = context.HttpContext.Features.GetRequiredFeature<Call>();
            answer.Content = new ResponseContent(answer.Content, call);
        }
        return default;
    }

    private static ValueTask NoteStatus(ResponseTrailersTransformContext context)
    {
        context.HttpContext.Features.GetRequiredFeature<Call>().StatusSent = true;
        return default;
    }
}
