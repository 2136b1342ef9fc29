namespace CoListen.Tests.Attacks;

/// <summary>A network of its own with phones in it, which can be lost: a namespace and a cable to it (ip-netns(8)). Needs root.</summary>
internal sealed class LostNetwork : IDisposable
{
    private readonly string name;
    private readonly string cable;
    private readonly int number;
    private readonly List<Process> phones = [];

    /// <param name="number">Networks at the same time have different ones, from 0 to 63.</param>
    public LostNetwork(int number)
    {
        this.number = number;
        (name, cable) = ($"colisten-{Environment.ProcessId}-{number}", $"co{Environment.ProcessId}-{number}");
        Ip($"netns add {name}");
        Ip($"link add {cable} type veth peer name phones netns {name}");
        Ip($"addr add {Server}/30 dev {cable}");
        Ip($"link set {cable} up");
        Ip($"-n {name} addr add {Phones}/30 dev phones");
        Ip($"-n {name} link set phones up");
    }

    public static bool IsPossible => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess;

    /// <summary>The server's address in this network.</summary>
    public string Server => Address(1);

    private string Phones => Address(2);

    /// <summary>A phone there opens an event stream, in a process of its own.</summary>
    public void Listen(int port, string token) => phones.Add(Process.Start("ip", [
        "netns", "exec", name, "curl", "-sN", "-o", "/dev/null", "-H", $"Authorization: Bearer {token}", $"http://{Server}:{port}/events",
    ]));

    /// <summary>From now on the phones' kernel takes what comes, and no word of it comes back.</summary>
    public void SwallowAnswers() => Ip($"-n {name} route add blackhole {Server}/32");

    /// <summary>From now on the cable ends in nothing.</summary>
    public void PullCable() => Ip($"-n {name} link set phones down");

    public void Dispose()
    {
        foreach (var phone in phones)
        {
            phone.Kill();
            phone.WaitForExit();
            phone.Dispose();
        }

        // The namespace may outlive its name until its last connection has timed out.
        Ip($"link del {cable}");
        Ip($"netns del {name}");
    }

    private static void Ip(string arguments)
    {
        using var ip = Process.Start("ip", arguments.Split(' '));
        ip.WaitForExit();
        Assert.Equal(0, ip.ExitCode);
    }

    /// <summary>Each network has four of the addresses for measurements (RFC 2544).</summary>
    private string Address(int host) => $"198.18.77.{(4 * number) + host}";
}
