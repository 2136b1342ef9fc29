using CoListen.Silo.Sessions;
using CoListen.Silo.Telemetry;

namespace CoListen.Silo.Storage;

/// <summary>The JSON of <see cref="SessionState"/> and <see cref="SessionDirectory"/> for whichever grain storage takes them.</summary>
/// <param name="isName">See <see cref="SessionDirectoryJson.Read"/>.</param>
internal sealed class SessionSerializer(Func<string, bool> isName) : IGrainStorageSerializer
{
    /// <inheritdoc />
    public BinaryData Serialize<T>(T? input)
    {
        using var serialising = SessionTrace.Step("storage.serialise");
        var bytes = input switch
        {
            SessionState state => StateJson.Write(state),
            SessionDirectory directory => SessionDirectoryJson.Write(directory),
            _ => throw new NotSupportedException($"{typeof(T)} is no record of a session."),
        };
        serialising?.SetTag("colisten.state.size", bytes.Length);
        return new(bytes);
    }

    /// <inheritdoc />
    /// <exception cref="System.Text.Json.JsonException">The bytes are no such record.</exception>
    public T Deserialize<T>(BinaryData input) => (T)(object)(
        typeof(T) == typeof(SessionState) ? StateJson.Read(input.ToMemory().Span)
        : typeof(T) == typeof(SessionDirectory) ? SessionDirectoryJson.Read(input.ToMemory().Span, isName)
        : throw new NotSupportedException($"{typeof(T)} is no record of a session."));
}
