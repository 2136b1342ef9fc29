using System.Runtime.InteropServices;

namespace CoListen.Bench;

/// <summary>TagLib's own C library, by which the first scan is judged.</summary>
internal static partial class TagLib
{
    private const string Library = "libtag_c.so.0";

    public static bool IsThere => NativeLibrary.TryLoad(Library, out _);

    /// <summary>Reads what a scan needs of a file.</summary>
    /// <returns>False: it cannot be read.</returns>
    public static bool Read(string path)
    {
        var file = taglib_file_new(path);
        if (file == 0) return false;

        var isValid = taglib_file_is_valid(file) != 0;
        if (isValid)
        {
            var tag = taglib_file_tag(file);
            _ = (taglib_tag_title(tag), taglib_tag_artist(tag), taglib_tag_album(tag), taglib_tag_track(tag));
            _ = taglib_audioproperties_length(taglib_file_audioproperties(file));
            taglib_tag_free_strings();
        }

        taglib_file_free(file);
        return isValid;
    }

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint taglib_file_new(string path);

    [LibraryImport(Library)]
    private static partial void taglib_file_free(nint file);

    [LibraryImport(Library)]
    private static partial int taglib_file_is_valid(nint file);

    [LibraryImport(Library)]
    private static partial nint taglib_file_tag(nint file);

    [LibraryImport(Library)]
    private static partial nint taglib_tag_title(nint tag);

    [LibraryImport(Library)]
    private static partial nint taglib_tag_artist(nint tag);

    [LibraryImport(Library)]
    private static partial nint taglib_tag_album(nint tag);

    [LibraryImport(Library)]
    private static partial uint taglib_tag_track(nint tag);

    [LibraryImport(Library)]
    private static partial nint taglib_file_audioproperties(nint file);

    [LibraryImport(Library)]
    private static partial int taglib_audioproperties_length(nint properties);

    [LibraryImport(Library)]
    private static partial void taglib_tag_free_strings();
}
