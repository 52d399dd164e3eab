using System.Globalization;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using RichStatus = Google.Rpc.Status;

namespace Platform.ServiceDefaults;

/// <summary>
/// Answers a request with an error before any handler has seen it: to gRPC as a response of headers alone, to plain
/// HTTP as a status code and JSON of the same content.
/// </summary>
public static class ErrorResponse
{
    public static Task WriteAsync(HttpContext context, RichStatus status)
    {
        if (IsGrpc(context.Request))
        {
            WriteStatus(context.Response.Headers, status);
            context.Response.StatusCode = StatusCodes.Status200OK;
            context.Response.ContentType = "application/grpc";
            return Task.CompletedTask;
        }
        context.Response.StatusCode = HttpCode((StatusCode)status.Code);
        return context.Response.WriteAsJsonAsync(Json(status), context.RequestAborted);
    }

    internal static bool IsGrpc(HttpRequest request) =>
        request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase)
        == true;

    /// <summary>The status as gRPC carries it: in headers that end a response, or in its trailers.</summary>
    public static void WriteStatus(IHeaderDictionary headers, RichStatus status)
    {
        headers["grpc-status"] = status.Code.ToString(CultureInfo.InvariantCulture);
        headers["grpc-message"] = PercentEncode(status.Message);
        headers[RichErrors.Trailer] = Convert.ToBase64String(status.ToByteArray());
    }

    /// <summary>The codes of google.api.http.</summary>
    internal static int HttpCode(StatusCode code) =>
        code switch
        {
            StatusCode.OK => 200,
            StatusCode.Cancelled => 499,
            StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.OutOfRange =>
                400,
            StatusCode.Unauthenticated => 401,
            StatusCode.PermissionDenied => 403,
            StatusCode.NotFound => 404,
            StatusCode.AlreadyExists or StatusCode.Aborted => 409,
            StatusCode.ResourceExhausted => 429,
            StatusCode.Unimplemented => 501,
            StatusCode.Unavailable => 503,
            StatusCode.DeadlineExceeded => 504,
            _ => 500,
        };

    private static object Json(RichStatus status)
    {
        Google.Rpc.ErrorInfo? info = null;
        foreach (var detail in status.Details)
        {
            if (info is null && detail.TryUnpack<Google.Rpc.ErrorInfo>(out var found))
            {
                info = found;
            }
        }
        return new
        {
            code = status.Code,
            message = status.Message,
            reason = info?.Reason,
            metadata = info?.Metadata.ToDictionary(),
        };
    }

    /// <summary>As the gRPC protocol asks: UTF-8, with everything but printable ASCII, and %, as %XX.</summary>
    private static string PercentEncode(string message)
    {
        var encoded = new StringBuilder(message.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(message))
        {
            if (octet is >= 0x20 and <= 0x7E and not (byte)'%')
            {
                encoded.Append((char)octet);
            }
            else
            {
                encoded.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
            }
        }
        return encoded.ToString();
    }
}
