using System.Text.Encodings.Web;
using System.Text.Json;
using Orleans.Storage;

namespace CoListen.Silo.Orleans;

/// <summary>Grain state as JSON that a person can read, whichever storage takes it.</summary>
public sealed class SystemTextJsonGrainStorageSerializer : IGrainStorageSerializer
{
    private static readonly JsonSerializerOptions Options =
        new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc />
    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input, Options));

    /// <inheritdoc />
    public T? Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input, Options);
}
