using System.Collections.Frozen;
using System.Text;

namespace Zoetrope.Auth.SignUp;

/// <summary>
/// Characters of usernames that look like Latin letters: the Cyrillic, Greek, Armenian and Latin-extension part of Unicode's
/// <c>confusables.txt</c> (UTS 39) that people actually type. One line a shape; what comes after the colon looks like what stands before it.
/// </summary>
internal static class Confusables
{
    private const string Table = """
        a:аɑα
        b:ЬвƄ
        B:ВΒ
        c:сϲⅽᴄ
        C:СϹ
        d:ԁɗ
        e:еҽєɛε
        E:ЕΕ
        f:ſẝϝ
        g:ɡցƍ
        h:һհ
        H:НΗн
        i:іɩιıїӏ
        j:јϳ
        J:ЈͿ
        k:κкқ
        K:КΚ
        l:I1|ΙІӀɭłןǀ
        m:мṃ
        M:МΜ
        n:ոռηп
        N:Ν
        o:оοσօᴏ0øөѳ
        O:ОΟՕ
        p:рρ
        P:РΡ
        q:ԛզգ
        r:гᴦ
        s:ѕꜱƽ
        S:ЅՏ
        t:тτ
        T:ТΤ
        u:υսᴜμ
        v:νѵᴠⅴ
        w:ԝѡωɯա
        x:хχ
        X:ХΧ
        y:уүγʏỿ
        Y:ҮΥУ
        z:ᴢʐ
        Z:Ζ
        A:АΑ
        ae:æӕ
        oe:œ
        """;

    private static readonly FrozenDictionary<Rune, string> Shapes = Read();

    /// <summary>What it looks like, or null where it looks like itself.</summary>
    public static string? Of(Rune rune) => Shapes.GetValueOrDefault(rune);

    private static FrozenDictionary<Rune, string> Read()
    {
        var shapes = new Dictionary<Rune, string>();
        foreach (var line in Table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            foreach (var rune in line[(colon + 1)..].EnumerateRunes()) shapes[rune] = line[..colon];
        }
        return shapes.ToFrozenDictionary();
    }
}
