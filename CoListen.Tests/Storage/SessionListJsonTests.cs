using System.Text;
using System.Text.Json;
using CoListen.Silo.Storage;

namespace CoListen.Tests.Storage;

public sealed class SessionListJsonTests
{
    [Fact]
    public void What_is_written_is_read_in_its_order()
    {
        Assert.Equal(["Kitchen", "Bad 🛁"], SessionListJson.Read(SessionListJson.Write(["Kitchen", "Bad 🛁"]), _ => true));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{ "version": 1 }""")]
    [InlineData("""{ "version": 2, "sessions": [] }""")]
    [InlineData("""{ "version": 1, "sessions": [null] }""")]
    [InlineData("""{ "version": 1, "sessions": ["Kitchen", "kitchen"] }""")]
    [InlineData("""{ "version": 1, "sessions": ["no name"] }""")]
    public void What_is_no_list_is_refused(string json)
    {
        Assert.Throws<JsonException>(() => SessionListJson.Read(Encoding.UTF8.GetBytes(json), name => name is not "no name"));
    }
}
