using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Zoetrope.Video.Catalog;

/// <summary>One cue: from when to when, where on the picture, and its text with the few tags that are let through.</summary>
internal sealed record Cue(TimeSpan From, TimeSpan To, string Settings, string Text);

/// <summary>
/// WebVTT (https://www.w3.org/TR/webvtt1/) as far as captions need it. Notes, styles, regions and identifiers are dropped; of the tags only
/// voice, class-less emphasis, ruby and language stay, all other characters are text.
/// </summary>
internal static partial class WebVtt
{
    private const int MostCues = 20_000, LongestText = 4000;
    private static readonly TimeSpan LastMoment = TimeSpan.FromHours(24);
    private static readonly string[] Tags = ["i", "b", "u", "ruby", "rt", "v", "lang"];
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="line">Where reading stopped, counted from one.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out List<Cue> cues, out int line)
    {
        (cues, line) = ([], 1);
        string text;
        try
        {
            text = Strict.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        if (text.Contains('\0', StringComparison.Ordinal) || !(lines[0] == "WEBVTT" || lines[0].StartsWith("WEBVTT ", StringComparison.Ordinal) || lines[0].StartsWith("WEBVTT\t", StringComparison.Ordinal))) return false;
        for (var i = 1; i < lines.Length;)
        {
            var block = lines.Skip(i).TakeWhile(one => one.Length > 0).ToArray();
            line = i + 1;
            if (!TryReadBlock(block, cues, ref line)) return false;
            i += block.Length + 1;
        }
        cues.Sort((a, b) => a.From.CompareTo(b.From));
        return cues.Count is > 0 and <= MostCues;
    }

    public static string Write(IEnumerable<Cue> cues)
    {
        var text = new StringBuilder("WEBVTT\n");
        foreach (var cue in cues)
            text.Append(CultureInfo.InvariantCulture, $"\n{Time(cue.From)} --> {Time(cue.To)}{cue.Settings}\n{cue.Text}\n");
        return text.ToString();
    }

    private static bool TryReadBlock(string[] block, List<Cue> cues, ref int line)
    {
        // A timing stands on the first line of a cue, or on the second after its identifier; other blocks are no cues.
        var at = Array.FindIndex(block, 0, Math.Min(2, block.Length), one => one.Contains("-->", StringComparison.Ordinal));
        if (at < 0) return true;
        line += at;
        if (Timing().Match(block[at]) is not { Success: true } timing || !TryTime(timing.Groups["from"].Value, out var from) || !TryTime(timing.Groups["to"].Value, out var to)) return false;
        if (to <= from || to > LastMoment) return false;
        var text = Clean(string.Join('\n', block[(at + 1)..]));
        if (text.Length > LongestText) return false;
        if (text.Length > 0) cues.Add(new Cue(from, to, Settings(timing.Groups["rest"].Value), text));
        return cues.Count <= MostCues;
    }

    private static string Settings(string rest)
        => string.Concat(rest.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Where(one => Setting().IsMatch(one)).Take(5).Select(one => " " + one));

    /// <summary>Text with known tags; whatever else looks like markup becomes text, and an arrow could end a cue.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder();
        var open = new Stack<string>();
        var end = 0;
        foreach (Match match in Markup().Matches(text))
        {
            Plain(clean, text[end..match.Index]);
            end = match.Index + match.Length;
            Tag(clean, open, match);
        }
        Plain(clean, text[end..]);
        while (open.TryPop(out var name)) clean.Append(CultureInfo.InvariantCulture, $"</{name}>");
        return clean.ToString().Trim('\n');
    }

    private static void Tag(StringBuilder clean, Stack<string> open, Match match)
    {
        var name = match.Groups["name"].Value;
        if (!Tags.Contains(name)) return;
        if (match.Groups["close"].Length > 0)
        {
            if (!open.Contains(name)) return;
            while (open.Pop() is var last)
            {
                clean.Append(CultureInfo.InvariantCulture, $"</{last}>");
                if (last == name) return;
            }
        }
        if (open.Count > 8) return;
        open.Push(name);
        var annotation = name is "v" or "lang" ? match.Groups["annotation"].Value.Trim() : "";
        clean.Append('<').Append(name);
        if (annotation.Length > 0) Plain(clean.Append(' '), annotation);
        clean.Append('>');
    }

    private static void Plain(StringBuilder clean, string text)
    {
        foreach (var c in WebUtility.HtmlDecode(text))
            _ = c switch
            {
                '&' => clean.Append("&amp;"),
                '<' => clean.Append("&lt;"),
                '>' => clean.Append("&gt;"),
                '\n' => clean.Append('\n'),
                _ => char.IsControl(c) ? clean.Append(' ') : clean.Append(c),
            };
    }

    private static bool TryTime(string text, out TimeSpan time)
    {
        var parts = text.Split(':');
        var ok = int.TryParse(parts.Length == 3 ? parts[0] : "0", NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            & int.TryParse(parts[^2], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            & double.TryParse(parts[^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds);
        time = ok && hours < 100 ? TimeSpan.FromMilliseconds(Math.Round(((hours * 60 + minutes) * 60 + seconds) * 1000)) : default;
        return ok && hours < 100 && minutes < 60 && seconds < 60;
    }

    private static string Time(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00}.{time.Milliseconds:000}");

    [GeneratedRegex(@"^[ \t]*(?<from>(\d{2,}:)?\d{2}:\d{2}\.\d{3})[ \t]*-->[ \t]*(?<to>(\d{2,}:)?\d{2}:\d{2}\.\d{3})(?<rest>([ \t].*)?)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Timing();

    [GeneratedRegex(@"^((line|position):-?\d{1,3}(\.\d{1,3})?%?(,(start|center|end|line-left|line-right))?|size:\d{1,3}(\.\d{1,3})?%|align:(start|center|end|left|right)|vertical:(rl|lr))$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Setting();

    [GeneratedRegex(@"<(?<close>/?)(?<name>[A-Za-z]*)(\.[^\s>]*)?(?<annotation>[^>]*)>", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Markup();
}
