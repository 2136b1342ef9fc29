namespace CoListen.Api.Hubs;

/// <content>The renewals, by which the session knows this node and the node what it missed; and the heartbeats of the streams.</content>
internal sealed partial class SessionHub
{
    private const int TicksBetweenRenewals = 5;

    /// <summary>A renewal without an answer for so long is made again, before the session takes this node for gone.</summary>
    private static readonly TimeSpan RenewalTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Without an answer for so long there are no heartbeats, so that phones look for another node.</summary>
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(8);

    private volatile string followed = "";

    private async Task RunAsync()
    {
        var heartbeatAt = time.GetTimestamp();
        var answeredAt = heartbeatAt;
        for (var tick = 0; !ended; tick++)
        {
            try
            {
                if (Activity.Take() is { } report) await grain.ReportActivity(report);
                if (!connected || tick % TicksBetweenRenewals == 0)
                {
                    await ConnectAsync();
                    answeredAt = time.GetTimestamp();
                }
            }
            catch (Exception e)
            {
                connected = false;
                LogUnreachable(e);
            }

            var isDue = time.GetElapsedTime(heartbeatAt).TotalSeconds >= services.Options.Value.HeartbeatSec;
            if (isDue && time.GetElapsedTime(answeredAt) < SilenceLimit)
            {
                streams.Tell("heartbeat", new object());
                heartbeatAt = time.GetTimestamp();
            }

            if (!await timer.WaitForNextTickAsync()) return;
        }
    }

    private async Task ConnectAsync()
    {
        var known = streams.Position;

        // Before the call: a message that comes before the answer and cannot be sent yet has to lead to the next renewal.
        connected = true;
        var answer = await grain.Connect(node, self, known, streams.Ids).WaitAsync(RenewalTimeout, time);
        if (closing)
        {
            // An activation after the one that closes knows no stream, and nothing of why.
            connected = false;
            return;
        }

        if (answer.Missed is null)
        {
            streams.Restart(answer.Position);
        }
        else if (answer.Missed.Length > 0 && !streams.TrySend(new(answer.Position.Epoch, answer.Missed, null), Follow))
        {
            connected = false;
        }

        streams.End(s => answer.RemovedStreamIds.Contains(s.Id, StringComparer.Ordinal), "removed");
        streams.End(s => answer.UnknownStreamIds.Contains(s.Id, StringComparer.Ordinal));
        if (followed != answer.Position.Epoch)
        {
            // Renewals go on meanwhile: what follows an activation may have to wait for the disk.
            followed = answer.Position.Epoch;
            _ = FollowActivationAsync();
        }
    }

    private async Task FollowActivationAsync()
    {
        try
        {
            await awoke(this);
            started.TrySetResult();
        }
        catch (Exception e)
        {
            // The next renewal begins it again.
            followed = "";
            LogUnreachable(e);
        }
    }
}
