using CoListen.Silo.Storage;
using Orleans.Storage;

namespace CoListen.Tests.Grains;

/// <summary>
/// Grain storage in memory, as bytes of <see cref="SessionSerializer"/>, that can be made to fail or to lie about what became of a write.
/// </summary>
internal sealed class FailingGrainStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<string, BinaryData> records = new(StringComparer.Ordinal);
    private readonly SessionSerializer serializer = new(_ => true);

    /// <summary>Thrown instead of every write while it is set.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Each write, and each deletion, waits for this before it does anything.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    public int Writes { get; private set; }

    public void Put(GrainId grain, string content) => records[grain.ToString()] = BinaryData.FromString(content);

    public string? Get(GrainId grain) => records.GetValueOrDefault(grain.ToString())?.ToString();

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.RecordExists = records.TryGetValue(grainId.ToString(), out var record);
        if (record is not null)
        {
            grainState.State = serializer.Deserialize<T>(record)!;
            grainState.ETag = ETagOf(record);
        }

        return Task.CompletedTask;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Before();
        if (Failure is not null) throw Failure;

        var known = records.GetValueOrDefault(grainId.ToString());
        if (ETagOf(known) != grainState.ETag)
        {
            throw new InconsistentStateException("Somebody else has written.", ETagOf(known) ?? "", grainState.ETag ?? "");
        }

        var record = records[grainId.ToString()] = serializer.Serialize(grainState.State);
        (grainState.ETag, grainState.RecordExists) = (ETagOf(record), true);
        Writes++;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Before();
        records.TryRemove(grainId.ToString(), out _);
        (grainState.ETag, grainState.RecordExists) = (null, false);
    }

    private static string? ETagOf(BinaryData? record) =>
        record is null ? null : Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(record));
}
