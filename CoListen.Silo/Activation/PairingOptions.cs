namespace CoListen.Silo.Activation;

/// <summary>Settings <c>Pairing:*</c>.</summary>
public sealed class PairingOptions
{
    /// <summary>The code of <see cref="SessionName.Main"/>, for tests and kiosks; else it is new at each start.</summary>
    public string? Code { get; set; }

    /// <summary><c>open</c>; or <c>first</c>: each session lets one phone in, and another whenever the host screen opens its pairing again.</summary>
    public string Window { get; set; } = "open";

    /// <summary>The pairing window of a session that begins.</summary>
    public PairingWindow NewWindow() => new(closesAfterFirst: string.Equals(Window, "first", StringComparison.OrdinalIgnoreCase));
}
