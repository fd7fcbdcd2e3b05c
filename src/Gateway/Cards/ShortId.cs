using System.Buffers.Text;

namespace Zoetrope.Gateway.Cards;

/// <summary>A video's id in 22 characters (base64url of its 16 bytes), for links that people type or scan: <c>/v/{short}</c>.</summary>
internal static class ShortId
{
    public static string Of(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    public static bool TryRead(string text, out Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        var whole = text.Length == 22 && Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out var written) && written == 16;
        id = whole ? new Guid(bytes, bigEndian: true) : default;
        return whole;
    }
}
