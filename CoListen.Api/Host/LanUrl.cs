using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CoListen.Api.Host;

/// <summary>The addresses of this server for phones, known once it has started. Read each time: a laptop changes networks.</summary>
internal sealed class LanUrl(IServer server, IConfiguration configuration)
{
    /// <summary>Prefixes of the interfaces of containers, virtual machines and tunnels.</summary>
    private static readonly string[] VirtualNames =
    [
        "docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "vEthernet",
        "tun", "tap", "wg", "utun", "tailscale", "zt", "cni", "podman", "lxc",
    ];

    /// <summary>The address for the QR code, with a final slash: <c>PublicUrl</c>, else one on the LAN, else any.</summary>
    public string Best => All[0];

    /// <summary>Every address for phones, the best first.</summary>
    public IReadOnlyList<string> All
    {
        get
        {
            var listening = Listening().ToList();
            var here = listening.Where(a => !IsAny(a)).Select(a => Write(a, a.Host));
            var lan = listening.Where(IsAny).SelectMany(a => LanAddresses().DefaultIfEmpty("localhost"), Write);
            var all = lan.Concat(here).OrderBy(url => url.StartsWith("https", StringComparison.Ordinal));
            return [.. Public().Concat(all).Distinct(StringComparer.Ordinal)];
        }
    }

    /// <summary>
    /// The address by this machine's name in the LAN, where the server listens on all addresses; whether it answers is not known.
    /// </summary>
    public string? Named => Listening().Where(IsAny).Select(a => Write(a, Dns.GetHostName().Split('.')[0] + ".local")).FirstOrDefault();

    /// <summary>The address for a browser on this machine.</summary>
    public string Local => Listening().Select(a => Write(a, IsAny(a) ? "localhost" : a.Host)).First();

    /// <summary>Whether it is an address of this machine in the LAN.</summary>
    public static bool IsOfLan(IPAddress address) => LanAddresses().Contains(address.ToString(), StringComparer.Ordinal);

    private static bool IsAny(BindingAddress address) => address.Host is "+" or "*" or "0.0.0.0" or "[::]";

    private static string Write(BindingAddress address, string host)
    {
        var url = new UriBuilder(address.Scheme, host, address.Port).Uri;
        return url.GetLeftPart(UriPartial.Authority) + "/";
    }

    /// <summary>IPv4 addresses of this machine: those with a gateway first, then those of a private network (RFC 1918).</summary>
    private static IEnumerable<string> LanAddresses() =>
        from one in NetworkInterface.GetAllNetworkInterfaces()
        where one.OperationalStatus == OperationalStatus.Up
            && one.NetworkInterfaceType is not (NetworkInterfaceType.Loopback or NetworkInterfaceType.Tunnel)
        where !VirtualNames.Any(name => one.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase))
        let properties = one.GetIPProperties()
        from unicast in properties.UnicastAddresses
        where unicast.Address.AddressFamily == AddressFamily.InterNetwork && !IsLinkLocal(unicast.Address)
        orderby HasGateway(properties) descending, IsPrivate(unicast.Address) descending
        select unicast.Address.ToString();

    private static bool HasGateway(IPInterfaceProperties properties) =>
        properties.GatewayAddresses.Any(gateway => !gateway.Address.Equals(IPAddress.Any));

    private static bool IsPrivate(IPAddress address) =>
        address.GetAddressBytes() is [10, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..];

    private static bool IsLinkLocal(IPAddress address) => address.GetAddressBytes() is [169, 254, ..];

    private IEnumerable<BindingAddress> Listening() =>
        server.Features.Get<IServerAddressesFeature>()?.Addresses is { Count: > 0 } addresses
            ? addresses.Select(BindingAddress.Parse)
            : [BindingAddress.Parse("http://localhost")];

    private IEnumerable<string> Public() =>
        Uri.TryCreate(configuration["PublicUrl"], UriKind.Absolute, out var url)
            ? [url.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/"]
            : [];
}
