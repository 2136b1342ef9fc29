using System.Text.Json;
using CoListen.Silo.Storage;
using Orleans.Storage;

namespace CoListen.Silo.Orleans;

/// <summary>A session's state in the storage of its grain, whichever that is.</summary>
/// <param name="storage">The storage.</param>
/// <param name="grainId">Whose state.</param>
/// <param name="outrun">Called when somebody else has written since the last read: what this activation believes is not so any more.</param>
internal sealed class GrainStateFile(IGrainStorage storage, GrainId grainId, Action outrun) : IStateFile
{
    private const string StateName = "session";

    private readonly GrainState<JsonElement> record = new();
    private string? complaint;

    /// <inheritdoc />
    public string Name => storage is JsonFileGrainStorage files ? files.PathOf(StateName, grainId) : $"{grainId} in the grain storage";

    /// <summary>Reads what is there, before anything else here. What can be read and is no state is told by <see cref="Read"/>.</summary>
    public async Task LoadAsync()
    {
        try
        {
            await storage.ReadStateAsync(StateName, grainId, record);
        }
        catch (Exception e) when (e is IOException || e.GetBaseException() is JsonException)
        {
            complaint = e.Message;
        }
    }

    /// <inheritdoc />
    public byte[]? Read() => complaint is not null ? throw new IOException(complaint)
        : record.RecordExists ? JsonSerializer.SerializeToUtf8Bytes(record.State)
        : null;

    /// <inheritdoc />
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        record.State = JsonElement.Parse(bytes.Span);
        return StoreAsync(storage.WriteStateAsync);
    }

    /// <inheritdoc />
    public ValueTask DeleteAsync() => StoreAsync(storage.ClearStateAsync);

    private async ValueTask StoreAsync(Func<string, GrainId, IGrainState<JsonElement>, Task> store)
    {
        try
        {
            await store(StateName, grainId, record);
        }
        catch (InconsistentStateException)
        {
            outrun();
            throw;
        }
        catch (Exception e) when (e is not IOException)
        {
            throw new IOException(e.Message, e);
        }
    }
}
