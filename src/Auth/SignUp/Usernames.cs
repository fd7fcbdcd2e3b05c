using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Zoetrope.Auth.SignUp;

/// <summary>
/// What a username may be, and when two are the same: 3–30 letters, digits, <c>_</c> and <c>.</c>, unique without regard to case or
/// look-alikes. A dot separates: none at the ends, no two together, so that a name at the end of a sentence is still that name.
/// </summary>
internal static partial class Usernames
{
    private const int Shortest = 3, Longest = 30;

    // Names that would pass for the instance itself, for a role in it, or for a word of its addresses.
    private static readonly string[] Words =
    [
        "about", "abuse", "account", "accounts", "admin", "administrator", "all", "anonymous", "api", "app", "assets", "auth", "billing", "blog", "bot",
        "contact", "copyright", "deleted", "demo", "discover", "docs", "embed", "everyone", "explore", "faq", "feed", "following", "help", "home", "hostmaster",
        "info", "instance", "legal", "live", "login", "logout", "mail", "media", "mod", "moderator", "moderators", "news", "noreply", "notifications", "null",
        "oembed", "official", "owner", "postmaster", "press", "privacy", "register", "root", "rules", "safety", "search", "security", "settings", "setup",
        "signin", "signup", "staff", "status", "studio", "suggested", "support", "sysadmin", "system", "tag", "team", "terms", "trust", "undefined", "upload", "user",
        "username", "users", "verify", "video", "videos", "webmaster", "welcome", "www", "zoetrope",
    ];

    private static readonly FrozenSet<string> Reserved = Words.Select(Skeleton).ToFrozenSet();

    /// <summary>Why this cannot be a username (its length, its form, or <c>reserved</c>), or null.</summary>
    public static string? Refuse(string name)
    {
        if (name.Length > Longest * 2) return "username_length";
        if (name.Contains('\0', StringComparison.Ordinal) || !IsWellFormed(name)) return "username_form";
        var composed = name.Normalize(NormalizationForm.FormC);
        var length = composed.EnumerateRunes().Count();
        if (length is < Shortest or > Longest) return "username_length";
        if (!Form().IsMatch(composed) || !composed.Any(char.IsLetterOrDigit)) return "username_form";
        return Reserved.Contains(Skeleton(composed)) || Reserved.Contains(Skeleton(Key(composed))) ? "reserved" : null;
    }

    /// <summary>The name as it is stored and shown.</summary>
    public static string Clean(string name) => name.Normalize(NormalizationForm.FormC);

    /// <summary>The name as it is looked up. Any text will do: what cannot be a username finds nobody.</summary>
    public static string Key(string name)
        => IsWellFormed(name) && !name.Contains('\0', StringComparison.Ordinal) ? Fold(name.Normalize(NormalizationForm.FormKC)).Normalize(NormalizationForm.FormKC) : "";

    /// <summary>
    /// What the name looks like (after UTS 39, section 4): compatibility forms taken apart, every character that looks
    /// like a Latin one replaced by it, before folding, because a capital I is an l to the eye and its small form is not.
    /// </summary>
    public static string Skeleton(string name)
    {
        var shapes = new StringBuilder(name.Length);
        foreach (var rune in name.Normalize(NormalizationForm.FormKD).EnumerateRunes()) shapes.Append(Confusables.Of(rune) ?? rune.ToString());
        var folded = new StringBuilder(name.Length);
        foreach (var rune in Fold(shapes.ToString()).Normalize(NormalizationForm.FormKD).EnumerateRunes()) folded.Append(Confusables.Of(rune) ?? rune.ToString());
        return folded.Replace("rn", "m").Replace("vv", "w").ToString().Normalize(NormalizationForm.FormC);
    }

    // Simple lower-casing folds all but a few letters; those few are spelled out (Unicode CaseFolding.txt, status F, and final sigma).
    private static string Fold(string text) => text.ToLower(CultureInfo.InvariantCulture).Replace("ß", "ss", StringComparison.Ordinal).Replace('ς', 'σ');

    private static bool IsWellFormed(string text)
    {
        // U+FFFE has no normal form.
        foreach (var rune in text.EnumerateRunes())
            if (rune == Rune.ReplacementChar || rune.Value == 0xFFFE) return false;
        return true;
    }

    // Marks are part of the letters of many scripts, two at most on one. Letters and marks that nobody can see are not welcome.
    [GeneratedRegex(@"\A(?![.\p{M}])(?!.*(\.\.|\p{M}{3}))[\p{L}\p{M}\p{Nd}_.-[\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u3164\uFE00-\uFE0F\uFFA0]]+(?<!\.)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();
}
