using System.Globalization;
using System.Text.Json;
using CoListen.Silo.Storage;
using Orleans.Storage;

namespace CoListen.Silo.Orleans;

/// <summary>
/// Grain storage of one JSON file a grain, <c>{"eTag": version, "state": …}</c>, replaced whole by <see cref="AtomicFile"/>. The ETag is the version of
/// the record and only ever rises: a cleared record keeps it, without a state. Processes that share the folder may all write: each write
/// reads, compares and replaces under a lock on a file beside it, so of two with the same ETag one fails.
/// </summary>
public sealed class JsonFileGrainStorage(string name, JsonFileGrainStorageOptions options) : IGrainStorage
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    /// <summary>Where the record of a grain rests.</summary>
    public string PathOf(string stateName, GrainId grainId) =>
        Path.Combine(options.RootDirectory, FileName.Of(stateName), FileName.Of(grainId.ToString()) + ".json");

    /// <inheritdoc />
    /// <exception cref="JsonException">The file is no record. It is left as it is.</exception>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var record = Read(new AtomicFile(PathOf(stateName, grainId)));
        grainState.ETag = record?.ETag;
        grainState.RecordExists = record?.State is not null;
        grainState.State = record?.State is { } state && options.GrainStorageSerializer.Deserialize<T>(state) is { } read ? read : Activator.CreateInstance<T>();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    /// <exception cref="InconsistentStateException">The ETag is not that of the record.</exception>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.ETag = await ReplaceAsync(stateName, grainId, grainState.ETag, options.GrainStorageSerializer.Serialize(grainState.State));
        grainState.RecordExists = true;
    }

    /// <inheritdoc />
    /// <exception cref="InconsistentStateException">The ETag is not that of the record.</exception>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.ETag = await ReplaceAsync(stateName, grainId, grainState.ETag, state: null);
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
    }

    private static Record? Read(AtomicFile file)
    {
        if (file.Read() is not { } bytes)
        {
            return null;
        }

        using var json = JsonDocument.Parse(bytes);
        return json.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("eTag", out var eTag) && eTag.TryGetInt64(out var version)
            ? new(version, root.TryGetProperty("state", out var state) ? BinaryData.FromBytes(System.Text.Encoding.UTF8.GetBytes(state.GetRawText())) : null)
            : throw new JsonException("It has no eTag.");
    }

    private static byte[] Bytes(Record record)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("eTag", record.Version);
            if (record.State is { } state)
            {
                json.WritePropertyName("state");
                json.WriteRawValue(state.ToMemory().Span);
            }

            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private async Task<string?> ReplaceAsync(string stateName, GrainId grainId, string? eTag, BinaryData? state)
    {
        var path = PathOf(stateName, grainId);
        await using var held = await FileLock.HoldAsync(path + ".lock", TimeSpan.FromSeconds(options.LockTimeoutSec));
        var file = new AtomicFile(path);
        var now = Read(file);
        if (!string.Equals(eTag, now?.ETag, StringComparison.Ordinal))
        {
            throw new InconsistentStateException($"{name}: {path} is of another version than the one that was to be replaced.", now?.ETag ?? "none", eTag ?? "none");
        }

        if (state is null && now?.State is null)
        {
            return eTag;
        }

        var next = new Record((now?.Version ?? 0) + 1, state);
        file.Write(Bytes(next));
        return next.ETag;
    }

    private sealed record Record(long Version, BinaryData? State)
    {
        public string ETag => Version.ToString(CultureInfo.InvariantCulture);
    }
}
