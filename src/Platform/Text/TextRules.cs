using System.Globalization;
using System.Text;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Platform.Text;

/// <summary>
/// What every text that people write goes through: Unicode NFC, no U+0000, no unpaired surrogates, a limit in grapheme clusters (what
/// people count as characters) with a cap in bytes, because one cluster may be long. Nothing else is changed or forbidden.
/// </summary>
public static class TextRules
{
    private const int BytesPerGrapheme = 16;

    /// <summary>The text as it is stored.</summary>
    /// <param name="field">Name of the field in the public API, for the error.</param>
    /// <param name="most">Limit in grapheme clusters.</param>
    /// <exception cref="Grpc.Core.RpcException">422 <c>required</c>, <c>invalid_text</c> or <c>too_long</c> for the field.</exception>
    public static string Clean(string field, string? text, int most, bool required = false)
    {
        var error = TryClean(text, most, required, out var clean);
        return error is null ? clean : throw Fault.Invalid(field, error, ("max", most.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>As <see cref="Clean"/>, with the error's code as the answer, for forms that report all their fields at once.</summary>
    public static string? TryClean(string? text, int most, bool required, out string clean)
    {
        clean = "";
        if (string.IsNullOrEmpty(text)) return required ? "required" : null;
        if (text.Contains('\0', StringComparison.Ordinal) || !IsWellFormed(text)) return "invalid_text";
        try { clean = text.Normalize(NormalizationForm.FormC); }
        catch (ArgumentException) { return "invalid_text"; } // U+FFFE and the like have no normal form.
        if (required && string.IsNullOrWhiteSpace(clean)) return "required";
        return Encoding.UTF8.GetByteCount(clean) > most * BytesPerGrapheme || Graphemes(clean, most) > most ? "too_long" : null;
    }

    // Counting stops past the limit, so a long text costs no more than an allowed one.
    private static int Graphemes(string text, int most)
    {
        var count = 0;
        for (var i = 0; i < text.Length && count <= most; count++) i += StringInfo.GetNextTextElementLength(text, i);
        return count;
    }

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }
        return true;
    }
}
