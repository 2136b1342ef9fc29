using Orleans.Storage;

namespace CoListen.Silo.Orleans;

/// <summary>Where <see cref="JsonFileGrainStorage"/> keeps its files, and how it writes a state.</summary>
public sealed class JsonFileGrainStorageOptions : IStorageProviderSerializerOptions
{
    /// <summary>The folder with a file for each grain. Nodes that share a state share this folder.</summary>
    public string RootDirectory { get; set; } = "";

    /// <summary>How long a write waits for another process that holds the same file, in seconds.</summary>
    public double LockTimeoutSec { get; set; } = 10;

    /// <summary>Has to write JSON in UTF-8; the default does, by System.Text.Json.</summary>
    public IGrainStorageSerializer GrainStorageSerializer { get; set; } = new SystemTextJsonGrainStorageSerializer();
}
