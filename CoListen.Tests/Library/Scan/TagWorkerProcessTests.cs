using CoListen.Api.Library.Scan;

namespace CoListen.Tests.Library.Scan;

public sealed class TagWorkerProcessTests
{
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
}
