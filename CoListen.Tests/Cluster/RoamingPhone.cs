namespace CoListen.Tests.Cluster;

/// <summary>
/// A phone in the sound that goes to the next node whenever its stream ends, and checks that it hears each change of the session once.
/// </summary>
internal sealed class RoamingPhone : IAsyncDisposable
{
    private static readonly string[] Anchors = ["barrier.release", "paused", "seeked"];
    private static readonly string[] Changes = ["barrier.open", "queue.changed", .. Anchors];

    private readonly CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly TestCluster cluster;
    private readonly TestPhone phone;
    private readonly Task roaming;
    private TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long eventCount;
    private long? sounding;
    private string? lastId;

    /// <summary>Begins to listen.</summary>
    /// <param name="phone">Paired.</param>
    /// <param name="cluster">Its nodes.</param>
    /// <param name="first">Index of the first node.</param>
    /// <param name="anchor">The anchorEvent from which it sounds.</param>
    public RoamingPhone(TestPhone phone, TestCluster cluster, int first, long anchor)
    {
        (this.phone, this.cluster, sounding) = (phone, cluster, anchor);
        roaming = Task.Run(() => RoamAsync(first));
    }

    /// <summary>Waits until the phone has heard of an eventCount.</summary>
    public async Task UntilAsync(long count)
    {
        for (Task next = more.Task; Interlocked.Read(ref eventCount) < count; next = more.Task)
        {
            await await Task.WhenAny(next, roaming);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await roaming;
        end.Dispose();
    }

    private async Task RoamAsync(int first)
    {
        for (var i = first; !end.IsCancellationRequested; i++)
        {
            try
            {
                var nodes = cluster.Nodes;
                using var here = nodes[i % nodes.Count].Known(phone);
                await using var stream = await here.ListenAsync(sounding, lastId);
                await using var ending = end.Token.Register(() => _ = stream.DisposeAsync().AsTask());
                while (await stream.NextAsync() is { } message)
                {
                    Hear(message);
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException || end.IsCancellationRequested)
            {
                // The node, or the test, has ended.
            }
        }
    }

    private void Hear(TestMessage message)
    {
        if (message.Id is { } id)
        {
            Assert.True(message.Name == "snapshot" || Number(id) == Number(lastId!) + 1, $"{id} after {lastId}");
            lastId = id;
        }

        if (message.Name == "snapshot")
        {
            Assert.True(message.EventCount >= eventCount, "The session has gone back.");
            Assert.Contains(phone.ClientId, message.Payload["listeners"]!.AsArray().Select(id => (string)id!));
            sounding = (long)message.Payload["anchorEvent"]!;
        }
        else if (Changes.Contains(message.Name))
        {
            Assert.Equal(eventCount + 1, message.EventCount);
            sounding = Anchors.Contains(message.Name) ? message.EventCount : sounding;
        }

        Interlocked.Exchange(ref eventCount, message.EventCount);
        Interlocked.Exchange(ref more, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    private static long Number(string id) => long.Parse(id, CultureInfo.InvariantCulture);
}
