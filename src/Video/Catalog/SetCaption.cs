using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Grpc.Core;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform.Media;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Text;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Catalog;

/// <summary>
/// Puts, replaces or removes the captions of one language. What is stored is written anew from what was understood of the file (see
/// <see cref="WebVtt"/>), so no markup or style that we do not know reaches a viewer.
/// </summary>
internal sealed partial class CatalogService
{
    private const int MostCaptionBytes = 1 << 20, MostTracks = 30, LongestLabel = 60;

    public override async Task<SetCaptionResponse> SetCaption(SetCaptionRequest request, ServerCallContext context)
    {
        var (viewer, cancel) = (context.Viewer(), context.CancellationToken);
        var found = await FindOwn(Id(request.Id), viewer, orModerator: false, cancel);
        var locale = Locales.Read(request.Locale) ?? throw Fault.Invalid("locale", "unknown_language");
        var track = request.Text.IsEmpty ? null : new Caption
        {
            Locale = locale,
            Label = TextRules.Clean("label", request.Label, LongestLabel) is { Length: > 0 } label ? label : Locales.NameOf(locale),
            Url = $"captions-{MediaPaths.NewVersion()[..8]}/{locale}.vtt",
        };
        (string, byte[])[] files = track is null ? [] : [(track.Url, Encoding.UTF8.GetBytes(Sanitise(request.Text.Span)))];
        Caption? before = null;
        var video = await AddAssets(found, files, (video, _) => before = Replace(video, locale, track), cancel);
        if (before is not null && video.Assets is { } assets) await RemoveAssets(video.Id, assets, before.Url[..(before.Url.IndexOf('/', StringComparison.Ordinal) + 1)], cancel);
        return new SetCaptionResponse { Video = sight.Message(video, viewer) };
    }

    private static string Sanitise(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MostCaptionBytes) throw Fault.TooLarge("captions_too_large", ("max", MostCaptionBytes.ToString(CultureInfo.InvariantCulture)));
        return WebVtt.TryRead(bytes, out var cues, out var line) ? WebVtt.Write(cues) : throw Fault.Unprocessable("invalid_captions", ("line", line.ToString(CultureInfo.InvariantCulture)));
    }

    private static Caption? Replace(VideoRow video, string locale, Caption? track)
    {
        var before = video.Captions.Find(one => one.Locale == locale);
        List<Caption> tracks = [.. video.Captions.Where(one => one.Locale != locale)];
        if (track is not null) tracks.Add(track);
        if (tracks.Count > MostTracks) throw Fault.Invalid("locale", "too_many", ("max", MostTracks.ToString(CultureInfo.InvariantCulture)));
        if (before is not null || track is not null) video.Captions = [.. tracks.OrderBy(one => one.Locale, StringComparer.Ordinal)];
        return before;
    }
}

/// <summary>Languages by their BCP 47 tags.</summary>
internal static partial class Locales
{
    /// <summary>The tag in its usual spelling (pt-BR, zh-Hant), or null where it is none.</summary>
    public static string? Read(string tag)
    {
        if (tag.Length > 20 || !Tag().IsMatch(tag)) return null;
        var parts = tag.Split('-');
        return string.Join('-', parts.Select((part, i) => i == 0 ? part.ToLowerInvariant()
            : part.Length == 4 ? char.ToUpperInvariant(part[0]) + part[1..].ToLowerInvariant() : part.Length == 2 ? part.ToUpperInvariant() : part.ToLowerInvariant()));
    }

    /// <summary>What speakers call it, where that is known; else the tag.</summary>
    public static string NameOf(string tag)
    {
        try
        {
            return CultureInfo.GetCultureInfo(tag, predefinedOnly: true).NativeName is { Length: > 0 } name ? char.ToUpper(name[0], CultureInfo.InvariantCulture) + name[1..] : tag;
        }
        catch (CultureNotFoundException)
        {
            return tag;
        }
    }

    [GeneratedRegex("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Tag();
}
