using System.Security.Cryptography.X509Certificates;
using CoListen.Silo.Storage;

namespace CoListen.Api.Security;

/// <summary>
/// Https beside http. Only with https do phones keep caches and screens awake; browsers warn of the self-signed certificate at the first
/// visit.
/// </summary>
internal static class TlsSetup
{
    private const int DefaultPort = 5443;

    /// <summary>
    /// Checks <c>Urls</c>. With <c>Tls:Enabled=true</c> adds an https address, at the host of the first one and the port <c>Tls:Port</c>
    /// (5443). The certificate is stored beside the state file.
    /// </summary>
    /// <exception cref="StartupException">An address is invalid, or the certificate cannot be stored.</exception>
    public static void AddAddresses(this WebApplicationBuilder builder)
    {
        var urls = builder.Configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } set ? set : "http://*:5080";
        var addresses = urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var tls = builder.Configuration.GetSection("Tls");
        var isEnabled = tls.GetValue<bool>("Enabled");
        var host = addresses.DefaultIfEmpty(urls).Select(Parse).ToList()[0].Host;
        if (!isEnabled) return;

        var https = $"https://{host}:{tls.GetValue("Port", DefaultPort)}";
        Parse(https);
        var certificate = Certificate(builder.Configuration);
        builder.WebHost.UseUrls([.. addresses, https]);
        builder.WebHost.ConfigureKestrel(options => options.ConfigureHttpsDefaults(defaults => defaults.ServerCertificate = certificate));
    }

    private static BindingAddress Parse(string url)
    {
        try
        {
            if (BindingAddress.Parse(url) is { Scheme: "http" or "https", PathBase: "", Port: >= 0 and <= IPEndPoint.MaxPort } address)
            {
                return address;
            }
        }
        catch (FormatException)
        {
            // Answered below.
        }

        throw new StartupException($"The address {url} cannot be understood. It looks like --Urls http://*:5080");
    }

    private static X509Certificate2 Certificate(IConfiguration configuration)
    {
        var file = Path.ChangeExtension(SessionFiles.From(configuration).Main, ".tls.pfx");
        try
        {
            return LanCertificate.Of(file, new AllowedHosts(configuration).CertificateNames, TimeProvider.System.GetUtcNow());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The certificate cannot be stored in {file}: {e.Message}");
        }
    }
}
