using Xunit;

namespace Zoetrope.Testing;

/// <summary>The clips of the tests, real and hostile, with <c>manifest.tsv</c> saying what must become of each.</summary>
public static class TestMedia
{
    /// <summary>Where they are, or null.</summary>
    public static readonly string? Folder = Locate();

    /// <summary>The path of one clip; the test is skipped with words where the collection is not at hand.</summary>
    public static string Find(string name)
    {
        if (Folder is null) Assert.Skip("The clips are not here: set ZOETROPE_MEDIA to their folder.");
        var path = Path.Combine(Folder!, name);
        return File.Exists(path) ? path : throw new FileNotFoundException($"No clip named {name} in {Folder}.");
    }

    /// <summary>Other test material kept beside the clips, such as <c>naughty.txt</c>; the test is skipped with words where it is not at hand.</summary>
    public static string Beside(string name)
    {
        var path = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(Find("manifest.tsv")))!, name);
        Assert.SkipUnless(File.Exists(path), $"{name} is not here, beside the clips.");
        return path;
    }

    /// <summary>All clips with their manifest lines, header left out.</summary>
    public static IReadOnlyList<string[]> Manifest()
        => [.. File.ReadLines(Find("manifest.tsv")).Skip(1).Where(l => l.Length > 0).Select(l => l.Split('\t'))];

    private static string? Locate()
    {
        if (Environment.GetEnvironmentVariable("ZOETROPE_MEDIA") is { Length: > 0 } own) return own;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            foreach (var place in new[] { "tests/media", "shared/media" })
            {
                var candidate = Path.Combine(folder.FullName, place);
                if (File.Exists(Path.Combine(candidate, "manifest.tsv"))) return candidate;
            }
        }
        return null;
    }
}
