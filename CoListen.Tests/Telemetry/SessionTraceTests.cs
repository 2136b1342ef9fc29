namespace CoListen.Tests.Telemetry;

public sealed class SessionTraceTests : IAsyncDisposable
{
    private readonly TestServer server = TestServer.Start(songs: 3, ("Orleans:EnableDistributedTracing", "true"));
    private readonly ConcurrentQueue<Activity> ended = new();
    private readonly ActivityListener listener;

    public SessionTraceTests()
    {
        listener = new()
        {
            ShouldListenTo = source => source.Name is "CoListen.Session" or "Microsoft.AspNetCore" or "Microsoft.Orleans.Application",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
    }

    [Fact(Timeout = 60_000)]
    public async Task One_trace_leads_from_the_phones_command_over_its_turn_and_the_disk_to_the_streams()
    {
        using var ana = await server.PairAsync("Ana");
        await using var heard = await ana.ListenAsync();

        var trace = await SendTracedAsync(ana, "next");

        await EndOf(trace, "session.fanout");
        Assert.Equal(
            """
            Microsoft.AspNetCore.Hosting.HttpRequestIn
              ISessionGrain/Authenticate
                ISessionGrain/Authenticate
              ISessionGrain/Execute
                ISessionGrain/Execute
                  session next
                    session.decide
                    storage.write
                      storage.serialise
                      storage.fsync
                      storage.rename
                      storage.fsync
                    session.fanout
            """.ReplaceLineEndings("\n"),
            Tree(trace, await RequestOf(trace)));
        var next = Spans(trace).Single(span => span.OperationName == "session next");
        Assert.Equal("next", next.GetTagItem("colisten.command"));
        Assert.Equal("accepted", next.GetTagItem("colisten.outcome"));
        Assert.Equal((await ana.SnapshotAsync())["eventCount"]!.GetValue<long>(), next.GetTagItem("colisten.event_count"));
        Assert.Equal(ana.ClientId, next.GetTagItem("colisten.client.id"));
        Assert.Equal(1, Spans(trace).Single(span => span.OperationName == "session.fanout").GetTagItem("colisten.streams"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_refused_command_says_why_and_touches_no_disk_and_is_no_error_of_ours()
    {
        using var ana = await server.PairAsync("Ana");

        var trace = await SendTracedAsync(ana, "next", eventCount: "0");

        await RequestOf(trace);
        var next = Spans(trace).Single(span => span.OperationName == "session next");
        Assert.Equal("stale", next.GetTagItem("colisten.outcome"));
        Assert.Equal(ActivityStatusCode.Unset, next.Status);
        Assert.DoesNotContain(Spans(trace), span => span.OperationName.StartsWith("storage.", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_the_disk_does_not_take_is_an_error()
    {
        using var ana = await server.PairAsync("Ana");
        Directory.CreateDirectory(Path.Combine(server.Folder, "state.json.tmp"));

        var trace = await SendTracedAsync(ana, "next");

        await RequestOf(trace);
        var next = Spans(trace).Single(span => span.OperationName == "session next");
        Assert.Equal(("not-stored", ActivityStatusCode.Error), (next.GetTagItem("error.type"), next.Status));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_answer_that_a_start_waited_for_points_to_the_command_that_opened_it()
    {
        using var ana = await server.PairAsync("Ana");
        using var ben = await server.PairAsync("Ben");
        await using var heard = await ben.ListenAsync();
        var opening = await SendTracedAsync(ana, "next");
        var track = (string)(await ana.SnapshotAsync())["barrier"]!["trackId"]!;

        var answer = await SendTracedAsync(ben, "ack-download", new { trackId = track });

        await RequestOf(answer);
        var ack = Spans(answer).Single(span => span.OperationName == "session ack-download");
        Assert.Equal(opening, Assert.Single(ack.Links).Context.TraceId);
        Assert.Equal("playing", (string)(await ana.SnapshotAsync())["playState"]!["mode"]!);
    }

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await server.DisposeAsync();
    }

    private static async Task<ActivityTraceId> SendTracedAsync(
        TestPhone phone, string command, object? body = null, string? eventCount = null)
    {
        var (trace, span) = (ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom());
        await phone.SendAsync(command, body, eventCount, ("traceparent", $"00-{trace}-{span}-01"));
        return trace;
    }

    /// <summary>The call of a node is one way: whether its span has ended is open, and left out.</summary>
    private IEnumerable<Activity> Spans(ActivityTraceId trace) =>
        ended.Where(span => span.TraceId == trace && !span.DisplayName.StartsWith("ISessionObserver/", StringComparison.Ordinal));

    private Task<Activity> RequestOf(ActivityTraceId trace) => EndOf(trace, "Microsoft.AspNetCore.Hosting.HttpRequestIn");

    /// <summary>The answer may be here before a span has ended.</summary>
    private async Task<Activity> EndOf(ActivityTraceId trace, string name)
    {
        Activity? found;
        while ((found = Spans(trace).FirstOrDefault(span => span.OperationName == name)) is null)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        return found;
    }

    private static string NameOf(Activity span) =>
        span.Source.Name == "Microsoft.Orleans.Application" ? span.DisplayName : span.OperationName;

    private string Tree(ActivityTraceId trace, Activity from, string indent = "") =>
        indent + NameOf(from) + string.Concat(Spans(trace).Where(span => span.ParentSpanId == from.SpanId)
            .OrderBy(span => span.StartTimeUtc).Select(child => "\n" + Tree(trace, child, indent + "  ")));
}
