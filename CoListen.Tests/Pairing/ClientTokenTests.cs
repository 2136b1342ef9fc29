using CoListen.Api.Pairing;
using Microsoft.AspNetCore.Http;

namespace CoListen.Tests.Pairing;

public sealed class ClientTokenTests
{
    [Fact]
    public void A_token_of_main_is_as_it_was_when_there_was_no_other_session()
    {
        Assert.Equal("cabcdefgh.secret", new ClientToken("cabcdefgh", "secret", "main").ToString());
        Assert.Equal(new ClientToken("cabcdefgh", "secret", "main"), Read("cabcdefgh.secret"));
    }

    [Theory]
    [InlineData("Kitchen")]
    [InlineData("../x; Path=/")]
    [InlineData("Küche 🎵 غرفة")]
    [InlineData("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧")]
    public void A_token_carries_the_name_of_its_session_in_what_a_cookie_can_hold(string session)
    {
        var token = ClientToken.New(session);

        Assert.Matches("^[A-Za-z0-9._-]+$", token.ToString());
        Assert.Equal(token, Read(token.ToString()));
        Assert.Equal(token.ClientId, token.ToString().Split('.')[0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("id")]
    [InlineData(".secret")]
    [InlineData("id.secret.!!")]
    [InlineData("id.secret._w")]
    [InlineData("id.secret.YQ.YQ")]
    public void Anything_else_is_no_token(string text)
    {
        Assert.Null(Read(text));
    }

    [Fact]
    public void A_token_that_is_too_long_is_not_looked_at()
    {
        Assert.Null(Read("id." + new string('a', 400)));
    }

    private static ClientToken? Read(string text)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Authorization = "Bearer " + text;
        return ClientToken.TryRead(http.Request, out var token) ? token : null;
    }
}
