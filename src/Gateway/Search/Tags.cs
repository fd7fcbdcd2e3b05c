using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;
using Video = Zoetrope.Gateway.Cards.Video;

namespace Zoetrope.Gateway.Search;

/// <summary>GET /api/tags/trending, /api/tags/{tag} and /api/tags/{tag}/videos; PUT and DELETE /api/tags/{tag}/follow.</summary>
internal static class Tags
{
    public sealed record FollowAnswer(bool Following);

    public static void Map(IEndpointRouteBuilder api)
    {
        var tags = api.MapGroup("/tags").WithTags("Search");
        tags.MapGet("/trending", Trending);
        tags.MapGet("/{tag}", One);
        tags.MapGet("/{tag}/videos", Videos);
        tags.MapPut("/{tag}/follow", (string tag, Caller caller, Rpc<FeedsClient> feeds, CancellationToken cancel)
            => Follow(tag, following: true, caller, feeds, cancel)).RequireSignIn().Limit(Limits.Budget.Follow);
        tags.MapDelete("/{tag}/follow", (string tag, Caller caller, Rpc<FeedsClient> feeds, CancellationToken cancel)
            => Follow(tag, following: false, caller, feeds, cancel)).RequireSignIn().Limit(Limits.Budget.Follow);
    }

    private static async Task<Items<TagCard>> Trending(int? limit, Caller caller, Rpc<SearchClient> search, CancellationToken cancel)
    {
        var reply = await search.As(caller.Viewer).ListTrendingTagsAsync(new ListTrendingTagsRequest { Limit = PageQuery.Checked(limit) }, cancellationToken: cancel);
        return new Items<TagCard>([.. reply.Items.Select(tag => new TagCard(tag.Tag_, tag.Videos))]);
    }

    private static async Task<TagCard> One(string tag, Caller caller, Rpc<SearchClient> search, Rpc<FeedsClient> feeds, CancellationToken cancel)
    {
        var asked = search.As(caller.Viewer).GetTagAsync(new GetTagRequest { Tag = tag }, cancellationToken: cancel);
        if (!caller.Viewer.IsSignedIn) return Card((await asked).Tag, null);
        // Following a tag is the topic preference at its highest.
        var empty = new Contracts.Recommendation.V1.GetFeedPreferencesResponse { Preferences = new() };
        var preferences = (await feeds.As(caller.Viewer).GetFeedPreferencesAsync(new(), cancellationToken: cancel).ResponseAsync.OrWhenAway(empty)).Preferences;
        var found = (await asked).Tag;
        return Card(found, new TagViewer(preferences.Topics.TryGetValue(found.Tag_, out var liking) && liking >= 1));

        static TagCard Card(Tag of, TagViewer? viewer) => new(of.Tag_, of.Videos, viewer);
    }

    private static async Task<FollowAnswer> Follow(string tag, bool following, Caller caller, Rpc<FeedsClient> feeds, CancellationToken cancel)
    {
        var request = new Contracts.Recommendation.V1.SetTagFollowRequest { Tag = tag, Following = following };
        return new FollowAnswer((await feeds.As(caller.Viewer).SetTagFollowAsync(request, cancellationToken: cancel)).Following);
    }

    private static async Task<Page<Video>> Videos(
        string tag, Guid? around, [AsParameters] PageQuery page, Caller caller, Rpc<SearchClient> search, VideoCards cards, CancellationToken cancel)
    {
        var request = new ListTagVideosRequest { Tag = tag, Page = page.Request(), Around = around?.ToString() ?? "" };
        var reply = await search.As(caller.Viewer).ListTagVideosAsync(request, cancellationToken: cancel);
        return new Page<Video>(await cards.Of(reply.Items, caller.Viewer, cancel), reply.NextCursor.OrNull(), reply.PrevCursor.OrNull());
    }
}
