using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;
using Video = Zoetrope.Gateway.Cards.Video;

namespace Zoetrope.Gateway.Search;

/// <summary>GET /api/discover: tags much used lately, each with a few videos, and the newest videos of all.</summary>
internal static class Discover
{
    private const int MostTags = 6, VideosPerTag = 6, Latest = 18;

    public sealed record Answer(IReadOnlyList<Shelf> Tags, IReadOnlyList<Video> Latest);

    public sealed record Shelf(string Tag, long Videos, IReadOnlyList<Video> Items);

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/discover", Handle).WithTags("Search");

    private static async Task<Answer> Handle(Caller caller, Rpc<SearchClient> search, Rpc<CatalogClient> catalog, VideoCards cards, CancellationToken cancel)
    {
        var viewer = caller.Viewer;
        var newest = catalog.As(viewer).ListLatestAsync(new ListLatestRequest { Page = new PageRequest { Limit = Latest } }, cancellationToken: cancel).ResponseAsync;
        var trending = await search.As(viewer).ListTrendingTagsAsync(new ListTrendingTagsRequest { Limit = MostTags }, cancellationToken: cancel);
        var shelves = await Task.WhenAll(trending.Items.Select(tag => search.As(viewer).ListTagVideosAsync(
            new ListTagVideosRequest { Tag = tag.Tag_, Page = new PageRequest { Limit = VideosPerTag } }, cancellationToken: cancel).ResponseAsync));
        var latest = await newest;
        // One assembly for everything on the page, however many shelves.
        var all = shelves.SelectMany(shelf => shelf.Items).Concat(latest.Items).DistinctBy(video => video.Id).ToArray();
        var byId = (await cards.Of(all, viewer, cancel)).ToDictionary(video => video.Id);
        return new Answer(
            [.. trending.Items.Zip(shelves, (tag, shelf) => new Shelf(tag.Tag_, tag.Videos, Pick(shelf.Items, byId))).Where(shelf => shelf.Items.Count > 0)],
            Pick(latest.Items, byId));
    }

    private static Video[] Pick(IEnumerable<Contracts.Video.V1.Video> videos, Dictionary<string, Video> byId)
        => [.. videos.Where(video => byId.ContainsKey(video.Id)).Select(video => byId[video.Id])];
}
