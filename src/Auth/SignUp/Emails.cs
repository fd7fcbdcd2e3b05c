using System.Globalization;
using System.Text;

namespace Zoetrope.Auth.SignUp;

/// <summary>
/// E-mail addresses: checked for their shape only (whether one exists, only a message can tell), kept as written, compared in small
/// letters with the domain in its ASCII form.
/// </summary>
internal static class Emails
{
    private const int Longest = 254, LongestLocal = 64;

    /// <summary>The address as it is stored, or null.</summary>
    public static string? Clean(string email)
    {
        var text = email.Trim();
        if (text.Length is 0 or > Longest || text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '<' or '>' or '"' or '(' or ')' or ',' or ';' or '\\')) return null;
        var at = text.LastIndexOf('@');
        if (at is < 1 or > LongestLocal || at == text.Length - 1 || text.IndexOf('@', StringComparison.Ordinal) != at) return null;
        return Key(text).Length > 0 ? text.Normalize(NormalizationForm.FormC) : null;
    }

    /// <summary>The address as it is compared; empty for what is none.</summary>
    public static string Key(string email)
    {
        try
        {
            var text = email.Trim().Normalize(NormalizationForm.FormKC).ToLower(CultureInfo.InvariantCulture);
            var at = text.LastIndexOf('@');
            if (at < 1 || text.Contains('\0', StringComparison.Ordinal)) return "";
            var domain = new IdnMapping { UseStd3AsciiRules = true }.GetAscii(text, at + 1);
            return $"{text[..at]}@{domain}";
        }
        // Not well-formed Unicode, or not a domain.
        catch (ArgumentException)
        {
            return "";
        }
    }
}
