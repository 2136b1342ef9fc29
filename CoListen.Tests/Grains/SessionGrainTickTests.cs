using CoListen.Silo.Sessions;
using CoListen.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace CoListen.Tests.Grains;

public sealed class SessionGrainTickTests(SessionGrainTickTests.BrokenSilo silo) : IClassFixture<SessionGrainTickTests.BrokenSilo>
{
    [Fact(Timeout = 300_000)]
    public async Task What_a_session_does_by_itself_goes_on_after_an_exception_that_nobody_expects()
    {
        var session = await silo.NewSessionAsync("ana");
        await silo.NewNode().OpenStreamAsync(session, "ana", "1");
        silo.Time.BreaksTicks = true;
        while (!silo.Log.GetSnapshot().Any(line => line.Message == "Looking after the session failed.")) await session.GetSnapshot();

        silo.Storage.Failure = new UncertainWriteException("The directory could not be synced.", new IOException());
        Assert.Equal(new Rejection.NotStored(Uncertain: true), (await session.Execute(new SessionCommand.Seek("ana", 1, 5))).Rejection);
        var writes = silo.Storage.Writes;
        silo.Storage.Failure = null;
        silo.Time.BreaksTicks = false;

        // It is a tick that stores again what stands.
        while (silo.Storage.Writes == writes) await session.GetSnapshot();
    }

    public sealed class BrokenSilo : TestSilo
    {
        internal BreakingTime Time { get; } = new();

        protected override void Configure(ISiloBuilder silo) => silo.Services.AddSingleton<TimeProvider>(Time);
    }

    /// <summary>The system's time, except that a session's tick finds it broken where that is asked for.</summary>
    internal sealed class BreakingTime : TimeProvider
    {
        public bool BreaksTicks { get; set; }

        public override long GetTimestamp() => BreaksTicks && Environment.StackTrace.Contains("TickAsync", StringComparison.Ordinal)
            ? throw new InvalidOperationException("The clock is broken.")
            : base.GetTimestamp();
    }
}
