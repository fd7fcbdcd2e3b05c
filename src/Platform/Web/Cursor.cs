using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Platform.Web;

/// <summary>
/// Opaque places in keyset-paged lists: the last item's sort values, base64url, with a short checksum that tells ours from
/// anything else. It holds nothing secret, and a forged one only moves its forger's own place in the list.
/// </summary>
public static class Cursor
{
    private const int ChecksumBytes = 4;
    private const char Separator = '\u001f';

    public static string Encode(params ReadOnlySpan<string> parts)
    {
        var text = Encoding.UTF8.GetBytes(string.Join(Separator, parts!));
        return Base64Url.EncodeToString([.. SHA256.HashData(text).AsSpan(0, ChecksumBytes), .. text]);
    }

    /// <summary>The parts, or null for the first page (an empty cursor).</summary>
    /// <exception cref="Grpc.Core.RpcException">400 <c>invalid_cursor</c> where it is not one of ours.</exception>
    public static string[]? Decode(string? cursor, int parts)
    {
        if (string.IsNullOrEmpty(cursor)) return null;
        var bytes = new byte[Base64Url.GetMaxDecodedLength(cursor.Length)];
        if (!Base64Url.IsValid(cursor) || !Base64Url.TryDecodeFromChars(cursor, bytes, out var length) || length < ChecksumBytes) throw Invalid();
        var text = bytes.AsSpan(ChecksumBytes, length - ChecksumBytes);
        if (!SHA256.HashData(text).AsSpan(0, ChecksumBytes).SequenceEqual(bytes.AsSpan(0, ChecksumBytes))) throw Invalid();
        var found = Encoding.UTF8.GetString(text).Split(Separator);
        return found.Length == parts ? found : throw Invalid();
    }

    private static Grpc.Core.RpcException Invalid() => Fault.BadRequest("invalid_cursor");
}

/// <summary>A place in a list ordered by time and id, the most common kind.</summary>
public sealed record TimeCursor(DateTimeOffset At, Guid Id)
{
    public override string ToString() => Cursor.Encode(At.UtcTicks.ToString(CultureInfo.InvariantCulture), Id.ToString());

    /// <inheritdoc cref="Cursor.Decode"/>
    public static TimeCursor? Parse(string? cursor)
        => Cursor.Decode(cursor, 2) is not { } parts ? null
            : long.TryParse(parts[0], CultureInfo.InvariantCulture, out var ticks) && Guid.TryParse(parts[1], out var id)
                ? new TimeCursor(new DateTimeOffset(ticks, TimeSpan.Zero), id) : throw Fault.BadRequest("invalid_cursor");
}

/// <summary>Page sizes of the public API.</summary>
public static class PageSize
{
    public const int Default = 20, Most = 50;

    /// <summary>0 is the default; anything else is held within 1 and 50.</summary>
    public static int Of(int limit) => limit == 0 ? Default : Math.Clamp(limit, 1, Most);
}
