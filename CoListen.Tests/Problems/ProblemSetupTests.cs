using CoListen.Api.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace CoListen.Tests.Problems;

public sealed class ProblemSetupTests(SharedServer shared)
{
    [Fact]
    public async Task What_is_no_route_is_not_found_by_anyone_whatever_they_accept()
    {
        using var stranger = shared.Server.Stranger();

        using var answer = await stranger.Get("/nowhere", ("Accept", "text/event-stream"));

        await answer.IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_wrong_method_hears_the_right_one()
    {
        using var stranger = shared.Server.Stranger();

        using var answer = await stranger.Get("/pair");

        await answer.IsProblem(HttpStatusCode.MethodNotAllowed, "wrong-method");
        Assert.Equal("POST", answer.Header("Allow"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"ABCDEFGH\"")]
    [InlineData("{}")]
    [InlineData("""{"code":null}""")]
    [InlineData("""{"code":12345678}""")]
    [InlineData("""{"code":["ABCDEFGH"]}""")]
    [InlineData("""{"code":"ABCDEFGH","clientName":7}""")]
    [InlineData("""{"code":"\ud800"}""")]
    [InlineData("""{"code":"ABCDEFGH"} trailing""")]
    public async Task A_body_that_is_not_what_the_route_wants_is_a_bad_request(string body)
    {
        using var stranger = shared.Server.Stranger();

        using var answer = await stranger.Post("/pair", body);

        await answer.IsProblem(HttpStatusCode.BadRequest, "bad-json");
    }

    [Fact]
    public async Task A_body_that_is_nested_without_end_is_a_bad_request()
    {
        using var stranger = shared.Server.Stranger();

        using var answer = await stranger.Post("/pair", new string('[', 10_000));

        await answer.IsProblem(HttpStatusCode.BadRequest, "bad-json");
    }

    [Fact]
    public async Task A_body_that_is_not_utf8_is_a_bad_request()
    {
        using var stranger = shared.Server.Stranger();
        var content = new ByteArrayContent([.. "{\"code\":\""u8, 0xff, 0xfe, .. "\"}"u8]);
        content.Headers.ContentType = new("application/json");

        using var answer = await stranger.Post("/pair", content);

        await answer.IsProblem(HttpStatusCode.BadRequest, "bad-json");
    }

    [Fact]
    public async Task A_body_that_is_not_json_is_an_unsupported_media_type()
    {
        using var stranger = shared.Server.Stranger();

        using var answer = await stranger.Post(
            "/pair", new StringContent("code=ABCDEFGH", Encoding.UTF8, "application/x-www-form-urlencoded"));

        await answer.IsProblem(HttpStatusCode.UnsupportedMediaType, "not-json");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_16_KiB_is_too_large_whether_it_says_so_or_not(bool chunked)
    {
        using var stranger = shared.Server.Stranger();
        var content = new StringContent(new string(' ', (16 * 1024) + 1), Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/pair") { Content = content };
        request.Headers.TransferEncodingChunked = chunked;

        using var answer = await stranger.SendAsync(request, TestContext.Current.CancellationToken);

        await answer.IsProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Fact]
    public async Task What_breaks_is_in_the_log_and_not_in_the_answer()
    {
        using var log = new FakeLoggerProvider();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Configuration["Urls"] = "http://127.0.0.1:0";
        builder.Logging.ClearProviders().AddProvider(log);
        builder.AddProblems();
        await using var app = builder.Build();
        app.UseProblems();
        app.MapGet("/break", string () => throw new InvalidOperationException("the inner life"));
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        using var answer = await client.Get("/break");

        await answer.IsProblem(HttpStatusCode.InternalServerError, "internal");
        Assert.DoesNotContain("the inner life", await answer.Text(), StringComparison.Ordinal);
        Assert.Contains(log.Collector.GetSnapshot(), line => line.Exception?.Message == "the inner life");
    }
}
