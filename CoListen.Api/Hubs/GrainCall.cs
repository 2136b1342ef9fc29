using System.Data.Common;
using Orleans.Storage;

namespace CoListen.Api.Hubs;

/// <summary>Calls of grains while nodes come and go.</summary>
internal static class GrainCall
{
    private static readonly TimeSpan RetryFor = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromMilliseconds(200);

    /// <summary>Whether a later call may succeed: the grain moves to another node, or its storage does not answer.</summary>
    public static bool IsPassing(Exception e) =>
        e is SiloUnavailableException or TimeoutException or OrleansMessageRejectionException or InconsistentStateException or DbException;

    /// <summary>
    /// Makes a call until it is answered, for at most 25 seconds. A call whose answer was lost is made twice, so it has to be one that may be.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="time">Measures how long it takes.</param>
    /// <param name="failed">Called with each failure; false ends the calls.</param>
    public static async Task<T> RepeatAsync<T>(Func<Task<T>> call, TimeProvider time, Func<Exception, bool> failed)
    {
        for (var began = time.GetTimestamp(); ;)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (IsPassing(e) && time.GetElapsedTime(began) < RetryFor && failed(e))
            {
                await Task.Delay(RetryPeriod);
            }
        }
    }
}
