using CoListen.Silo.Storage;
using Npgsql;
using Orleans.Storage;

namespace CoListen.Tests.Storage;

public sealed class UnreadableRecordTests
{
    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"playState":{"mode":"paused","anchorPositionSec":{}},"queue":[],"clients":{}}""")]
    [InlineData("""{"playState":{"mode":"paused","anchorPositionSec":0},"queue":[],"clients":{"a":{"name":"A","lastSeen":1}}}""")]
    public void What_is_no_state_is_unreadable_whatever_made_it_so_and_whoever_wrapped_the_error(string json)
    {
        var error = Assert.ThrowsAny<Exception>(() => StateJson.Read(Encoding.UTF8.GetBytes(json)));

        Assert.True(UnreadableRecord.IsCauseOf(error));
        Assert.True(UnreadableRecord.IsCauseOf(new BadProviderConfigException("wrapped", error)));
        Assert.Equal(error.Message, UnreadableRecord.Complaint(new BadProviderConfigException("wrapped", error)));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_and_a_database_that_does_not_answer_is_not()
    {
        Assert.True(UnreadableRecord.IsCauseOf(new IOException()));
        Assert.False(UnreadableRecord.IsCauseOf(new NpgsqlException("no answer", new IOException())));
        Assert.False(UnreadableRecord.IsCauseOf(new BadProviderConfigException("wrapped", new NpgsqlException())));
        Assert.False(UnreadableRecord.IsCauseOf(new TimeoutException()));
    }
}
