using System.Net.NetworkInformation;

namespace CoListen.Api.Security;

/// <summary>The host names and addresses of this server. Others come from pages whose name resolves to it (DNS rebinding).</summary>
internal sealed class AllowedHosts
{
    private readonly HashSet<string> names;
    private readonly HashSet<IPAddress> addresses;

    /// <param name="configuration">
    /// <c>PublicUrl</c>, names in <c>Urls</c>, and <c>AllowedHostNames</c>: a list, or names separated by <c>;</c>.
    /// </param>
    public AllowedHosts(IConfiguration configuration)
    {
        var machine = Dns.GetHostName();
        names = new(["localhost", machine, machine.Split('.')[0] + ".local", .. Configured(configuration), .. Listening(configuration)],
            StringComparer.OrdinalIgnoreCase);
        if (Uri.TryCreate(configuration["PublicUrl"], UriKind.Absolute, out var url))
        {
            names.Add(url.Host);
            PublicOrigin = url.GetLeftPart(UriPartial.Authority);
        }

        addresses =
        [
            .. NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses)
                .Select(a => Bare(a.Address)),
        ];
    }

    /// <summary>Scheme, host and port of <c>PublicUrl</c>; null without it.</summary>
    public string? PublicOrigin { get; }

    /// <summary>The names and addresses for a certificate: all but link-local ones.</summary>
    public IReadOnlyCollection<string> CertificateNames =>
    [
        .. names,
        .. addresses.Union([IPAddress.Loopback, IPAddress.IPv6Loopback]).Where(a => !a.IsIPv6LinkLocal).Select(a => a.ToString()),
    ];

    /// <summary>Whether the Host of a request is a name or address of this server; the port is ignored.</summary>
    /// <param name="host">The Host header.</param>
    /// <param name="reached">The local address of the connection, which the machine may have got after the start.</param>
    public bool Contains(HostString host, IPAddress? reached)
    {
        var name = host.Host.Trim('[', ']');
        return names.Contains(name)
            || (IPAddress.TryParse(name, out var parsed) && Bare(parsed) is var address
                && (IPAddress.IsLoopback(address) || addresses.Contains(address)
                    || (reached is not null && Bare(reached).Equals(address))));
    }

    private static string[] Configured(IConfiguration configuration)
    {
        var setting = configuration.GetSection("AllowedHostNames");
        return setting.Value?.Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            ?? setting.Get<string[]>() ?? [];
    }

    // Kestrel listens at all addresses where it is told a name.
    private static IEnumerable<string> Listening(IConfiguration configuration) =>
        (configuration["Urls"] ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(url => Uri.TryCreate(url, UriKind.Absolute, out var parsed) ? parsed.Host : "")
            .Where(host => Uri.CheckHostName(host) == UriHostNameType.Dns);

    /// <summary>Removes the IPv6 mapping of an IPv4 address and the scope of a link-local one.</summary>
    private static IPAddress Bare(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes());
}
