using CoListen.Silo.Sessions;

namespace CoListen.Silo.Telemetry;

/// <summary>
/// The session's part of a trace, from a command's turn to its messages. Without a listener there is no span and no cost.
/// No span holds a name, a token or a code: a phone is its public id.
/// </summary>
internal static class SessionTrace
{
    private static readonly ActivitySource Source = new("CoListen.Session");
    private static readonly ConcurrentDictionary<Type, string> Names = new();

    /// <summary>Starts the span of a command. A command that the session makes itself starts a trace.</summary>
    public static Activity? Begin(SessionCommand command) => !Source.HasListeners() ? null
        : Source.StartActivity("session " + NameOf(command))?.SetTag("colisten.command", NameOf(command))
            .SetTag("colisten.client.id", (command as SessionCommand.ClientCommand)?.ClientId);

    /// <summary>Starts a part of the current span; null without one.</summary>
    public static Activity? Step(string name) => Activity.Current is null ? null : Source.StartActivity(name);

    /// <summary>Starts a part of a span that may be another node's; null without one.</summary>
    public static Activity? Continue(string name, string? parent) =>
        parent is null ? null : Source.StartActivity(name, ActivityKind.Internal, parent);

    /// <summary>The current span, for whoever goes on with it elsewhere (W3C Trace Context); null without one.</summary>
    public static string? Parent => Activity.Current?.Id;

    /// <summary>Records the result of a command.</summary>
    public static void End(Activity? span, string outcome, Rejection? rejection, long eventCount)
    {
        span?.SetTag("colisten.outcome", outcome).SetTag("colisten.event_count", eventCount);
        if (rejection is Rejection.NotStored or Rejection.StateCorrupt)
        {
            span?.SetTag("error.type", outcome).SetStatus(ActivityStatusCode.Error);
        }
    }

    /// <summary>The word that routes use for a command or a rejection: <c>ack-download</c>.</summary>
    public static string NameOf(object record) =>
        Names.GetOrAdd(record.GetType(), type => JsonNamingPolicy.KebabCaseLower.ConvertName(type.Name));
}
