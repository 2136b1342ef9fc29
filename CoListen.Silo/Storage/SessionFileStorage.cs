using CoListen.Silo.Storage;
using CoListen.Silo.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Providers;
using Orleans.Runtime.Hosting;

[assembly: RegisterProvider("JsonFile", "GrainStorage", "Silo", typeof(SessionFileStorageProvider))]

namespace CoListen.Silo.Storage;

/// <summary>
/// Grain storage in <see cref="SessionFiles"/>: one file a record, replaced whole by <see cref="AtomicFile"/>, off the grain's scheduler.
/// The ETag is the SHA-256 of the bytes, null for a missing file. Where the files are shared, a write reads, compares and replaces under
/// their lock.
/// </summary>
internal sealed class SessionFileStorage(SessionFiles files, IGrainStorageSerializer serializer, SessionMetrics? metrics = null)
    : IGrainStorage
{
    /// <summary>The state name of a session; the grain's key is the session's name.</summary>
    public const string Session = "session";

    /// <summary>The state name of the list of sessions, whatever the grain's key.</summary>
    public const string Directory = "directory";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);

    internal DiskCalls Disk { get; init; } = DiskCalls.System;

    /// <summary>The path of a record.</summary>
    public string PathOf(string stateName, GrainId grainId) => stateName switch
    {
        Session => files.Of(grainId.Key.ToString()!),
        Directory => files.Directory,
        _ => throw new ArgumentOutOfRangeException(nameof(stateName), stateName, "No file is kept for this state."),
    };

    /// <inheritdoc />
    /// <exception cref="System.Text.Json.JsonException">The file holds no such record.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.Run(() =>
    {
        var entry = EntryOf(stateName, grainId);
        lock (entry)
        {
            var bytes = entry.File.Read();
            grainState.State = bytes is null ? Activator.CreateInstance<T>() : serializer.Deserialize<T>(new BinaryData(bytes))!;
            (entry.IsKnown, entry.ETag, entry.Refused) = (true, ETagOf(bytes), null);
            (grainState.ETag, grainState.RecordExists) = (entry.ETag, bytes is not null);
        }
    });

    /// <inheritdoc />
    /// <exception cref="InconsistentStateException">The ETag is not that of the file, which stays as it is.</exception>
    /// <exception cref="IOException">See <see cref="AtomicFile.Write"/>.</exception>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => LockedAsync(stateName, grainId, entry =>
    {
        var bytes = serializer.Serialize(grainState.State).ToMemory();
        var now = entry.IsKnown && !files.IsShared ? entry.ETag : ETagOf(entry.File.Read());
        // After an uncertain write the file may hold the refused bytes; the writer that knows the old ones may replace them.
        if (now is not null && now == entry.Refused) now = entry.ETag;

        if (now != grainState.ETag)
        {
            var message = $"{entry.File.Name} was changed since it was read.";
            throw new InconsistentStateException(message, now ?? "none", grainState.ETag ?? "none");
        }

        var eTag = HashOf(bytes.Span);
        try
        {
            entry.File.Write(bytes);
        }
        catch (UncertainWriteException)
        {
            (entry.ETag, entry.Refused) = (grainState.ETag, eTag);
            throw;
        }

        (entry.IsKnown, entry.ETag, entry.Refused) = (true, eTag, null);
        (grainState.ETag, grainState.RecordExists) = (eTag, true);
    });

    /// <summary>Deletes the file, whatever it holds: a session is closed for good.</summary>
    /// <inheritdoc />
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => LockedAsync(stateName, grainId, entry =>
    {
        entry.File.Delete();
        (entry.IsKnown, entry.ETag, entry.Refused) = (true, null, null);
        (grainState.State, grainState.ETag, grainState.RecordExists) = (Activator.CreateInstance<T>(), null, false);
    });

    private static string? ETagOf(byte[]? bytes) => bytes is null ? null : HashOf(bytes);

    private static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private Entry EntryOf(string stateName, GrainId grainId) =>
        entries.GetOrAdd(PathOf(stateName, grainId), path => new(new AtomicFile(path, metrics, Disk)));

    private Task LockedAsync(string stateName, GrainId grainId, Action<Entry> act) => Task.Run(async () =>
    {
        var entry = EntryOf(stateName, grainId);
        files.EnsureLocked();
        using var held = files.IsShared ? await FileLock.HoldAsync(files.LockPath, Patience) : null;
        lock (entry)
        {
            act(entry);
        }
    });

    private sealed class Entry(AtomicFile file)
    {
        public AtomicFile File => file;

        public bool IsKnown { get; set; }

        public string? ETag { get; set; }

        public string? Refused { get; set; }
    }
}

/// <summary>
/// Adds <see cref="SessionFileStorage"/> where the settings say <c>Orleans:GrainStorage:{name}:ProviderType</c> = <c>JsonFile</c>. The
/// serializer is the one of the same name.
/// </summary>
internal sealed class SessionFileStorageProvider : IProviderBuilder<ISiloBuilder>
{
    public void Configure(ISiloBuilder builder, string? name, IConfigurationSection configurationSection)
    {
        builder.Services.TryAddSingleton(_ => SessionFiles.From(builder.Configuration));
        builder.Services.AddGrainStorage(name!, (services, key) => new SessionFileStorage(
            services.GetRequiredService<SessionFiles>(),
            services.GetRequiredKeyedService<IGrainStorageSerializer>(key),
            services.GetService<SessionMetrics>()));
    }
}
