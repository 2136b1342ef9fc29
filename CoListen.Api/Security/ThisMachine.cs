namespace CoListen.Api.Security;

/// <summary>Tells a browser on this machine from a proxy on it, which passes on the requests of anybody.</summary>
/// <param name="configuration"><c>Host:Loopback</c>; by default it is on unless <c>PublicUrl</c> names a proxy's address.</param>
internal sealed class ThisMachine(IConfiguration configuration)
{
    /// <summary>Whether a browser on this machine is the host without a key.</summary>
    public bool IsHost { get; } = configuration.GetValue<bool?>("Host:Loopback") ?? string.IsNullOrWhiteSpace(configuration["PublicUrl"]);

    /// <summary>
    /// Whether a browser on this machine sent the request, and is the host. A proxy shows by a header, by the name that was asked for, or
    /// because it speaks HTTP/1.0, as nginx does where it was told nothing.
    /// </summary>
    public bool Sent(HttpContext http) => IsHost
        && http.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from)
        && IsLoopback(http.Request.Host.Host)
        && !HttpProtocol.IsHttp10(http.Request.Protocol)
        && !http.Request.Headers.Keys.Any(IsOfProxy);

    private static bool IsLoopback(string host) => string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));

    /// <summary>Forwarded, X-Forwarded-For, X-Original-For, Via, X-Real-IP, CF-Connecting-IP, X-Azure-ClientIP and their like.</summary>
    private static bool IsOfProxy(string header) =>
        header.Equals("Via", StringComparison.OrdinalIgnoreCase)
        || header.Contains("Forwarded", StringComparison.OrdinalIgnoreCase)
        || header.StartsWith("X-Original-", StringComparison.OrdinalIgnoreCase)
        || header.StartsWith("X-Envoy-", StringComparison.OrdinalIgnoreCase)
        || header.EndsWith("-IP", StringComparison.OrdinalIgnoreCase)
        || header.EndsWith("ClientIP", StringComparison.OrdinalIgnoreCase);
}
