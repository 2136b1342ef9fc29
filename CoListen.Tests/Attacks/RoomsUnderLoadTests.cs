namespace CoListen.Tests.Attacks;

/// <summary>Rooms that are opened and closed while phones are in them.</summary>
public sealed class RoomsUnderLoadTests
{
    private const int PhonesOfARoom = 3;
    private const int KeptEvery = 5;

    [Theory(Timeout = 180_000)]
    [InlineData(5)]
    [InlineData(50, Traits = ["Takes", "long"])]
    public async Task They_come_and_go_under_their_phones_and_leave_nothing_behind(int rooms)
    {
        await using var server = TestServer.Start(songs: 3);
        using var screen = server.Stranger();
        using var over = new CancellationTokenSource();
        using var ana = await server.PairAsync("Ana");
        var phones = new List<TestPhone>();
        using var all = new Disposables(phones);
        var answers = new ConcurrentDictionary<HttpStatusCode, int>();
        var living = new List<Task> { LiveAsync(ana) };
        for (var i = 1; i <= rooms; i++)
        {
            var code = await server.OpenAsync($"Room {i}");
            for (var phone = 0; phone < PhonesOfARoom; phone++)
            {
                phones.Add(await server.PairAsync($"Phone {phone}", code));
                living.Add(LiveAsync(phones[^1]));
            }

            if (i % KeptEvery == 0) continue;

            using var closed = await screen.Post("/host/sessions/close", new { name = $"Room {i}" });
            Assert.Equal(HttpStatusCode.OK, closed.StatusCode);
        }

        await over.CancelAsync();
        await Task.WhenAll(living);

        Assert.Empty(answers.Keys.Except([HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.Unauthorized]));
        Assert.Contains(HttpStatusCode.OK, answers.Keys);
        // Main, the list of rooms, and the rooms that are open.
        Assert.Equal(2 + (rooms / KeptEvery), Directory.GetFiles(server.Folder, "*.json").Length);
        Figures.Note(
            "Rooms opened and closed under their phones",
            $"{rooms} opened, {rooms - (rooms / KeptEvery)} closed; {answers.Values.Sum()} commands meanwhile, none with an error");

        // Until its room is closed.
        async Task LiveAsync(TestPhone phone)
        {
            var status = HttpStatusCode.OK;
            for (var known = 0L; !over.IsCancellationRequested && status != HttpStatusCode.Unauthorized; known++)
            {
                using var answer = await phone.Post("/seek", new { positionSec = 1 }, ("If-Match-Event", $"{known}"));
                status = answer.StatusCode;
                answers.AddOrUpdate(status, 1, (_, before) => before + 1);
                if (status == HttpStatusCode.Conflict) known = (await answer.Json()).GetProperty("expectedEventCount").GetInt64() - 1;
            }
        }
    }
}
