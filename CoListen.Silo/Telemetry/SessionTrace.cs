using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using CoListen.Silo.Activation;
using CoListen.Silo.Sessions;

namespace CoListen.Silo.Telemetry;

/// <summary>
/// The session's part of a trace: what a command does from its turn to the last stream. Where nobody listens there is no span and no cost.
/// Never a name, a token or a code: a phone is known by its public id.
/// </summary>
internal static class SessionTrace
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "CoListen.Session";

    private static readonly ActivitySource Source = new(SourceName);
    private static readonly ConcurrentDictionary<Type, string> Names = new();

    /// <summary>The whole of what a session does for a command. A command of its own making begins a trace of its own.</summary>
    public static Activity? Begin(SessionCommand command)
    {
        var span = Source.HasListeners() ? Source.StartActivity("session " + NameOf(command)) : null;
        span?.SetTag("colisten.command", NameOf(command));
        span?.SetTag("colisten.client.id", (command as SessionCommand.Intent)?.ClientId);
        return span;
    }

    /// <summary>A part of what is under way; nothing where nothing is.</summary>
    public static Activity? Step(string name) => Activity.Current is null ? null : Source.StartActivity(name);

    /// <summary>What became of the command.</summary>
    public static void End(Activity? span, string word, Outcome outcome)
    {
        span?.SetTag("colisten.outcome", word);
        span?.SetTag("colisten.event_count", outcome.State.EventCount);
        if (outcome.Rejection is Rejection.NotStored or Rejection.StateCorrupt)
        {
            span?.SetTag("error.type", word);
            span?.SetStatus(ActivityStatusCode.Error);
        }
    }

    /// <summary>A command, or a rejection, by the word that routes use: <c>ack-download</c>.</summary>
    public static string NameOf(object record) => Names.GetOrAdd(record.GetType(), type => JsonNamingPolicy.KebabCaseLower.ConvertName(type.Name));
}
