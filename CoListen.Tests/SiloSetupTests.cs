using System.Reflection;
using CoListen.Silo;
using CoListen.Silo.Grains;
using CoListen.Silo.Messages;
using CoListen.Silo.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using static CoListen.Silo.Sessions.SessionCommand;

namespace CoListen.Tests;

public sealed class SiloSetupTests
{
    private static readonly Serializer Serializer =
        new ServiceCollection().AddSerializer(SiloSetup.AddRecords).BuildServiceProvider().GetRequiredService<Serializer>();

    public static TheoryData<object> Commands =>
    [
        new Play("c1", 1, 2.5), new Pause("c1", 1, 2.5), new Seek("c1", 1, 2.5), new Next("c1", 1, true), new Nudge("c1", 1, "a"),
        new Previous("c1", 1), new Wish("c1", 1, "a"), new Unwish("c1", 1, "a"), new Move("c1", 1, "a", "b"), new NotTonight("c1", 1, "a"),
        new BringBack("c1", 1, "a"), new Shuffle("c1", 1, long.MinValue), new Undo("c1", 1), new Rename("c1", "Zoë"),
        new SetControl(Control.Hosts), new SetEvenLoudness(false), new SetHost("c1", true),
        new Rejoin("c1", 3), new Sleep("c1", SilenceReason.Paused), new AckDownload("c1", 1, "a"),
        new SitOut("c1", 1, "a", SilenceReason.FromStart), new StartNow("c1", 1),
        new Pair("c1", "Ana", "hash", DateTimeOffset.UnixEpoch), new OpenStream("c1", "s", 4),
        new CloseStream("c1", "s", DateTimeOffset.UnixEpoch), new Leave("c1", DateTimeOffset.UnixEpoch),
        new Remove("c1", DateTimeOffset.UnixEpoch), new EndGrace(), new Restart(),
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_reaches_another_node_as_it_was(object command) => Assert.Equal(
        command, Serializer.Deserialize<SessionCommand>(Serializer.SerializeToArray((SessionCommand)command)));

    [Fact]
    public void The_test_of_commands_has_all_but_those_with_lists() => Assert.Equal(
        typeof(SessionCommand).GetNestedTypes().Where(t => !t.IsAbstract).Select(t => t.Name)
            .Except(["SetAside", "Reconcile", "ChooseMusic"]).Order(),
        Commands.Select(c => c.Data.GetType().Name).Order());

    [Fact]
    public void Lists_reach_another_node_as_they_were()
    {
        Assert.Equal(["a", "b"], Travel(new Reconcile([], ["a", "b"])).TrackIds);
        Assert.Equal([new MusicChoice(Folder: "x/y")], Travel(new ChooseMusic([new MusicChoice(Folder: "x/y")], [])).Music);
        Assert.Equal(["c1"], Travel(new SetAside(["c1"])).ClientIds);
    }

    [Fact]
    public void Every_rejection_reaches_another_node_as_it_was()
    {
        Rejection[] all = [.. typeof(Rejection).GetNestedTypes().Select(t => (Rejection)Activator.CreateInstance(t, Arguments(t))!)];

        Assert.All(all, rejection => Assert.Equal(rejection, Travel(rejection)));
        Assert.True(all.Length >= 9);
    }

    [Fact]
    public void A_snapshot_reaches_another_node_as_it_was()
    {
        var view = new SnapshotView(
            7,
            ["a", "b"],
            0,
            new(PlayMode.Playing, 1.5),
            4200,
            new(BarrierType.Resume, "a", ["c1"], []),
            new(new(StringComparer.Ordinal) { ["c1"] = new("Ana", true, false, true) }),
            ["c1"],
            6,
            new Dictionary<string, string> { ["b"] = "c1" },
            ["d"],
            Control.Hosts,
            EvenLoudness: false);

        Assert.Equivalent(view, Travel(view), strict: true);
        Assert.Equivalent(view, Travel(new SessionSnapshot(new("e", 9), view)).View, strict: true);
        Assert.Equivalent(view, Travel(new Outcome(view, new Rejection.Stale(7))).Snapshot, strict: true);
        Assert.Equal(
            new StreamOpening("e", new Rejection.UnknownClient(), "s"), Travel(new StreamOpening("e", new Rejection.UnknownClient(), "s")));
    }

    private static T Travel<T>(T value) => Serializer.Deserialize<T>(Serializer.SerializeToArray(value))!;

    private static object?[] Arguments(Type type) =>
        [.. type.GetConstructors(BindingFlags.Public | BindingFlags.Instance).Single(
            c => c.GetParameters() is not [var p] || p.ParameterType != type)
            .GetParameters().Select(p => p.ParameterType == typeof(bool) ? true : (object?)7L)];
}
