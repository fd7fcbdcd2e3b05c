using System.Security.Cryptography;

namespace Zoetrope.Video.Transcode;

/// <summary>
/// A job's own empty folder, gone when disposed. The clip stands in it under one fixed name whatever it was called, so no user
/// text reaches a command line.
/// </summary>
internal sealed class WorkFolder : IDisposable
{
    public const string SourceName = "source";

    private WorkFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>Where the clip really is.</summary>
    public string? Source { get; private set; }

    /// <param name="parent">Best on the file system of the media store, so that publishing is a rename.</param>
    /// <param name="source">The uploaded file, only ever read.</param>
    public static WorkFolder Create(string parent, string? source)
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetFullPath(parent), "job-" + RandomNumberGenerator.GetHexString(24, lowercase: true));
        Directory.CreateDirectory(path);

        var folder = new WorkFolder(path);
        if (source is not null)
            folder.Attach(source);
        return folder;
    }

    /// <summary>Puts the clip in. A link keeps the upload where it is; a sandbox mounts the target alone, read-only, at the same place.</summary>
    public void Attach(string source)
    {
        Source = System.IO.Path.GetFullPath(source);
        File.CreateSymbolicLink(At(SourceName), Source);
    }

    public string At(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Someone tidied up already.
        }
    }
}
