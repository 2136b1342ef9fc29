using CoListen.Silo.Grains;

namespace CoListen.Tests.Grains;

public sealed class PairingCodeTests
{
    [Fact]
    public void A_new_code_has_eight_characters_that_nobody_takes_for_another()
    {
        Assert.All(Enumerable.Range(0, 200), _ => Assert.Matches("^[A-HJKMNP-Z2-9]{8}$", PairingCode.Of(null).Text));
    }

    [Fact]
    public void Every_start_has_a_new_code()
    {
        Assert.NotEqual(PairingCode.Of(null).Text, PairingCode.Of("  ").Text);
    }

    [Theory]
    [InlineData("ABCDEFGH")]
    [InlineData("abcdefgh")]
    [InlineData(" abcd efgh ")]
    [InlineData("ABCD-EFGH")]
    public void It_matters_not_how_it_is_typed(string typed)
    {
        Assert.True(PairingCode.Of("ABCDEFGH").Matches(typed));
        Assert.True(PairingCode.Of("abcd-efgh").Matches(typed));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ABCDEFG")]
    [InlineData("ABCDEFGHH")]
    [InlineData("ABCDEFGJ")]
    public void Any_other_code_is_wrong(string typed)
    {
        Assert.False(PairingCode.Of("ABCDEFGH").Matches(typed));
    }
}
