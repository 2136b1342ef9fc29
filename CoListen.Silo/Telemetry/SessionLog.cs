using CoListen.Silo.Sessions;

namespace CoListen.Silo.Telemetry;

/// <summary>What a session tells the log. A phone is known by its public id; the console, by its settings, shows warnings only.</summary>
internal static partial class SessionLog
{
    /// <summary>A command is through.</summary>
    public static void Performed(this ILogger logger, SessionCommand command, string outcome, long eventCount)
    {
        if (command is SessionCommand.Intent { ClientId: var clientId })
        {
            logger.Asked(SessionTrace.NameOf(command), clientId, outcome, eventCount);
        }
        else
        {
            logger.Happened(SessionTrace.NameOf(command), outcome, eventCount);
        }
    }

    /// <summary>A start is through, or given up.</summary>
    [LoggerMessage(LogLevel.Information, "A {Type} start waited {WaitSec} s for {Members} phones: {End}")]
    public static partial void BarrierEnded(this ILogger logger, string type, double waitSec, int members, string end);

    /// <summary>This node holds the session from now on.</summary>
    [LoggerMessage(LogLevel.Information, "A session is active in this node.")]
    public static partial void Active(this ILogger logger);

    /// <summary>What a session does by itself has failed, and is tried again.</summary>
    [LoggerMessage(LogLevel.Error, "Looking after the session failed.")]
    public static partial void TickFailed(this ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Information, "{Command} by {ClientId}: {Outcome}, at event {EventCount}")]
    private static partial void Asked(this ILogger logger, string command, string clientId, string outcome, long eventCount);

    [LoggerMessage(LogLevel.Information, "{Command}: {Outcome}, at event {EventCount}")]
    private static partial void Happened(this ILogger logger, string command, string outcome, long eventCount);
}
