using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.SignUp;

/// <summary>
/// What a password may be (NIST 800-63B-4, 3.1.1.2): 8 to 128 characters of any kind, none of those that guessers try first, not the
/// person's own name; no rules about kinds of characters. Never truncated; compared in NFC.
/// </summary>
internal static class Passwords
{
    private const int Shortest = 8, Longest = 128;

    // Assembled for this product: the words that lead published rankings, with the endings people give them, from 8 characters on.
    private static readonly FrozenSet<string> Common = ReadCommon();

    /// <summary>What is wrong with it, for the form; null when nothing is.</summary>
    /// <param name="own">Username and e-mail, which are no secrets.</param>
    public static FieldError? Refuse(string field, string password, params ReadOnlySpan<string> own)
    {
        if (password.Contains('\0', StringComparison.Ordinal) || !IsWellFormed(password)) return Fault.Field(field, "invalid_text");
        var length = Clean(password).EnumerateRunes().Count();
        if (length < Shortest) return Fault.Field(field, "too_short", ("min", Shortest.ToString(CultureInfo.InvariantCulture)));
        if (length > Longest) return Fault.Field(field, "too_long", ("max", Longest.ToString(CultureInfo.InvariantCulture)));
        var folded = password.ToLower(CultureInfo.InvariantCulture);
        if (Common.Contains(folded)) return Fault.Field(field, "common_password");
        return IsOwn(folded, own) ? Fault.Field(field, "own_password") : null;
    }

    /// <summary>The form that is hashed, so that the same keys give the same password on every system.</summary>
    public static string Clean(string password) => IsWellFormed(password) ? password.Normalize(NormalizationForm.FormC) : password;

    private static bool IsOwn(string folded, ReadOnlySpan<string> own)
    {
        foreach (var name in own)
        {
            if (name.Length == 0) continue;
            var plain = name.ToLower(CultureInfo.InvariantCulture);
            var local = plain.Split('@')[0];
            if (folded == plain || folded == local || folded.TrimEnd("0123456789!.".ToCharArray()) == local) return true;
        }
        return false;
    }

    private static bool IsWellFormed(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (rune == Rune.ReplacementChar || rune.Value == 0xFFFE) return false; // U+FFFE has no normal form.
        return true;
    }

    private static FrozenSet<string> ReadCommon()
    {
        using var stream = typeof(Passwords).Assembly.GetManifestResourceStream("common-passwords.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();
    }
}
