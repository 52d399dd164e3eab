using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Platform.ServiceDefaults.Tests.Kit;
using Platform.ServiceDefaults.Tests.Probing;

namespace Platform.ServiceDefaults.Tests;

public class ListenTests
{
    [Fact]
    public async Task With_a_certificate_TLS_is_spoken()
    {
        var directory = Directory.CreateTempSubdirectory("platform-tls-");
        try
        {
            var (certificate, key) = WriteCertificate(directory.FullName);
            await using var host = await ProbeHost.StartAsync([
                "Listen:Url=https://127.0.0.1:0",
                $"Listen:Certificate={certificate}",
                $"Listen:CertificateKey={key}",
            ]);
            host.Address.ShouldStartWith("https://");
            using var handler = new SocketsHttpHandler();
            handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) =>
                shown?.Subject == "CN=platform-test";
            var authorization = $"Bearer {host.Mint.Mint("tester", ["*"])}";
            var client = new Probe.ProbeClient(host.Channel(handler));
            Metadata headers = new() { { "authorization", authorization } };
            (await client.EchoAsync(new(), headers)).Data.ShouldBeEmpty();
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Plain_http_1_has_an_address_of_its_own()
    {
        await using var host = await ProbeHost.StartAsync(["Listen:Http1Url=http://127.0.0.1:0"]);
        var addresses = host.App.Urls.ToList();
        addresses.Count.ShouldBe(2);
        using var http = new HttpClient();
        var answer = await http.GetAsync($"{addresses[1]}/nothing");
        answer.Version.ShouldBe(HttpVersion.Version11);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        // The gRPC address speaks nothing but HTTP/2.
        var refused = await http.GetAsync($"{addresses[0]}/nothing");
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("http://localhost:0", "http://127.0.0.1:")]
    [InlineData("http://[::1]:0", "http://[::1]:")]
    [InlineData("http://*:0", "http://[::]:")]
    public async Task Hosts_are_addresses_localhost_or_every_interface(string url, string bound)
    {
        await using var host = await ProbeHost.StartAsync([$"Listen:Url={url}"]);
        host.App.Urls.Single().ShouldStartWith(bound);
    }

    private static (string Certificate, string Key) WriteCertificate(string directory)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=platform-test", key, HashAlgorithmName.SHA256);
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddMinutes(-5), now.AddHours(1));
        var certificateFile = Path.Combine(directory, "certificate.pem");
        var keyFile = Path.Combine(directory, "key.pem");
        File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        return (certificateFile, keyFile);
    }
}
