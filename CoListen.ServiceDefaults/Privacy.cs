using OpenTelemetry;
using OpenTelemetry.Logs;

namespace CoListen.ServiceDefaults;

/// <summary>
/// Removes what can hold a key, a code or the name of a room: the query of a request (Aspire turns its redaction off) and grain keys.
/// Traces that Orleans begins by itself (renewals, reports, membership) are dropped, which also drops every span below them.
/// </summary>
internal sealed class SpanPrivacy : BaseProcessor<Activity>
{
    private static readonly HashSet<string> OrleansTags = new(StringComparer.Ordinal)
    {
        "rpc.system.name", "orleans.rpc.service", "rpc.method", "exception.type",
        "orleans.storage.provider", "orleans.storage.state.name", "orleans.storage.state.type",
    };

    public override void OnStart(Activity data)
    {
        if (IsOrleans(data) && data.ParentSpanId == default)
        {
            data.IsAllDataRequested = false;
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }

    public override void OnEnd(Activity data)
    {
        data.SetTag("url.query", value: null);
        foreach (var name in data.TagObjects.Select(tag => tag.Key).Where(name => IsOrleans(data) && !OrleansTags.Contains(name)).ToList())
        {
            data.SetTag(name, value: null);
        }
    }

    private static bool IsOrleans(Activity span) => span.Source.Name.StartsWith("Microsoft.Orleans.", StringComparison.Ordinal);
}

/// <summary>Exports a log line of Orleans as its template and the type of its exception: the values can hold a grain's key.</summary>
internal sealed class LogPrivacy : BaseProcessor<LogRecord>
{
    public override void OnEnd(LogRecord data)
    {
        if (data.CategoryName?.Contains("Orleans.", StringComparison.Ordinal) is not true) return;

        data.FormattedMessage = null;
        data.Attributes = data.Exception is { } exception ? [new("exception.type", exception.GetType().FullName)] : [];
        data.Exception = null;
    }
}
