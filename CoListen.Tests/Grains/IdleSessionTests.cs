using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CoListen.Tests.Grains;

public sealed class IdleSessionTests(IdleSessionTests.IdleSilo silo) : IClassFixture<IdleSessionTests.IdleSilo>
{
    [Fact]
    public async Task A_room_that_is_silent_for_twenty_minutes_keeps_its_streams()
    {
        var session = await silo.NewSessionAsync("ana");
        var node = silo.NewNode();
        await node.OpenStreamAsync(session, "ana", "1");
        var epoch = (await node.ConnectAsync(session, default, "1")).Position.Epoch;

        // The collector of idle activations looks once a minute of its own time.
        for (var minute = 0; minute < 20; minute++)
        {
            silo.Time.Advance(TimeSpan.FromMinutes(1));
            await node.ConnectAsync(session, default, "1");
        }

        var after = await node.ConnectAsync(session, default, "1");
        Assert.Equal(epoch, after.Position.Epoch);
        Assert.Empty(after.UnknownStreamIds);
    }

    public sealed class IdleSilo : TestSilo
    {
        internal FakeTimeProvider Time { get; } = new();

        public override async ValueTask DisposeAsync()
        {
            // The silo's end waits for this time, too.
            var ending = base.DisposeAsync().AsTask();
            while (!ending.IsCompleted)
            {
                Time.Advance(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }

            await ending;
        }

        protected override void Configure(ISiloBuilder silo) =>
            silo.Services.AddKeyedSingleton<TimeProvider>(TimeProviderNames.ActivationManagement, Time);
    }
}
