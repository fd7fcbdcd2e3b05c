using System.Net;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Gateway.Instance;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Pages;

/// <summary>GET /oembed?url=: what another site needs to embed a public video (https://oembed.com), read as somebody signed out.</summary>
internal static partial class Oembed
{
    private const int DefaultWidth = 325;

    public sealed record Answer(
        string Version, string Type, string Title,
        [property: JsonPropertyName("author_name")] string AuthorName, [property: JsonPropertyName("author_url")] string AuthorUrl,
        [property: JsonPropertyName("provider_name")] string ProviderName, [property: JsonPropertyName("provider_url")] string ProviderUrl,
        string Html, int Width, int Height,
        [property: JsonPropertyName("thumbnail_url"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ThumbnailUrl,
        [property: JsonPropertyName("thumbnail_width"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? ThumbnailWidth,
        [property: JsonPropertyName("thumbnail_height"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? ThumbnailHeight);

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/oembed", Handle).WithTags("Pages").Public();

    private static async Task<Answer> Handle(
        string url, int? maxwidth, int? maxheight, string? format, HttpContext http, Rpc<CatalogClient> catalog, PeopleCards people, InstanceReads instance,
        PublicUrl publicUrl, CancellationToken cancel)
    {
        if (format is not (null or "json")) throw Fault.Other(StatusCodes.Status501NotImplemented, "format_unsupported");
        var viewer = Viewer.Anonymous();
        var about = await instance.GetAsync(cancel);
        if (!about.SignedOutBrowsing) throw Fault.Unauthenticated();
        var reply = await catalog.As(viewer).GetVideoAsync(new GetVideoRequest { Id = IdOf(url, publicUrl).ToString() }, cancellationToken: cancel);
        var video = reply.Video;
        var author = await people.FindAsync(video.AuthorId, cancel) ?? throw Fault.NotFound();
        var (width, height) = Fit(video.Width, video.Height, maxwidth ?? DefaultWidth, maxheight ?? int.MaxValue);
        var thumbnail = video.Playback?.OgUrl.OrNull();
        http.Response.Headers.CacheControl = "public, max-age=300";
        return new Answer(
            "1.0", "video", video.Title, author.DisplayName, publicUrl.Absolute(Paths.User(author.Username)), about.Name, publicUrl.Text,
            $"<iframe src=\"{WebUtility.HtmlEncode(publicUrl.Absolute($"/embed/{video.Id}"))}\" width=\"{width}\" height=\"{height}\" title=\"{WebUtility.HtmlEncode(video.Title)}\" "
                + "allow=\"autoplay; fullscreen; picture-in-picture\" frameborder=\"0\"></iframe>",
            width, height, thumbnail is null ? null : publicUrl.Absolute(thumbnail), thumbnail is null ? null : 1200, thumbnail is null ? null : 630);
    }

    private static Guid IdOf(string text, PublicUrl publicUrl)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || !string.Equals(url.GetLeftPart(UriPartial.Authority), publicUrl.Text, StringComparison.OrdinalIgnoreCase)) throw Fault.NotFound();
        var match = VideoPath().Match(url.AbsolutePath);
        if (!match.Success) throw Fault.NotFound();
        if (match.Groups["id"] is { Success: true } whole && Guid.TryParse(whole.Value, out var id)) return id;
        return ShortId.TryRead(match.Groups["short"].Value, out id) ? id : throw Fault.NotFound();
    }

    /// <summary>The largest size within the bounds that keeps the clip's shape; 9:16 until its size is known.</summary>
    private static (int Width, int Height) Fit(int width, int height, int maxWidth, int maxHeight)
    {
        var shape = width > 0 && height > 0 ? (double)width / height : 9.0 / 16;
        var fitted = Math.Min(Math.Max(1, maxWidth), Math.Max(1, maxHeight) * shape);
        return ((int)Math.Max(1, fitted), (int)Math.Max(1, fitted / shape));
    }

    [GeneratedRegex("^(?:/@[^/]+/video/(?<id>[0-9a-fA-F-]{36})|/embed/(?<id>[0-9a-fA-F-]{36})|/v/(?<short>[A-Za-z0-9_-]{22}))/?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex VideoPath();
}
