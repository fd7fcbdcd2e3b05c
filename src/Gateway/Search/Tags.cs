using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;
using Video = Zoetrope.Gateway.Cards.Video;

namespace Zoetrope.Gateway.Search;

/// <summary>GET /api/tags/trending, /api/tags/{tag} and /api/tags/{tag}/videos.</summary>
internal static class Tags
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var tags = api.MapGroup("/tags").WithTags("Search");
        tags.MapGet("/trending", Trending);
        tags.MapGet("/{tag}", One);
        tags.MapGet("/{tag}/videos", Videos);
    }

    private static async Task<Items<TagCard>> Trending(int? limit, Caller caller, Rpc<SearchClient> search, CancellationToken cancel)
    {
        var reply = await search.As(caller.Viewer).ListTrendingTagsAsync(new ListTrendingTagsRequest { Limit = PageQuery.Checked(limit) }, cancellationToken: cancel);
        return new Items<TagCard>([.. reply.Items.Select(tag => new TagCard(tag.Tag_, tag.Videos))]);
    }

    private static async Task<TagCard> One(string tag, Caller caller, Rpc<SearchClient> search, CancellationToken cancel)
    {
        var reply = await search.As(caller.Viewer).GetTagAsync(new GetTagRequest { Tag = tag }, cancellationToken: cancel);
        return new TagCard(reply.Tag.Tag_, reply.Tag.Videos);
    }

    private static async Task<Page<Video>> Videos(
        string tag, Guid? around, [AsParameters] PageQuery page, Caller caller, Rpc<SearchClient> search, VideoCards cards, CancellationToken cancel)
    {
        var request = new ListTagVideosRequest { Tag = tag, Page = page.Request(), Around = around?.ToString() ?? "" };
        var reply = await search.As(caller.Viewer).ListTagVideosAsync(request, cancellationToken: cancel);
        return new Page<Video>(await cards.Of(reply.Items, caller.Viewer, cancel), reply.NextCursor.OrNull(), reply.PrevCursor.OrNull());
    }
}
