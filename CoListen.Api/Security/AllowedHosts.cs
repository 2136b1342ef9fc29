using System.Net;
using System.Net.NetworkInformation;

namespace CoListen.Api.Security;

/// <summary>
/// The names that this server goes by. A page that made its own name point here (DNS rebinding) sends that name as Host, and is told by it.
/// </summary>
internal sealed class AllowedHosts
{
    private readonly HashSet<string> names;
    private readonly HashSet<IPAddress> addresses;

    /// <param name="configuration"><c>PublicUrl</c>, and <c>AllowedHostNames</c>: a list, or names with <c>;</c> between them.</param>
    public AllowedHosts(IConfiguration configuration)
    {
        var machine = Dns.GetHostName();
        names = new(["localhost", machine, machine.Split('.')[0] + ".local", .. Configured(configuration)], StringComparer.OrdinalIgnoreCase);
        if (Uri.TryCreate(configuration["PublicUrl"], UriKind.Absolute, out var url))
        {
            names.Add(url.Host);
            PublicOrigin = url.GetLeftPart(UriPartial.Authority);
        }

        addresses = [.. NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => Bare(a.Address))];
    }

    /// <summary>Scheme, host and port of <c>PublicUrl</c>, where set.</summary>
    public string? PublicOrigin { get; }

    /// <summary>The names and addresses that a certificate can hold for: an address that is good on one wire only cannot be in it.</summary>
    public IReadOnlyCollection<string> CertificateNames =>
        [.. names, .. addresses.Append(IPAddress.Loopback).Append(IPAddress.IPv6Loopback).Where(a => !a.IsIPv6LinkLocal).Select(a => a.ToString()).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether a request's Host is one of ours, whatever its port.</summary>
    /// <param name="host">The Host header.</param>
    /// <param name="reached">The address that the connection came in on; it may be newer than this object.</param>
    public bool Knows(HostString host, IPAddress? reached)
    {
        var name = host.Host.Trim('[', ']');
        return names.Contains(name)
            || (IPAddress.TryParse(name, out var parsed) && Bare(parsed) is var address
                && (IPAddress.IsLoopback(address) || addresses.Contains(address) || (reached is not null && Bare(reached).Equals(address))));
    }

    private static string[] Configured(IConfiguration configuration)
    {
        var setting = configuration.GetSection("AllowedHostNames");
        return setting.Value?.Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? setting.Get<string[]>() ?? [];
    }

    /// <summary>Without the IPv6 wrapping of an IPv4 address, and without the interface of a link-local one.</summary>
    private static IPAddress Bare(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes());
}
