using CoListen.Silo.Grains;

namespace CoListen.Tests.Grains;

public sealed class SessionNameTests
{
    [Theory]
    [InlineData("Kitchen")]
    [InlineData("../../etc/passwd")]
    [InlineData("con")]
    [InlineData("<b>Küche</b> 🎵")]
    [InlineData("آنّا")]
    [InlineData("1️⃣")]
    [InlineData("👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿")]
    public void A_name_is_as_people_write_it(string name)
    {
        Assert.Equal(name, SessionName.Clean($"  {name} "));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\u200d")]
    [InlineData("\u3164")]
    [InlineData("\u2800 \uffa0")]
    [InlineData("\u0301")]
    [InlineData("\U000E0067\U000E0062")]
    [InlineData("Kitchen\u0301\u0301\u0301\u0301\u0301")]
    [InlineData("Kit\0chen")]
    [InlineData("Kitchen\n")]
    [InlineData("Kit\u202echen")]
    public void What_nobody_could_read_out_is_no_name(string? name)
    {
        Assert.Null(SessionName.Clean(name));
    }

    [Fact]
    public void Half_a_character_is_no_name()
    {
        Assert.Null(SessionName.Clean("Kitchen \ud83c"));
    }

    [Fact]
    public void A_name_has_at_most_forty_characters_whatever_they_are()
    {
        Assert.NotNull(SessionName.Clean(string.Concat(Enumerable.Repeat("🎵", 40))));
        Assert.Null(SessionName.Clean(string.Concat(Enumerable.Repeat("🎵", 41))));
    }

    [Fact]
    public void Small_and_capital_letters_are_one_name()
    {
        Assert.True(SessionName.Same("KÜCHE", "küche"));
        Assert.True(SessionName.IsMain("Main"));
    }
}
