using CoListen.Api.Library.Scan;

namespace CoListen.Tests.Library.Scan;

public sealed class NaturalOrderTests
{
    [Fact]
    public void Numbers_count_case_does_not_and_folders_stay_together()
    {
        string[] inOrder =
        [
            "A/2 - x.mp3", "a/10 - b.mp3", "a b/1.mp3", "Track 01.mp3", "track 1.mp3", "track 1a.mp3", "track 02.mp3", "Zoo.mp3",
        ];

        Assert.Equal(inOrder, inOrder.Reverse().Order(NaturalOrder.Instance));
    }

    [Fact]
    public void Only_equal_paths_are_equal()
    {
        Assert.Equal(0, NaturalOrder.Instance.Compare("x 1", "x 1"));
        Assert.NotEqual(0, NaturalOrder.Instance.Compare("x 1", "X 1"));
        Assert.Equal(-NaturalOrder.Instance.Compare("x 01", "x 1"), NaturalOrder.Instance.Compare("x 1", "x 01"));
    }
}
