namespace CoListen.Silo.Storage;

/// <summary>Where the bytes of one session's state rest.</summary>
public interface IStateFile
{
    /// <summary>Where it is, for people.</summary>
    string Name { get; }

    /// <summary>What rests there, or null when nothing was ever written.</summary>
    /// <exception cref="IOException">It is there and cannot be read.</exception>
    byte[]? Read();

    /// <summary>Replaces what rests there. When this has completed, the bytes survive a crash; when it has failed, the old ones do.</summary>
    /// <exception cref="IOException">They could not be made to rest.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Forgets what rests there, if anything does.</summary>
    /// <exception cref="IOException">It rests there still.</exception>
    ValueTask DeleteAsync();
}
