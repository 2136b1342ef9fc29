namespace CoListen.Silo.Orleans;

/// <summary>Settings <c>Cluster:*</c>.</summary>
public sealed class ClusterSettings
{
    /// <summary>How nodes find one another: <c>localhost</c> (on one machine, by the first node) or <c>adonet</c> (by a database).</summary>
    public string Clustering { get; set; } = "localhost";

    /// <summary>Where sessions rest: <c>file</c> (a folder, shared by the nodes) or <c>adonet</c> (a database).</summary>
    public string Storage { get; set; } = "file";

    /// <summary>The folder of <see cref="Storage"/> <c>file</c>; else <c>cluster</c> beside the setting <c>StateFile</c>.</summary>
    public string? Directory { get; set; }

    /// <summary>The ADO.NET provider of the database.</summary>
    public string Invariant { get; set; } = "Npgsql";

    /// <summary>The database, for whatever is <c>adonet</c>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Nodes with the same id are one cluster.</summary>
    public string Id { get; set; } = "colisten";

    /// <summary>The port on which other nodes reach this one.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>The port on which Orleans clients reach this node; nothing of CoListen needs it. 0: none.</summary>
    public int GatewayPort { get; set; }

    /// <summary>With <c>localhost</c>: the silo port of the first node, which keeps the list of nodes; the first node names none, or itself.</summary>
    public int? PrimarySiloPort { get; set; }

    /// <summary>With <c>adonet</c>: the address on which other nodes reach this one; else the machine's own.</summary>
    public string? AdvertisedIP { get; set; }

    /// <summary>The database that something named <c>adonet</c> needs.</summary>
    internal string Database => ConnectionString ?? throw new InvalidOperationException("Set Cluster:ConnectionString for what is to be kept by ADO.NET.");

    /// <summary>Whether <paramref name="setting"/> says this <paramref name="word"/>.</summary>
    internal static bool Says(string setting, string word, string other) =>
        string.Equals(setting, word, StringComparison.OrdinalIgnoreCase)
        || (string.Equals(setting, other, StringComparison.OrdinalIgnoreCase) ? false : throw new InvalidOperationException($"Cluster: {setting} is neither {word} nor {other}."));
}
