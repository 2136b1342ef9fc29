using CoListen.Silo.Sessions;

namespace CoListen.Silo.Activation;

/// <summary>A session, wherever it lives: one command at a time, on disk before anybody hears of it.</summary>
public interface ISession
{
    /// <summary>The state after the last accepted command.</summary>
    ValueTask<SessionState> ReadAsync();

    /// <summary>Decides, stores and publishes the command.</summary>
    /// <returns>The state after it, and why it was refused if it was. Never throws for a refusal or a failing disk.</returns>
    ValueTask<Outcome> ExecuteAsync(SessionCommand command);

    /// <summary>Opens an event stream for a client. Dispose the stream when the connection ends.</summary>
    /// <param name="clientId">Whose stream; null for a screen that only looks on and takes no part.</param>
    /// <param name="sounding">The anchorEvent from which the phone still sounds.</param>
    /// <param name="lastEventId">The last message that the phone has seen on an earlier stream.</param>
    ValueTask<StreamOutcome> OpenStreamAsync(string? clientId, long? sounding, long? lastEventId);

    /// <summary>The client gave a sign of life.</summary>
    void Heard(string clientId);

    /// <summary>The client took bytes of a track.</summary>
    /// <param name="clientId">Who took them.</param>
    /// <param name="trackId">Of which track.</param>
    /// <param name="servedUpTo">The position in the file after them.</param>
    /// <param name="size">The file's size in bytes.</param>
    void Served(string clientId, string trackId, long servedUpTo, long size);

    /// <summary>Tells every stream to refresh: <c>library</c> (the index has changed), <c>shutdown</c> or <c>closed</c> (this session, for good).</summary>
    ValueTask RefreshAsync(string reason);
}

/// <summary>What became of a command.</summary>
/// <param name="State">The state after it.</param>
/// <param name="Rejection">Why it was refused; null when it was accepted.</param>
public sealed record Outcome(SessionState State, Rejection? Rejection);

/// <summary>What became of the wish for an event stream.</summary>
public abstract record StreamOutcome
{
    /// <summary>It is open.</summary>
    public sealed record Opened(FeedStream Stream) : StreamOutcome;

    /// <summary>The session refused it.</summary>
    public sealed record Refused(Rejection Rejection) : StreamOutcome;

    /// <summary>The client has as many as it may.</summary>
    public sealed record TooMany : StreamOutcome;
}
