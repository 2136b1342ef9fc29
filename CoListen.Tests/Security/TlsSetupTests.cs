using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using CoListen.Api.Security;

namespace CoListen.Tests.Security;

public sealed class TlsSetupTests
{
    // Types of a record: RFC 5246, 6.2.1.
    private const byte Alert = 21;
    private const byte Handshake = 22;

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

    [Theory]
    [InlineData(0x0300, Alert)]
    [InlineData(0x0301, Alert)]
    [InlineData(0x0302, Alert)]
    [InlineData(0x0303, Handshake)]
    public async Task Versions_before_tls_1_2_are_refused(int version, byte answer)
    {
        await using var server = TestServer.Start(("Tls:Enabled", "true"), ("Tls:Port", "0"));
        var https = new Uri(server.Addresses.Single(address => address.StartsWith("https:", StringComparison.Ordinal)));
        using var phone = new TcpClient();
        await phone.ConnectAsync("127.0.0.1", https.Port, TestContext.Current.CancellationToken);

        await phone.GetStream().WriteAsync(ClientHello((short)version), TestContext.Current.CancellationToken);
        var type = new byte[1];
        await phone.GetStream().ReadExactlyAsync(type, TestContext.Current.CancellationToken);

        Assert.Equal(answer, type[0]);
    }

    // A version, cipher suites of TLS 1.0 to 1.2, curves and signatures (RFC 5246, 7.4.1.2).
    private static byte[] ClientHello(short version)
    {
        byte[] suites = [0xC0, 0x2B, 0xC0, 0x2F, 0xC0, 0x09, 0xC0, 0x0A, 0xC0, 0x13, 0xC0, 0x14, 0x00, 0x2F, 0x00, 0x35];
        byte[] extensions =
        [
            0, 10, 0, 6, 0, 4, 0, 23, 0, 24, 0, 11, 0, 2, 1, 0, 0, 13, 0, 10, 0, 8, 4, 1, 4, 3, 2, 1, 2, 3,
        ];
        byte[] body =
        [
            .. BigEndian(version), .. new byte[32], 0, .. BigEndian((short)suites.Length), .. suites, 1, 0,
            .. BigEndian((short)extensions.Length), .. extensions,
        ];
        byte[] message = [1, 0, .. BigEndian((short)body.Length), .. body];
        return [22, 3, 1, .. BigEndian((short)message.Length), .. message];
    }

    private static byte[] BigEndian(short value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteInt16BigEndian(bytes, value);
        return bytes;
    }
}
