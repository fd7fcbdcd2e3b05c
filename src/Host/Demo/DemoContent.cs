namespace Zoetrope.Host.Demo;

/// <summary>A made-up person.</summary>
internal sealed record DemoPerson(string Username, string Name, string Bio, string Colour);

/// <summary>A clip to be drawn: a pattern, its colours, a line of text on it, a little tune under it.</summary>
internal sealed record DemoClip(int Author, string Pattern, string From, string To, string Caption, string Words, int Seconds, int Root, int Seed, string Size = "540x960");

/// <summary>What the demo shows. Everything here is fixed, so that every demo is the same.</summary>
internal static class DemoContent
{
    public const int Seed = 1834;

    public static readonly IReadOnlyList<DemoPerson> People =
    [
        new("mira.lumen", "Mira Lumen", "Light, slowly. #gradients", "0xE0A030"),
        new("tomas_vent", "Tomás Vent", "I point things at the wind.", "0x3A7D8C"),
        new("okonedo.j", "June Okonedo", "Cells that live and die. #life", "0xB4532A"),
        new("sefa.arin", "Sefa Arın", "Mathematics you can look at.", "0x6B4FA0"),
        new("pilar_q", "Pilar Quint", "Loops for the kitchen wall.", "0xC23B58"),
        new("noor.halim", "Noor Halim", "Tiny tunes, big colours.", "0x2F8F5B"),
        new("anders.k", "Anders Kvist", "Rules in, patterns out. #automata", "0x456990"),
        new("lio.chen", "Lio Chen", "One idea a day, some of them good.", "0xD98324"),
        new("wanda_fern", "Wanda Fern", "Everything grows.", "0x5E8C31"),
        new("ravi.mehta", "Ravi Mehta", "Zooming in since 2019. #fractals", "0x8C2F39"),
        new("elsa.brandt", "Elsa Brandt", "Ein Muster am Tag.", "0x1F6F8B"),
        new("koji.sato", "Koji Sato", "静かな動き。", "0x9A6324"),
    ];

    private static readonly (string Pattern, string Tag, string[] Captions)[] Kinds =
    [
        ("gradient", "gradients", ["Morning, in four colours", "Slow light on a wall", "What amber does at noon", "A sunset with the sun left out", "Breathing colours", "Two lamps and a fog"]),
        ("life", "life", ["A small town at night", "They meet, they part", "Day 3 of watching cells", "Nobody told them what to do", "Crowded evening"]),
        ("automaton", "automata", ["Rule 110 and a cup of tea", "Rain made of rules", "One line at a time", "Weaving without a loom", "Every row knows only the last"]),
        ("carpet", "fractals", ["Holes all the way down", "A carpet with opinions", "The fewer pieces, the better", "Same again, smaller"]),
        ("plasma", "waves", ["Harbour, seen from below", "Warm front", "Two waves argue", "Tide table", "Lava, but calm"]),
        ("spiral", "spirals", ["Round and round it goes", "The drain of the universe", "Hypnotise the cat", "A coin, forever"]),
        ("mandelbrot", "fractals", ["Falling in", "The edge is all there is", "Deeper than yesterday", "Still no bottom"]),
    ];

    private static readonly (string From, string To)[] Colours =
    [
        ("0xFFC53D", "0x8C2F39"), ("0x1F6F8B", "0xF4EFE6"), ("0xFF5A3C", "0x2B1D0E"), ("0x6FD3A0", "0x17323A"),
        ("0xE8D7A5", "0x456990"), ("0xC23B58", "0xFFD9A0"), ("0x9AD1D4", "0x3B2C5A"), ("0xF2A65A", "0x20302A"),
    ];

    /// <summary>Forty clips in the order they are posted; neighbours differ in kind and author.</summary>
    public static readonly IReadOnlyList<DemoClip> Clips = [.. Enumerable.Range(0, 40).Select(Clip)];

    public static readonly IReadOnlyList<string> Comments =
    [
        "I watched this three times before I noticed the sound.", "How long did this one take?", "The colours are unreal.", "More of these, please.",
        "My cat agrees.", "It looks different every time.", "This is now my bedtime clip.", "Wait for the end.", "The tune goes so well with it.",
        "Which seed is this?", "I have no idea what I am looking at and I like it.", "Calm. Thank you.", "Somehow this smells of autumn.", "That turn at the end.",
    ];

    public static readonly IReadOnlyList<string> Replies =
    [
        "About an hour, most of it choosing colours.", "Same here.", "It never stops, only the clip does.", "Thank you.", "Try it with headphones.", "Ha, mine too.", "There is a longer one coming.",
    ];

    private static DemoClip Clip(int i)
    {
        var kind = Kinds[i % Kinds.Length];
        var caption = kind.Captions[i / Kinds.Length % kind.Captions.Length];
        var (from, to) = Colours[(i * 3 + i / 8) % Colours.Length];
        var second = (i % 3) switch { 0 => "#calm", 1 => "#loop", _ => "#generative" };
        var size = (i % 13) switch { 5 => "960x540", 9 => "640x640", _ => "540x960" };
        return new DemoClip(i * 5 % People.Count, kind.Pattern, from, to, $"{caption} #{kind.Tag} {second}", caption, 5 + i * 7 % 16, 48 + i * 5 % 24, Seed + i, size);
    }
}
