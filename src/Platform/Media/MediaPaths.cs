using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Zoetrope.Platform.Media;

/// <summary>
/// The addresses of media. What everybody may see is <c>/media/{video}/{version}/{file}</c>; anything else is
/// <c>/media/s/{expiry}.{signature}/{video}/{version}/{file}</c>, where the signature covers the folder, so that the relative
/// addresses inside a playlist inherit it. Expiry is rounded up to the hour: addresses repeat and caches can work.
/// </summary>
public sealed class MediaPaths(Secrets secrets, TimeProvider time, Uri? cdn = null)
{
    private const string Root = "/media/", Signed = "s/", Purpose = "media";
    private const int SignatureBytes = 16;

    /// <summary>A signed address works for at least this long, and for at most an hour more.</summary>
    private static readonly TimeSpan Validity = TimeSpan.FromHours(2), Step = TimeSpan.FromHours(1);

    /// <summary>A fresh name for the folder of one encoding: 128 random bits, which is all that protects a public but unlisted file.</summary>
    public static string NewVersion() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>The store's prefix of one encoding of a video.</summary>
    public static string Prefix(Guid video, string version, bool isPublic) => $"{Home(isPublic)}{video}/{version}/";

    /// <summary>The store's prefix of everything that was made of a video.</summary>
    public static string Prefix(Guid video, bool isPublic) => $"{Home(isPublic)}{video}/";

    /// <summary>The address of a folder of public files at this gateway, ending in '/'.</summary>
    public static string PublicFolder(Guid video, string version) => $"{Root}{video}/{version}/";

    /// <summary>The same where everybody should fetch it: at the CDN (<c>Media:Cdn</c>, which stands for the store's <c>public/</c>), where there is one.</summary>
    public string OpenFolder(Guid video, string version) => cdn is null ? PublicFolder(video, version) : $"{cdn.ToString().TrimEnd('/')}/{video}/{version}/";

    /// <summary>The address of a folder of files that need a signature, ending in '/', and the moment at which it stops working.</summary>
    public (string Folder, DateTimeOffset Expires) SignedFolder(Guid video, string version)
    {
        var ticks = (time.GetUtcNow() + Validity).UtcTicks;
        var expires = new DateTimeOffset((ticks + Step.Ticks - 1) / Step.Ticks * Step.Ticks, TimeSpan.Zero);
        var seconds = expires.ToUnixTimeSeconds();
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secrets.Derive(Purpose), Claim(seconds, $"{video}/{version}"), mac);
        var signature = Base64Url.EncodeToString(mac[..SignatureBytes]);
        return ($"{Root}{Signed}{seconds.ToString(CultureInfo.InvariantCulture)}.{signature}/{video}/{version}/", expires);
    }

    /// <summary>
    /// The files that an address may stand for, in the order to look for them. An address is refused (false, to be answered with 404)
    /// if it is malformed, its signature is wrong or its time is over. A signed address looks under <c>public/</c> too: files may
    /// be on their way from one home to the other while it is used.
    /// </summary>
    /// <param name="path">The whole path of the URL, beginning with <c>/media/</c>, not percent-encoded.</param>
    public bool TryResolve(string path, [NotNullWhen(true)] out ResolvedMedia? media)
    {
        media = null;
        if (!path.StartsWith(Root, StringComparison.Ordinal)) return false;
        var rest = path[Root.Length..];
        if (!rest.StartsWith(Signed, StringComparison.Ordinal))
        {
            if (!MediaKey.IsValid(MediaKey.Public + rest)) return false;
            media = new ResolvedMedia([MediaKey.Public + rest], null);
            return true;
        }

        var parts = rest[Signed.Length..].Split('/', 4);
        if (parts.Length != 4 || !IsGenuine(parts[0], $"{parts[1]}/{parts[2]}", out var expires)) return false;
        var file = $"{parts[1]}/{parts[2]}/{parts[3]}";
        if (!MediaKey.IsValid(MediaKey.Private + file)) return false;
        media = new ResolvedMedia([MediaKey.Private + file, MediaKey.Public + file], expires);
        return true;
    }

    private bool IsGenuine(string claim, string folder, out DateTimeOffset expires)
    {
        expires = default;
        var dot = claim.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !long.TryParse(claim.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return false;
        Span<byte> mac = stackalloc byte[SignatureBytes];
        if (!Base64Url.IsValid(claim.AsSpan(dot + 1)) || !Base64Url.TryDecodeFromChars(claim.AsSpan(dot + 1), mac, out var length) || length != SignatureBytes) return false;
        if (seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds() || !secrets.Verify(Purpose, Claim(seconds, folder), mac)) return false;
        expires = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return expires > time.GetUtcNow();
    }

    private static byte[] Claim(long seconds, string folder) => Encoding.UTF8.GetBytes($"{seconds.ToString(CultureInfo.InvariantCulture)}\n{folder}");

    private static string Home(bool isPublic) => isPublic ? MediaKey.Public : MediaKey.Private;
}

/// <summary>The keys to look for, first to last, and until when the address works; null for public files, which never change.</summary>
public sealed record ResolvedMedia(IReadOnlyList<string> Keys, DateTimeOffset? Expires);
