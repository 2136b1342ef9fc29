using System.Security.Cryptography.X509Certificates;
using CoListen.Api.Security;

namespace CoListen.Tests.Security;

public sealed class LanCertificateTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly TempDirectory directory = new();

    private string KeptIn => Path.Combine(directory.Path, "kept", "main.tls.pfx");

    [Fact]
    public void A_certificate_holds_for_the_names_it_was_made_for_and_has_its_key()
    {
        using var made = Of(Now, "localhost", "box.local", "192.168.0.7", "::1");

        Assert.Equal(["192.168.0.7", "::1", "box.local", "localhost"], LanCertificate.NamesOf(made).Order(StringComparer.Ordinal));
        Assert.True(made.MatchesHostname("192.168.0.7"));
        Assert.True(made.HasPrivateKey);
        Assert.InRange(made.NotAfter - made.NotBefore, TimeSpan.FromDays(390), TimeSpan.FromDays(398));
    }

    [Fact]
    public void It_is_made_once()
    {
        using var made = Of(Now, "localhost", "192.168.0.7");

        using var later = Of(Now.AddDays(300), "localhost");

        Assert.Equal(made.Thumbprint, later.Thumbprint);
        Assert.True(later.HasPrivateKey);
    }

    [Fact]
    public void On_another_network_it_is_made_anew_and_still_holds_for_the_first()
    {
        using var made = Of(Now, "localhost", "192.168.0.7");

        using var moved = Of(Now, "localhost", "10.0.0.7");
        using var home = Of(Now, "localhost", "192.168.0.7");

        Assert.NotEqual(made.Thumbprint, moved.Thumbprint);
        Assert.Equal(moved.Thumbprint, home.Thumbprint);
    }

    [Fact]
    public void It_is_made_anew_before_it_expires()
    {
        using var made = Of(Now, "localhost");

        using var later = Of(Now.AddDays(380), "localhost");

        Assert.NotEqual(made.Thumbprint, later.Thumbprint);
    }

    [Theory]
    [InlineData("not a certificate")]
    [InlineData("")]
    public void A_file_that_is_no_certificate_is_replaced(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeptIn)!);
        File.WriteAllText(KeptIn, content);

        using var made = Of(Now, "localhost");

        Assert.True(made.HasPrivateKey);
    }

    [Fact]
    public void Only_its_owner_may_read_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other rights.");
        using var made = Of(Now, "localhost");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeptIn));
    }

    public void Dispose() => directory.Dispose();

    private X509Certificate2 Of(DateTimeOffset now, params string[] names) => LanCertificate.Of(KeptIn, names, now);
}
