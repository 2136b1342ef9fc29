using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using CoListen.Api.Security;

namespace CoListen.Tests.Security;

public sealed class TlsSetupTests
{
    [Fact]
    public async Task Https_is_there_beside_http_with_a_certificate_for_this_machine_and_a_secure_cookie()
    {
        await using var server = TestServer.Start(("Tls:Enabled", "true"), ("Tls:Port", "0"));
        var https = server.Addresses.Single(address => address.StartsWith("https:", StringComparison.Ordinal));
        HashSet<string> names = [];
        using var phone = new HttpClient(new SocketsHttpHandler
        {
            UseCookies = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                {
                    names = LanCertificate.NamesOf((X509Certificate2)certificate!);
                    return errors == SslPolicyErrors.RemoteCertificateChainErrors;
                },
            },
        })
        { BaseAddress = new Uri(https) };
        using var plain = server.Stranger();

        using var answer = await phone.Post("/pair", new { code = TestServer.Code }, ("Origin", https));
        using var beside = await plain.Post("/pair", new { code = TestServer.Code });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, beside.StatusCode);
        Assert.Contains("; secure", answer.Header("Set-Cookie")!, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("; secure", beside.Header("Set-Cookie")!, StringComparison.OrdinalIgnoreCase);
        Assert.Superset(new HashSet<string>(["localhost", "127.0.0.1", "::1", Dns.GetHostName()], StringComparer.OrdinalIgnoreCase), names);
        Assert.True(File.Exists(Path.ChangeExtension(server.StateFile, ".tls.pfx")));
        Assert.Contains(https, server.Console, StringComparison.Ordinal);
    }
}
