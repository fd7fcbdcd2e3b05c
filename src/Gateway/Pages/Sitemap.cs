using System.Globalization;
using System.Text;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Gateway.Instance;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Pages;

/// <summary>GET /sitemap.xml and /robots.txt: the newest public videos and their authors, for search engines.</summary>
internal static class Sitemap
{
    private const string Namespace = "http://www.sitemaps.org/schemas/sitemap/0.9";
    private const int Most = 1000;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/sitemap.xml", Write).ExcludeFromDescription().Public();
        app.MapGet("/robots.txt", Robots).ExcludeFromDescription().Public();
    }

    private static async Task<IResult> Write(HttpContext http, Rpc<CatalogClient> catalog, PeopleCards people, InstanceReads instance, PublicUrl publicUrl, CancellationToken cancel)
    {
        if (!(await instance.GetAsync(cancel)).SignedOutBrowsing) throw Fault.Unauthenticated();
        var videos = await LatestAsync(catalog, cancel);
        var authors = await people.GetAsync(videos.Select(video => video.AuthorId), cancel);
        http.Response.Headers.CacheControl = "public, max-age=3600";
        return TypedResults.Text(Xml.Write(xml =>
        {
            xml.WriteStartElement("urlset", Namespace);
            void Url(string path, long changedMs)
            {
                xml.WriteStartElement("url");
                xml.WriteElementString("loc", publicUrl.Absolute(path));
                if (changedMs > 0) xml.WriteElementString("lastmod", Times.At(changedMs).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                xml.WriteEndElement();
            }
            Url("/", 0);
            foreach (var author in authors.Values) Url(Paths.User(author.Card.Username), 0);
            foreach (var video in videos)
                if (authors.TryGetValue(video.AuthorId, out var author)) Url(Paths.Video(author.Card.Username, video.Id), Math.Max(video.PublishedAtMs, video.EditedAtMs));
            xml.WriteEndElement();
        }), "application/xml", Encoding.UTF8);
    }

    private static async Task<IResult> Robots(HttpContext http, InstanceReads instance, PublicUrl publicUrl, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "public, max-age=300";
        var open = (await instance.GetAsync(cancel)).SignedOutBrowsing;
        return TypedResults.Text(open
            ? $"User-agent: *\nDisallow: /api/\nDisallow: /live\nDisallow: /settings\nDisallow: /inbox\n\nSitemap: {publicUrl.Absolute("/sitemap.xml")}\n"
            : "User-agent: *\nDisallow: /\n");
    }

    private static async Task<List<Contracts.Video.V1.Video>> LatestAsync(Rpc<CatalogClient> catalog, CancellationToken cancel)
    {
        var found = new List<Contracts.Video.V1.Video>();
        var page = new PageRequest { Limit = 50 };
        do
        {
            var reply = await catalog.As(Viewer.Anonymous()).ListLatestAsync(new ListLatestRequest { Page = page }, cancellationToken: cancel);
            found.AddRange(reply.Items);
            page.Cursor = reply.NextCursor;
        }
        while (page.Cursor.Length > 0 && found.Count < Most);
        return found;
    }
}
