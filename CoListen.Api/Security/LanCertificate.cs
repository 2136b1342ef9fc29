using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CoListen.Api.Security;

/// <summary>
/// A self-signed certificate for the names and addresses of this machine. Made once and kept, so that a phone that was told to trust it need
/// not be told again; made anew when it lacks a name or is about to expire, and then it keeps the names it had.
/// </summary>
internal static class LanCertificate
{
    /// <summary>Longer ones are refused by Apple's browsers.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromDays(397);

    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>The certificate with its key.</summary>
    /// <param name="file">Where it is kept: PKCS #12 without a password, readable by its owner alone.</param>
    /// <param name="names">Host names and IP addresses it has to hold for.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="IOException">It could not be kept.</exception>
    public static X509Certificate2 Of(string file, IReadOnlyCollection<string> names, DateTimeOffset now)
    {
        var kept = Read(file);
        var known = NamesOf(kept);
        if (kept is not null && names.All(known.Contains) && (now + RenewBefore).LocalDateTime < kept.NotAfter && now.LocalDateTime >= kept.NotBefore)
        {
            return kept;
        }

        kept?.Dispose();
        var bytes = Make([.. names.Union(known, StringComparer.OrdinalIgnoreCase)], now);
        Write(file, bytes);
        return X509CertificateLoader.LoadPkcs12(bytes, password: null);
    }

    /// <summary>The host names and IP addresses that a certificate holds for; none for none.</summary>
    public static HashSet<string> NamesOf(X509Certificate2? certificate)
    {
        var extension = certificate?.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        IEnumerable<string> names = extension is null ? [] : [.. extension.EnumerateDnsNames(), .. extension.EnumerateIPAddresses().Select(address => address.ToString())];
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
            // Not a certificate, or not one without a password: nothing that could be used or lost.
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
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "serverAuth")], critical: false));

        // Phones' clocks are not ours.
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
