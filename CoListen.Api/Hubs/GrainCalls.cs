using System.Data.Common;
using Orleans.Storage;

namespace CoListen.Api.Hubs;

/// <summary>Calls of grains while nodes come and go.</summary>
internal sealed partial class GrainCalls(TimeProvider time, ILogger<GrainCalls> logger)
{
    private static readonly TimeSpan RetryFor = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromMilliseconds(200);

    /// <summary>Whether a later call may succeed: the grain moves to another node, or its storage does not answer.</summary>
    public static bool IsPassing(Exception e) =>
        e is SiloUnavailableException or TimeoutException or OrleansMessageRejectionException or InconsistentStateException or DbException;

    /// <summary>
    /// Makes a call until it is answered, for at most 25 seconds or until nobody waits for it. A call whose answer was lost is made twice,
    /// so it has to be one that may be.
    /// </summary>
    public async Task<T> RepeatAsync<T>(Func<Task<T>> call, Func<bool> isOver)
    {
        for (var began = time.GetTimestamp(); ;)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (IsPassing(e) && time.GetElapsedTime(began) < RetryFor && !isOver())
            {
                LogAgain(e.Message);
                await Task.Delay(RetryPeriod);
            }
        }
    }

    /// <inheritdoc cref="RepeatAsync{T}(Func{Task{T}}, Func{bool})"/>
    public Task RepeatAsync(Func<Task> call, Func<bool> isOver) => RepeatAsync(
        async () =>
        {
            await call();
            return true;
        },
        isOver);

    [LoggerMessage(LogLevel.Debug, "A grain does not answer, calling again: {Complaint}")]
    private partial void LogAgain(string complaint);
}
