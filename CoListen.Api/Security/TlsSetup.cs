using CoListen.Silo.Activation;

namespace CoListen.Api.Security;

/// <summary>Https beside http: only there do phones have caches that last and screens that stay on. The price is a warning at the first visit.</summary>
internal static class TlsSetup
{
    private const int UsualPort = 5443;

    /// <summary>
    /// With <c>Tls:Enabled=true</c> also listens with https, at the first address of <c>Urls</c> and the port <c>Tls:Port</c> (5443). The certificate
    /// lies beside the state file.
    /// </summary>
    public static void AddTls(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection("Tls");
        if (!settings.GetValue<bool>("Enabled"))
        {
            return;
        }

        var urls = builder.Configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } set ? set : "http://*:5080";
        var host = BindingAddress.Parse(urls.Split(';')[0]).Host;
        builder.WebHost.UseUrls([.. urls.Split(';', StringSplitOptions.RemoveEmptyEntries), $"https://{host}:{settings.GetValue("Port", UsualPort)}"]);
        var certificate = LanCertificate.Of(
            Path.ChangeExtension(SessionsSetup.StateFile(builder.Configuration), ".tls.pfx"), new AllowedHosts(builder.Configuration).CertificateNames, TimeProvider.System.GetUtcNow());
        builder.WebHost.ConfigureKestrel(options => options.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate));
    }
}
