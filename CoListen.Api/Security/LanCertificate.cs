using System.Security.Cryptography.X509Certificates;

namespace CoListen.Api.Security;

/// <summary>
/// A self-signed certificate for the names and addresses of this machine. It is stored, so that a phone that trusts it goes on trusting it,
/// and replaced when it lacks a name or expires soon; the new one keeps the names of the old one.
/// </summary>
internal static class LanCertificate
{
    /// <summary>Apple's browsers refuse certificates with a longer life.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromDays(397);

    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>Reads the certificate with its key, or makes one.</summary>
    /// <param name="file">The file: PKCS #12 without a password, readable by its owner only.</param>
    /// <param name="names">Host names and IP addresses that it must contain.</param>
    /// <param name="now">The current time.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static X509Certificate2 Of(string file, IReadOnlyCollection<string> names, DateTimeOffset now)
    {
        var stored = Read(file);
        var known = NamesOf(stored);
        if (stored is not null && names.All(known.Contains)
            && (now + RenewBefore).LocalDateTime < stored.NotAfter && now.LocalDateTime >= stored.NotBefore)
        {
            return stored;
        }

        stored?.Dispose();
        var bytes = Make([.. names.Union(known, StringComparer.OrdinalIgnoreCase)], now);
        Write(file, bytes);
        return X509CertificateLoader.LoadPkcs12(bytes, password: null);
    }

    /// <summary>The host names and IP addresses that a certificate contains; none for null.</summary>
    public static HashSet<string> NamesOf(X509Certificate2? certificate)
    {
        var extension = certificate?.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        IEnumerable<string> names = extension is null
            ? []
            : [.. extension.EnumerateDnsNames(), .. extension.EnumerateIPAddresses().Select(address => address.ToString())];
        return names.ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    private static X509Certificate2? Read(string file)
    {
        try
        {
            return File.Exists(file) ? X509CertificateLoader.LoadPkcs12FromFile(file, password: null) : null;
        }
        catch (CryptographicException)
        {
            // Not a certificate, or one with a password: replaced.
            return null;
        }
    }

    private static byte[] Make(IReadOnlyCollection<string> names, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=CoListen", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
            {
                alternatives.AddIpAddress(address);
            }
            else
            {
                alternatives.AddDnsName(name);
            }
        }

        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForEndEntity(critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "serverAuth")], critical: false));

        // The clocks of phones differ.
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now + Life);
        return certificate.Export(X509ContentType.Pfx);
    }

    private static void Write(string file, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(file);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(file, options);
        stream.Write(bytes);
    }
}
