using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Platform.ServiceDefaults;

internal static class GrpcServer
{
    public static void AddGrpcServer(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<GrpcOptions>(GrpcOptions.Section);
        builder.Services.AddSingleton<ServiceCatalogue>();
        builder.Services.AddSingleton<PlainStatus>();
        builder.Services.AddSingleton<ErrorMapping>();
        builder.Services.AddSingleton<ErrorInterceptor>();
        builder.Services.AddGrpc(grpc => grpc.Interceptors.Add<ErrorInterceptor>());
        builder
            .Services.AddOptions<GrpcServiceOptions>()
            .Configure<IOptions<GrpcOptions>>(
                (grpc, limits) =>
                {
                    grpc.MaxReceiveMessageSize = limits.Value.ReceiveBytesMax;
                    grpc.MaxSendMessageSize = limits.Value.SendBytesMax;
                }
            );
    }
}
