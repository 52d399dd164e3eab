using Microsoft.AspNetCore.Builder;
using Platform.ServiceDefaults.Tests.Kit;

namespace Platform.ServiceDefaults.Tests;

public class MappingTests
{
    [Fact]
    public async Task A_class_that_is_no_grpc_service_is_refused()
    {
        await using var host = ProbeHost.Create();
        Should
            .Throw<InvalidOperationException>(() => host.App.MapPlatformGrpcService<MappingTests>())
            .Message.ShouldContain("generated service base");
    }
}
