namespace Zoetrope.Platform.Media;

/// <summary>
/// The alphabet of media keys: <c>public/</c> or <c>private/</c>, then segments of ASCII letters, digits, '-', '_' and '.', none
/// empty and none starting with a dot. So a key can be a path, an object name and a URL without escaping, and no key
/// climbs out of the store.
/// </summary>
public static class MediaKey
{
    /// <summary>Files anyone may fetch.</summary>
    public const string Public = "public/";

    /// <summary>Files that need a signature.</summary>
    public const string Private = "private/";

    // Below every file system's and S3's limit with room for a store's own prefix.
    private const int MaxLength = 400;

    /// <summary>Whether this is the key of a file.</summary>
    public static bool IsValid(ReadOnlySpan<char> key) => HasHome(key) && key.Length <= MaxLength && SegmentsAreValid(key);

    /// <summary>Whether this is a prefix: a home, or segments below one, ending in '/'.</summary>
    public static bool IsValidPrefix(ReadOnlySpan<char> prefix) =>
        prefix is Public or Private || (prefix.Length > 1 && prefix[^1] == '/' && IsValid(prefix[..^1]));

    /// <summary>The key itself, or an <see cref="ArgumentException"/>.</summary>
    public static string Check(string key) =>
        IsValid(key) ? key : throw new ArgumentException($"'{key}' is not a media key.", nameof(key));

    /// <summary>The prefix itself, or an <see cref="ArgumentException"/>.</summary>
    public static string CheckPrefix(string prefix) =>
        IsValidPrefix(prefix) ? prefix : throw new ArgumentException($"'{prefix}' is not a media prefix.", nameof(prefix));

    private static bool HasHome(ReadOnlySpan<char> key) =>
        key.StartsWith(Public, StringComparison.Ordinal) || key.StartsWith(Private, StringComparison.Ordinal);

    private static bool SegmentsAreValid(ReadOnlySpan<char> key)
    {
        foreach (var range in key.Split('/'))
        {
            var segment = key[range];
            if (segment.IsEmpty || segment[0] == '.')
                return false;
            foreach (var c in segment)
                if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
                    return false;
        }

        return true;
    }
}
