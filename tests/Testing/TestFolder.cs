namespace Zoetrope.Testing;

/// <summary>A folder of its own for one test, gone afterwards.</summary>
public sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("zoetrope-test-").FullName;

    public TestFolder()
    {
        // A folder for temporary files is private to its maker; the embedded PostgreSQL of a root-run test is another user.
        File.SetUnixFileMode(Path, (UnixFileMode)0b111_101_101);
    }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        try { Directory.Delete(Path, recursive: true); }
        catch (IOException) { /* a process that is just ending may still write; the system clears its temporary folder */ }
    }
}
