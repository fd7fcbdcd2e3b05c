using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Zoetrope.Platform.Media;

/// <summary>Makes file changes outlive a power cut: a file's bytes, and the folder entry that names it.</summary>
public static partial class DurableFiles
{
    private const int ReadOnly = 0;

    /// <summary>Forces a written file to the disk.</summary>
    public static void Flush(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Renames over whatever is there and forces both folders to the disk. Same file system only.</summary>
    public static void Rename(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        FlushFolder(Path.GetDirectoryName(to)!);
    }

    /// <summary>Forces a folder's entries to the disk. .NET opens no folders, and Windows needs no such call.</summary>
    public static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new SafeFileHandle(Open(path, ReadOnly), ownsHandle: true);
        if (folder.IsInvalid)
            throw new IOException($"Could not open the folder {path} (errno {Marshal.GetLastPInvokeError()}).");
        if (Fsync(folder) != 0)
            throw new IOException($"Could not flush the folder {path} (errno {Marshal.GetLastPInvokeError()}).");
    }

    /// <summary>Creates a folder and every missing one above it, durably.</summary>
    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
            return;
        var parent = Path.GetDirectoryName(path)!;
        CreateFolder(parent);
        Directory.CreateDirectory(path);
        FlushFolder(parent);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(SafeFileHandle file);
}
