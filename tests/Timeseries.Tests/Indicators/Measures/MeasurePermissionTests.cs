using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Tests.Tables;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Indicators.Measures;

/// <summary>Every call about measures asks for clickhouse:read, and nothing is behind it without a token.</summary>
[Collection("tables suite")]
public class MeasurePermissionTests(TablesSuite suite)
{
    public static TheoryData<string> Calls =>
        [
            "GetTimeAndSales",
            "SubscribeTimeAndSales",
            "GetBookMeasures",
            "GetSessions",
            "ComputeSlippage",
            "GetSlippage",
        ];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_is_refused_without_the_permission_to_read(string call)
    {
        var refused = await FailureAsync(call, await HeadersAsync("clickhouse:write"));
        refused.Reason().ShouldBe(ErrorReason.PermissionMissing);
        refused.ReasonMetadata("permission").ShouldBe("clickhouse:read");
        (await FailureAsync(call, [])).StatusCode.ShouldBe(StatusCode.Unauthenticated);
        // With it the call comes through to what is wrong with the request.
        (await FailureAsync(call, await HeadersAsync("clickhouse:read"))).StatusCode.ShouldBeOneOf(
            StatusCode.InvalidArgument,
            StatusCode.NotFound
        );
    }

    private async Task<RpcException> FailureAsync(string call, Metadata headers)
    {
        var client = new TimeseriesService.TimeseriesServiceClient(
            suite.OpenChannel(suite.Timeseries.Address)
        );
        return await Should.ThrowAsync<RpcException>(async () =>
        {
            switch (call)
            {
                case "GetTimeAndSales":
                    await client.GetTimeAndSalesAsync(new() { Symbol = "NOWHERE" }, headers);
                    break;
                case "SubscribeTimeAndSales":
                    using (
                        var live = client.SubscribeTimeAndSales(new() { BlockVolume = -1 }, headers)
                    )
                    {
                        await live.ResponseStream.MoveNext(default);
                    }
                    break;
                case "GetBookMeasures":
                    await client.GetBookMeasuresAsync(new(), headers);
                    break;
                case "GetSessions":
                    await client.GetSessionsAsync(new() { Symbol = "NOWHERE" }, headers);
                    break;
                case "ComputeSlippage":
                    await client.ComputeSlippageAsync(new(), headers);
                    break;
                default:
                    await client.GetSlippageAsync(new(), headers);
                    break;
            }
        });
    }

    private async Task<Metadata> HeadersAsync(string permission)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);
        var payload = Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes(
                $$"""{"iss":"test","sub":"test","aud":"platform","iat":{{now}},"exp":{{now
                    + 120}},"perms":["{{permission}}"]}"""
            )
        );
        var key = Convert.FromBase64String(
            (await File.ReadAllTextAsync(suite.IdentityKeyFile)).Trim()
        );
        var signature = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{header}.{payload}"));
        return new Metadata
        {
            { "authorization", $"Bearer {header}.{payload}.{Base64Url.EncodeToString(signature)}" },
        };
    }
}
