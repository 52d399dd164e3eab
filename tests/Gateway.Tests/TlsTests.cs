using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Platform.Gateway.Tests.Kit;
using Platform.Gateway.Tests.Wire.V1;

namespace Platform.Gateway.Tests;

public sealed class TlsTests
{
    [Fact]
    public async Task With_a_certificate_one_port_speaks_grpc_and_plain_http()
    {
        using var workspace = new Workspace();
        await using var backend = await Backend.StartAsync(workspace);
        var pem = workspace.PathOf("edge.pem");
        await File.WriteAllTextAsync(pem, SelfSigned());
        await using var edge = await Edge.StartAsync(
            workspace,
            backend,
            "Listen:Url=https://127.0.0.1:0",
            "Listen:Http1Url=",
            $"Listen:Certificate={pem}"
        );
        // A handler each: a channel makes its own use of the one it is given.
        using var grpc = Trusting(pem);
        using var plain = Trusting(pem);

        using var channel = GrpcChannel.ForAddress(
            edge.Address,
            new GrpcChannelOptions { HttpHandler = grpc }
        );
        var headers = new Metadata { { "x-api-key", Workspace.Key } };
        await new WireService.WireServiceClient(channel).EchoAsync(new EchoRequest(), headers);

        using var http = new HttpClient(plain);
        using var answer = await http.GetAsync($"{edge.Address}/health");
        answer.Version.ShouldBe(HttpVersion.Version11);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
    }

    private static SocketsHttpHandler Trusting(string pem)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) =>
            shown!.Equals(X509CertificateLoader.LoadCertificateFromFile(pem));
        return handler;
    }

    private static string SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=edge", key, HashAlgorithmName.SHA256);
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddHours(-1), now.AddHours(1));
        return certificate.ExportCertificatePem() + "\n" + key.ExportECPrivateKeyPem();
    }
}
