using CoListen.Tests.Library;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace CoListen.Tests.Attacks;

/// <summary>A file whose name commands the terminal that shows the log.</summary>
public sealed class TerminalEscapesTests
{
    private const string Name = "\e]0;OWNED\a\e[2J\e[31m\u009b2J\u007f.mp3";

    [Fact]
    public async Task Neither_the_log_nor_a_page_gets_it_as_it_is()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only there a file may be called so.");
        using var log = new FakeLoggerProvider();
        await using var server = TestServer.Start(services => services.AddSingleton<ILoggerProvider>(log));
        var path = Path.Combine(server.Folder, "music", Name);
        await File.WriteAllBytesAsync(path, MusicFolder.SlowMp3(), TestContext.Current.CancellationToken);
        using var screen = server.Stranger();

        using var scan = await screen.Post("/host/rescan");
        using var index = await screen.Get("/host/index");
        using var unreadable = await screen.Get("/host/unreadable");

        foreach (var answer in new[] { index, unreadable })
        {
            var said = (await answer.Json()).EnumerateArray().Single().EnumerateObject()
                .Where(member => member.Value.ValueKind == JsonValueKind.String).Select(member => member.Value.GetString()!).ToList();
            Assert.Contains(said, text => text.Contains("]0;OWNED", StringComparison.Ordinal));
            Assert.DoesNotContain(said, text => text.Any(char.IsControl));
        }

        var lines = log.Collector.GetSnapshot().Select(line => line.Message).ToList();
        Assert.Contains(lines, line => line.Contains("]0;OWNED", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')));
    }
}
