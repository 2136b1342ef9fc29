using CoListen.Silo.Sessions;

namespace CoListen.Silo.Telemetry;

/// <summary>
/// The session's part of a trace, from a command's turn to its messages. Without a listener there is no span and no cost.
/// No span holds a name, a token or a code: a phone is its public id.
/// </summary>
internal static class SessionTrace
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "CoListen.Session";

    private static readonly ActivitySource Source = new(SourceName);
    private static readonly ConcurrentDictionary<Type, string> Names = new();

    /// <summary>Starts the span of a command. A command that the session makes itself starts a trace.</summary>
    public static Activity? Begin(SessionCommand command)
    {
        var span = Source.HasListeners() ? Source.StartActivity("session " + NameOf(command)) : null;
        span?.SetTag("colisten.command", NameOf(command));
        span?.SetTag("colisten.client.id", (command as SessionCommand.Intent)?.ClientId);
        return span;
    }

    /// <summary>Starts a part of the current span; null without one.</summary>
    public static Activity? Step(string name) => Activity.Current is null ? null : Source.StartActivity(name);

    /// <summary>Starts a part of a span that may be another node's; null without one.</summary>
    public static Activity? Continue(string name, string? parent) => parent is null ? null : Source.StartActivity(name, ActivityKind.Internal, parent);

    /// <summary>The current span, for whoever goes on with it elsewhere (W3C Trace Context); null without one.</summary>
    public static string? Parent => Activity.Current?.Id;

    /// <summary>Records the result of a command.</summary>
    public static void End(Activity? span, string outcome, Rejection? rejection, long eventCount)
    {
        span?.SetTag("colisten.outcome", outcome);
        span?.SetTag("colisten.event_count", eventCount);
        if (rejection is Rejection.NotStored or Rejection.StateCorrupt)
        {
            span?.SetTag("error.type", outcome);
            span?.SetStatus(ActivityStatusCode.Error);
        }
    }

    /// <summary>The word that routes use for a command or a rejection: <c>ack-download</c>.</summary>
    public static string NameOf(object record) => Names.GetOrAdd(record.GetType(), type => JsonNamingPolicy.KebabCaseLower.ConvertName(type.Name));
}
