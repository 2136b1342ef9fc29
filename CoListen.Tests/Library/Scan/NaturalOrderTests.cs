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

        Assert.Equal(inOrder, inOrder.Reverse().OrderBy(NaturalOrder.KeyOf, StringComparer.Ordinal));
    }

    [Fact]
    public void Only_equal_paths_are_equal()
    {
        Assert.Equal(NaturalOrder.KeyOf("x 1"), NaturalOrder.KeyOf("x 1"));
        Assert.NotEqual(NaturalOrder.KeyOf("x 1"), NaturalOrder.KeyOf("X 1"));
        Assert.NotEqual(NaturalOrder.KeyOf("x 1"), NaturalOrder.KeyOf("x 01"));
    }
}
