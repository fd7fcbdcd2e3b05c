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

    /// <summary>A time as a part of a cursor.</summary>
    public static string Text(DateTimeOffset at) => at.UtcTicks.ToString(CultureInfo.InvariantCulture);

    /// <summary>The time that a part says.</summary>
    /// <exception cref="Grpc.Core.RpcException">400 <c>invalid_cursor</c> where it is none that a calendar has: the checksum has no key, so anybody can write one.</exception>
    public static DateTimeOffset Time(string part)
        => long.TryParse(part, CultureInfo.InvariantCulture, out var ticks) && ticks >= DateTimeOffset.MinValue.Ticks && ticks <= DateTimeOffset.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero) : throw Invalid();

    private static Grpc.Core.RpcException Invalid() => Fault.BadRequest("invalid_cursor");
}

/// <summary>A place in a list ordered by time and id, the most common kind.</summary>
public sealed record TimeCursor(DateTimeOffset At, Guid Id)
{
    /// <summary>
    /// Before the first item of a list that has the latest first (<c>infinity</c> in PostgreSQL). A first page asks from here: a statement that
    /// leaves the place open (<c>$1 is null or …</c>) has one plan for both, which walks through all that was passed.
    /// </summary>
    public static readonly TimeCursor Start = new(DateTimeOffset.MaxValue, Guid.AllBitsSet);

    public override string ToString() => Cursor.Encode(Cursor.Text(At), Id.ToString());

    /// <inheritdoc cref="Cursor.Decode"/>
    public static TimeCursor? Parse(string? cursor)
        => Cursor.Decode(cursor, 2) is not { } parts ? null
            : Guid.TryParse(parts[1], out var id) ? new TimeCursor(Cursor.Time(parts[0]), id) : throw Fault.BadRequest("invalid_cursor");
}

/// <summary>Page sizes of the public API.</summary>
public static class PageSize
{
    public const int Default = 20, Most = 50;

    /// <summary>0 is the default; anything else is held within 1 and 50.</summary>
    public static int Of(int limit) => limit == 0 ? Default : Math.Clamp(limit, 1, Most);
}
