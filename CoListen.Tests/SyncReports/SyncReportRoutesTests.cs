using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace CoListen.Tests.SyncReports;

public sealed class SyncReportRoutesTests(SharedServer shared)
{
    [Fact]
    public async Task What_a_phone_measured_of_itself_goes_into_the_histogram_and_the_debug_log()
    {
        using var log = new FakeLoggerProvider();
        await using var server = TestServer.Start(
            services => services.AddSingleton<ILoggerProvider>(log), ("Logging:LogLevel:CoListen.Api.SyncReports", "Debug"));
        using var skew = server.Collect<double>("colisten.skew.reported");
        using var phone = await server.PairAsync("Ana");

        using var late = await phone.Post("/in-step", """{"errorMs":-12.5,"zeroMovedMs":3.25,"beats":150}""");
        using var furthest = await phone.Post("/in-step", """{"errorMs":10000,"zeroMovedMs":10000,"beats":100000}""");

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (late.StatusCode, furthest.StatusCode));
        Assert.Equal([0.0125, 10], skew.GetMeasurementSnapshot().Select(one => one.Value));
        Assert.Contains(log.Collector.GetSnapshot(), line => line.Message.Contains("-12.5 ms", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"errorMs":10000.5,"zeroMovedMs":0,"beats":0}""", "bad-report")]
    [InlineData("""{"errorMs":-10000.5,"zeroMovedMs":0,"beats":0}""", "bad-report")]
    [InlineData("""{"errorMs":1e999,"zeroMovedMs":0,"beats":0}""", "bad-report")]
    [InlineData("""{"errorMs":0,"zeroMovedMs":-0.1,"beats":0}""", "bad-report")]
    [InlineData("""{"errorMs":0,"zeroMovedMs":10001,"beats":0}""", "bad-report")]
    [InlineData("""{"errorMs":0,"zeroMovedMs":0,"beats":-1}""", "bad-report")]
    [InlineData("""{"errorMs":0,"zeroMovedMs":0,"beats":100001}""", "bad-report")]
    [InlineData("""{"errorMs":0,"zeroMovedMs":0,"beats":1.5}""", "bad-json")]
    [InlineData("""{"errorMs":NaN,"zeroMovedMs":0,"beats":0}""", "bad-json")]
    [InlineData("""{"errorMs":null,"zeroMovedMs":0,"beats":0}""", "bad-json")]
    [InlineData("""{"errorMs":"1","zeroMovedMs":0,"beats":0}""", "bad-json")]
    [InlineData("""{"zeroMovedMs":0,"beats":0}""", "bad-json")]
    [InlineData("""{"errorMs":0,"beats":0}""", "bad-json")]
    [InlineData("""{"errorMs":0,"zeroMovedMs":0}""", "bad-json")]
    [InlineData("", "bad-json")]
    [InlineData("null", "bad-json")]
    public async Task What_no_phone_can_have_measured_is_refused_and_not_counted(string json, string type)
    {
        using var skew = shared.Server.Collect<double>("colisten.skew.reported");
        using var phone = await shared.Server.PairAsync();

        using var answer = await phone.Post("/in-step", json);

        await answer.IsProblem(HttpStatusCode.BadRequest, type);
        Assert.Empty(skew.GetMeasurementSnapshot());
    }

    [Fact]
    public async Task Only_paired_phones_report()
    {
        using var stranger = shared.Server.Stranger();

        using var answer = await stranger.Post("/in-step", new { errorMs = 1, zeroMovedMs = 0, beats = 0 });

        await answer.IsProblem(HttpStatusCode.Unauthorized, "not-paired");
    }
}
