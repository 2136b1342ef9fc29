using CoListen.Silo.Storage;

namespace CoListen.Tests.Storage;

public sealed class SessionDirectoryTests
{
    [Fact]
    public void A_file_of_an_earlier_program_loads_with_codes_to_be_made()
    {
        var read = Read("""{ "version": 1, "sessions": ["Kitchen"] }""");

        Assert.Equal([new StoredSession("main", "", true), new StoredSession("Kitchen", "", true)], read.Sessions);
        Assert.Empty(read.Nodes);
    }

    [Fact]
    public void What_is_written_is_read_in_its_order()
    {
        var written = new SessionDirectory
        {
            Nodes = ["a", "b"],
            Sessions = [new("main", "ABCD", false), new("Kitchen", "EFGH", true), new("Bad 🛁", "IJKL", false)],
        };

        var read = SessionDirectoryJson.Read(SessionDirectoryJson.Write(written), _ => true);

        Assert.Equal(written.Sessions, read.Sessions.AsEnumerable());
        Assert.Equal(written.Nodes, read.Nodes.AsEnumerable());
    }

    [Fact]
    public void An_earlier_program_finds_the_names_where_they_were()
    {
        var written = SessionDirectoryJson.Write(new() { Sessions = [new("main", "ABCD", true), new("Kitchen", "EFGH", true)] });

        var root = JsonDocument.Parse(written).RootElement;
        Assert.Equal((1, "Kitchen"), (
            root.GetProperty("version").GetInt32(), Assert.Single(root.GetProperty("sessions").EnumerateArray()).GetString()));
    }

    [Fact]
    public void What_a_later_program_adds_is_ignored()
    {
        var read = Read("""
            {
              "version": 1, "sessions": ["Kitchen"], "new": [],
              "codes": { "Kitchen": { "code": "EFGH", "open": false, "new": 1 }, "Hall": null, "main": null }
            }
            """);

        Assert.Equal([new StoredSession("main", "", true), new StoredSession("Kitchen", "EFGH", false)], read.Sessions);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{ "version": 1 }""")]
    [InlineData("""{ "version": 2, "sessions": [] }""")]
    [InlineData("""{ "version": 1, "sessions": [null] }""")]
    [InlineData("""{ "version": 1, "sessions": ["main"] }""")]
    [InlineData("""{ "version": 1, "sessions": ["Kitchen", "kitchen"] }""")]
    [InlineData("""{ "version": 1, "sessions": ["no name"] }""")]
    [InlineData("""{ "version": 1, "sessions": [], "nodes": [null] }""")]
    public void What_is_no_list_is_refused(string json) => Assert.ThrowsAny<JsonException>(() => Read(json));

    private static SessionDirectory Read(string json) =>
        SessionDirectoryJson.Read(Encoding.UTF8.GetBytes(json), name => name is not "no name");
}
