using System.Net;

namespace CoListen.Tests.Pairing;

public sealed class PairingEndpointTests(SharedServer shared)
{
    [Fact]
    public async Task The_right_code_gives_an_id_a_token_and_the_snapshot()
    {
        using var phone = shared.Server.Stranger();

        using var answer = await phone.Post("/pair", new { code = RunningServer.Code, clientName = "  Anna " });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var body = await answer.Json();
        var id = body.GetProperty("clientId").GetString()!;
        Assert.Equal("Anna", body.GetProperty("snapshot").GetProperty("clients").GetProperty(id).GetProperty("name").GetString());
        Assert.Equal(body.GetProperty("snapshot").GetProperty("eventCount").GetInt64(), body.GetProperty("eventCount").GetInt64());
        Assert.StartsWith(id + ".", RunningServer.TokenOf(answer), StringComparison.Ordinal);
    }
}
