using System.Diagnostics.Metrics;

namespace CoListen.Silo.Telemetry;

/// <summary>
/// Everything that is counted and timed about sessions. Names, units and seconds as OpenTelemetry's semantic conventions want them
/// (https://opentelemetry.io/docs/specs/semconv/general/metrics/). An instrument that nobody listens to costs a look at a flag.
/// </summary>
internal sealed class SessionMetrics
{
    private static readonly double[] Quick = [0.00001, 0.0001, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1];
    private static readonly double[] Slow = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300];

    private readonly ConcurrentDictionary<Func<int>, bool> sessions = new();
    private readonly ConcurrentDictionary<Func<int>, bool> hubs = new();
    private readonly Counter<long> commands;
    private readonly Histogram<double> barrierWait;
    private readonly Histogram<int> barrierWaitedFor;
    private readonly Histogram<double> fanOut;
    private readonly Histogram<double> fsync;
    private readonly Histogram<double> skew;
    private readonly Counter<long> filesServed;
    private readonly Histogram<double> remux;

    /// <summary>Makes the instruments, once for a server.</summary>
    public SessionMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("CoListen.Session");
        commands = meter.CreateCounter<long>("colisten.commands", "{command}", "Commands by what became of them.");
        filesServed = meter.CreateCounter<long>("colisten.files.served", "By", "Bytes of songs that phones have taken.");
        barrierWait = Seconds("colisten.barrier.wait", "How long a start was waited for.", Slow);
        fanOut = Seconds("colisten.fanout.duration", "From the first to the last open stream that one message was handed to.", Quick);
        fsync = Seconds("colisten.storage.fsync.duration", "How long the disk took to make a state last.", Quick);
        skew = Seconds("colisten.skew.reported", "How far off phones say that their own sound is.", Quick);
        remux = Seconds("colisten.files.remux.duration", "How long ffmpeg took to make MP4 of a song, or to fail.", Slow);
        barrierWaitedFor = meter.CreateHistogram(
            "colisten.barrier.waited_for", "{client}", "How many phones a start waited for.", tags: null,
            new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 3, 5, 10, 20, 50, 100, 200, 500] });
        meter.CreateObservableUpDownCounter(
            "colisten.clients.active", () => sessions.Keys.Sum(count => count()), "{client}", "Phones with an open event stream.");
        meter.CreateObservableUpDownCounter(
            "colisten.streams.open", () => hubs.Keys.Sum(count => count()), "{stream}", "Event streams that this node holds.");
        meter.CreateObservableUpDownCounter(
            "colisten.sessions.open", () => sessions.Count, "{session}", "Sessions that are active in this node.");

        Histogram<double> Seconds(string name, string description, double[] buckets) => meter.CreateHistogram(
            name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });
    }

    /// <summary>Observes an active session by the number of its active clients.</summary>
    public void WatchClients(Func<int> count) => sessions.TryAdd(count, value: true);

    /// <summary>Ends what <see cref="WatchClients"/> began.</summary>
    public void UnwatchClients(Func<int> count) => sessions.TryRemove(count, out _);

    /// <summary>Observes a node's part of a session by the number of its open streams.</summary>
    public void WatchStreams(Func<int> count) => hubs.TryAdd(count, value: true);

    /// <summary>Ends what <see cref="WatchStreams"/> began.</summary>
    public void UnwatchStreams(Func<int> count) => hubs.TryRemove(count, out _);

    /// <summary>A phone's own word on how far its sound is from where it should be.</summary>
    /// <param name="errorMs">Early (below 0) or late; only how far is kept. What is no number is left out.</param>
    public void SkewReported(double errorMs)
    {
        if (double.IsFinite(errorMs))
        {
            skew.Record(Math.Abs(errorMs) / 1000);
        }
    }

    /// <summary>A phone has taken so many more bytes of a song.</summary>
    public void FileServed(long bytes) => filesServed.Add(bytes);

    /// <summary>ffmpeg has made MP4 of a song, or failed.</summary>
    public void Remuxed(TimeSpan took, bool made) =>
        remux.Record(took.TotalSeconds, new KeyValuePair<string, object?>("colisten.outcome", made ? "made" : "failed"));

    // Names as the routes have them (ack-download); the outcome is "accepted", or why it was refused (stale).
    internal void Decided(string command, string outcome) =>
        commands.Add(1, new("colisten.command", command), new("colisten.outcome", outcome));

    // How it ended, and what it waited for: see BarrierTimer.
    internal void BarrierEnded(string type, string end, TimeSpan wait, int members)
    {
        barrierWait.Record(wait.TotalSeconds, new("colisten.barrier.type", type), new("colisten.barrier.end", end));
        barrierWaitedFor.Record(members, new KeyValuePair<string, object?>("colisten.barrier.type", type));
    }

    /// <summary>One message was handed to all streams of this node.</summary>
    public void FannedOut(TimeSpan took) => fanOut.Record(took.TotalSeconds);

    /// <summary>The disk has made one file, or its directory, last.</summary>
    internal void Synced(TimeSpan took) => fsync.Record(took.TotalSeconds);
}
