using CoListen.Api.Library.Scan;

namespace CoListen.Tests.Library.Scan;

/// <summary>How a worker is started, and workers that something in a file has taken over, or ended.</summary>
public sealed class TagWorkerProcessTests
{
    private const string Ended = "Reading its tags ends the reader.";
    private const string Cover =
        "\"Duration\":1,\"Tags\":null,\"Problem\":null,\"IsAlac\":false,\"GainDb\":null,\"Cover\":{\"Length\":9,\"Hash\":\"0\",";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/opt/colisten/CoListen.Api")]
    [InlineData("/opt/colisten/CoListen.Api.exe")]
    public void A_server_with_an_executable_of_its_own_needs_no_dotnet(string program)
    {
        var command = TagWorkerProcess.Own(program);

        Assert.Equal([program, TagWorker.Argument], [command.FileName, .. command.ArgumentList]);
    }

    [Theory]
    [InlineData("/usr/lib/dotnet/dotnet", "/usr/lib/dotnet/dotnet")]
    [InlineData("/somewhere/testhost", "dotnet")]
    public void Any_other_server_is_started_by_dotnet(string program, string expected)
    {
        var command = TagWorkerProcess.Own(program);

        Assert.Equal([expected, typeof(TagWorker).Assembly.Location, TagWorker.Argument], [command.FileName, .. command.ArgumentList]);
    }

    [Theory]
    [InlineData("echo garbage")]
    [InlineData("echo null")]
    [InlineData("echo '{}'")]
    [InlineData("echo '[]'")]
    [InlineData("printf '\\200\\n'")]
    [InlineData("printf '{\"Duration\":1e400'; exit 0")]
    [InlineData("head -c 100000000 /dev/zero")]
    [InlineData("tr '\\0' a </dev/zero")]
    [InlineData("echo '{" + Cover + "\"Offset\":-1,\"Mime\":\"image/png\"}}'")]
    [InlineData("echo '{" + Cover + "\"Offset\":1,\"Mime\":\"text/html\"}}'")]
    [InlineData("kill -SEGV $$")]
    [InlineData("ulimit -s 64; f() { f; }; f")]
    [InlineData("exec <&- >&- 2>&-")]
    public async Task One_that_says_anything_else_or_dies_costs_the_file_its_tags(string script)
    {
        using var worker = Of($"read -r line; {script}; exec sleep 600");

        Assert.Equal(FileMetadata.None with { Problem = Ended }, await worker.ReadAsync("a.mp3", Cancel));
        Assert.True(worker.HasEnded);
    }

    [Fact]
    public async Task What_is_asked_ahead_is_answered_in_its_order_until_a_file_ends_the_worker()
    {
        const string answer =
            "echo '{\"Duration\":'$((++count))',\"Tags\":null,\"Problem\":null,\"IsAlac\":false,\"GainDb\":null,\"Cover\":null}'";
        using var worker = Of($"read -r a; read -r b; read -r c; {answer}; {answer}; exit");
        for (var i = 0; i < 3; i++) worker.Ask("a.mp3");

        Assert.Equal(1, (await worker.AnswerAsync(Cancel)).Duration);
        Assert.Equal(2, (await worker.AnswerAsync(Cancel)).Duration);
        Assert.False(worker.HasEnded);
        Assert.Equal(Ended, (await worker.AnswerAsync(Cancel)).Problem);
        Assert.True(worker.HasEnded);
    }

    [Fact(Timeout = 60_000)]
    public async Task No_more_is_asked_ahead_than_a_pipe_takes_at_once()
    {
        using var worker = Of("exec sleep 600");

        // The longest path that there is, escaped.
        await Task.Run(() =>
        {
            while (worker.HasRoom) worker.Ask(new string('\u0001', 4096));
        }, Cancel);

        Assert.False(worker.HasEnded);
    }

    [Theory]
    [InlineData("echo '\"!\"'")]
    [InlineData("yes '\"AAAA\"'")]
    [InlineData("kill -KILL $$")]
    public async Task One_that_says_anything_else_costs_a_picture_its_small_form(string script)
    {
        using var worker = Of($"read -r line; {script}; exec sleep 600");

        Assert.Null(await worker.SquareAsync("a.mp3", new(1, 9, "image/png", "0"), 64, Cancel));
        Assert.True(worker.HasEnded);
    }

    [Fact]
    public async Task One_that_works_without_an_end_is_given_up()
    {
        using var worker = Of("read -r line; while :; do :; done");

        Assert.Equal("Reading its tags takes too long.", (await worker.ReadAsync("a.mp3", Cancel)).Problem);
    }

    [Fact(Timeout = 300_000)]
    [Trait("Takes", "long")]
    public async Task One_that_says_nothing_and_does_nothing_is_given_up_too()
    {
        using var worker = Of("kill -STOP $$");

        Assert.Equal("Reading its tags takes too long.", (await worker.ReadAsync("a.mp3", Cancel)).Problem);
    }

    private static TagWorkerProcess Of(string script) => new(new ProcessStartInfo("bash", ["-c", script]));
}
