using CoListen.Api.Pairing;

namespace CoListen.Tests.Pairing;

public sealed class ClientNameTests
{
    [Theory]
    [InlineData("Anna")]
    [InlineData("")]
    [InlineData("  Anna's phone  ")]
    [InlineData("<b>Anna</b>")]
    [InlineData("آنّا")]
    [InlineData("שָׁלוֹם สวัสดีที่นี่ བསྒྲུབས")]
    [InlineData("1️⃣")]
    [InlineData("👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿")]
    public void Names_are_as_people_write_them(string name)
    {
        Assert.True(ClientName.IsGood(name));
    }

    [Theory]
    [InlineData("Anna\n")]
    [InlineData("An\0na")]
    [InlineData("An\u001bna")]
    [InlineData("An\u0085na")]
    [InlineData("An\u2028na")]
    [InlineData("An\u202ena")]
    [InlineData("An\u2066na")]
    [InlineData("An\u200bna")]
    [InlineData("\ufeffAnna")]
    public void A_name_hides_nothing_and_stays_on_its_line(string name)
    {
        Assert.False(ClientName.IsGood(name));
    }

    [Theory]
    [InlineData("\u200d")]
    [InlineData("\u3164")]
    [InlineData("\u2800 \uffa0")]
    [InlineData("\u0301")]
    [InlineData("\ufe0f")]
    [InlineData("\U000E0067\U000E0062")]
    public void A_name_that_shows_nothing_is_none(string name)
    {
        Assert.False(ClientName.IsGood(name));
    }

    [Fact]
    public void A_name_does_not_cover_its_neighbours()
    {
        Assert.True(ClientName.IsGood("a" + new string('\u0301', 4)));
        Assert.False(ClientName.IsGood("a" + new string('\u0301', 39)));
    }

    [Fact]
    public void A_name_has_at_most_forty_characters_whatever_they_are()
    {
        Assert.True(ClientName.IsGood(new string('a', 40)));
        Assert.True(ClientName.IsGood(string.Concat(Enumerable.Repeat("🎵", 40))));
        Assert.True(ClientName.IsGood(" " + new string('a', 40) + " "));
        Assert.False(ClientName.IsGood(new string('a', 41)));
        Assert.False(ClientName.IsGood(string.Concat(Enumerable.Repeat("🎵", 41))));
    }

    [Fact]
    public void A_name_is_trimmed()
    {
        Assert.Equal("Anna", ClientName.OrDefault("  Anna ", ["Anna"]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    public void Who_gives_no_name_gets_the_first_free_one(string? none)
    {
        Assert.Equal("Phone 1", ClientName.OrDefault(none, []));
        Assert.Equal("Phone 2", ClientName.OrDefault(none, ["Phone 1", "Anna", "Phone 3"]));
    }
}
