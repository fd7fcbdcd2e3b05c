using System.Globalization;
using System.Text;
using System.Xml;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Gateway.Instance;
using Zoetrope.Gateway.Users;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Pages;

/// <summary>GET /@{username}/feed.atom: a person's newest public videos as an Atom feed (RFC 4287), read as somebody signed out.</summary>
internal static class AtomFeed
{
    private const string Atom = "http://www.w3.org/2005/Atom";
    private const int Entries = 20;

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/@{username}/feed.atom", Handle).ExcludeFromDescription().Public();

    private static async Task<IResult> Handle(
        string username, HttpContext http, NamedPeople people, Rpc<CatalogClient> catalog, InstanceReads instance, PublicUrl publicUrl, CancellationToken cancel)
    {
        var viewer = Viewer.Anonymous();
        if (!(await instance.GetAsync(cancel)).SignedOutBrowsing) throw Fault.Unauthenticated();
        var card = (await people.GetAsync(username, viewer, cancel)).Card;
        var request = new ListByAuthorRequest { AuthorId = card.Id, Page = new PageRequest { Limit = Entries } };
        var videos = (await catalog.As(viewer).ListByAuthorAsync(request, cancellationToken: cancel)).Items;
        http.Response.Headers.CacheControl = "public, max-age=300";
        return TypedResults.Text(Write(card, videos, publicUrl), "application/atom+xml", Encoding.UTF8);
    }

    private static string Write(UserCard author, Google.Protobuf.Collections.RepeatedField<Contracts.Video.V1.Video> videos, PublicUrl publicUrl)
    {
        var page = publicUrl.Absolute(Paths.User(author.Username));
        return Xml.Write(xml =>
        {
            xml.WriteStartElement("feed", Atom);
            xml.WriteElementString("id", page);
            xml.WriteWords("title", author.DisplayName);
            xml.WriteElementString("updated", Rfc3339(videos.Count == 0 ? 0 : videos.Max(video => video.PublishedAtMs)));
            Link(xml, "alternate", page);
            Link(xml, "self", page + "/feed.atom");
            xml.WriteStartElement("author");
            xml.WriteWords("name", author.DisplayName);
            xml.WriteElementString("uri", page);
            xml.WriteEndElement();
            foreach (var video in videos)
            {
                xml.WriteStartElement("entry");
                xml.WriteElementString("id", $"urn:uuid:{video.Id}");
                xml.WriteWords("title", video.Title);
                xml.WriteElementString("published", Rfc3339(video.PublishedAtMs));
                xml.WriteElementString("updated", Rfc3339(Math.Max(video.PublishedAtMs, video.EditedAtMs)));
                Link(xml, "alternate", publicUrl.Absolute(Paths.Video(author.Username, video.Id)));
                xml.WriteWords("summary", video.Description);
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        });
    }

    private static void Link(XmlWriter xml, string relation, string href)
    {
        xml.WriteStartElement("link");
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("href", href);
        xml.WriteEndElement();
    }

    private static string Rfc3339(long ms) => Times.At(ms).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

internal static class Xml
{
    /// <summary>An XML document as text.</summary>
    public static string Write(Action<XmlWriter> content)
    {
        using var text = new Utf8Text();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true }))
        {
            xml.WriteStartDocument();
            content(xml);
        }
        return text.ToString();
    }

    /// <summary>An element with what somebody wrote; characters that XML 1.0 cannot hold, not even as a reference, are left out.</summary>
    public static void WriteWords(this XmlWriter xml, string name, string words)
    {
        var kept = new StringBuilder(words.Length);
        for (var i = 0; i < words.Length; i++)
        {
            if (XmlConvert.IsXmlChar(words[i])) kept.Append(words[i]);
            else if (i + 1 < words.Length && XmlConvert.IsXmlSurrogatePair(words[i + 1], words[i])) kept.Append(words[i]).Append(words[++i]);
        }
        xml.WriteElementString(name, kept.ToString());
    }

    // XmlWriter declares the encoding of the writer it writes to, and a plain StringWriter says UTF-16.
    private sealed class Utf8Text() : StringWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
