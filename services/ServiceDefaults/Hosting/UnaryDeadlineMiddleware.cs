using System.Globalization;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Platform.ServiceDefaults;

/// <summary>
/// Gives a unary call without a deadline, or with a longer one, the longest allowed. Done by writing the header before
/// the server reads it, so that its own deadline handling, token and status apply.
/// </summary>
internal sealed class UnaryDeadlineMiddleware(RequestDelegate next, IOptions<GrpcOptions> options)
{
    private const string Header = "grpc-timeout";

    private readonly TimeSpan _max = options.Value.UnaryDeadlineMax;
    private readonly string _maxText = string.Create(
        CultureInfo.InvariantCulture,
        $"{(long)options.Value.UnaryDeadlineMax.TotalMilliseconds}m"
    );

    public Task InvokeAsync(HttpContext context)
    {
        var method = context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method;
        if (method?.Type == MethodType.Unary)
        {
            string? asked = context.Request.Headers[Header];
            if (string.IsNullOrEmpty(asked) || Read(asked) is { } timeout && timeout > _max)
            {
                context.Request.Headers[Header] = _maxText;
            }
        }
        return next(context);
    }

    /// <summary>At most eight digits and a unit; null for what the server will refuse itself.</summary>
    private static TimeSpan? Read(string header) =>
        long.TryParse(header.AsSpan(0, header.Length - 1), CultureInfo.InvariantCulture, out var n)
            ? header[^1] switch
            {
                'n' => TimeSpan.FromTicks(n / 100),
                'u' => TimeSpan.FromMicroseconds(n),
                'm' => TimeSpan.FromMilliseconds(n),
                'S' => TimeSpan.FromSeconds(n),
                'M' => TimeSpan.FromMinutes(n),
                'H' => TimeSpan.FromHours(n),
                _ => null,
            }
            : null;
}
