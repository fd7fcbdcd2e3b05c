using System.Text.Json.Serialization;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;
using Video = Zoetrope.Gateway.Cards.Video;

namespace Zoetrope.Gateway.Search;

/// <summary>A tag with its number of public videos.</summary>
/// <param name="Viewer">On the tag's own page, for somebody signed in.</param>
internal sealed record TagCard(string Tag, long Videos, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TagViewer? Viewer = null);

internal sealed record TagViewer(bool Following);

/// <summary>GET /api/search: videos, people or tags that match.</summary>
internal static class SearchAll
{
    private const int LongestQuery = 200;

    /// <summary>The answer, by what was asked for.</summary>
    [Either]
    public sealed record Found(Page<Video> Videos, Page<UserSummary> Users, Page<TagCard> Tags);

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/search", Handle).WithTags("Search").Limit(Limits.Budget.Search).Produces<Found>();

    private static async Task<IResult> Handle(
        string? q, [Choices("videos users tags")] string? type, [Choices("relevance recent popular")] string? sort, int? durationMaxMs, DateTime? since, [AsParameters] PageQuery page, Caller caller,
        Rpc<SearchClient> search, Rpc<PeopleClient> people, VideoCards cards, CancellationToken cancel)
    {
        var query = (q ?? "").Trim();
        if (query.Length > LongestQuery) throw Fault.Invalid("q", "too_long", ("max", LongestQuery.ToString()));
        var viewer = caller.Viewer;
        switch (type ?? "videos")
        {
            case "users":
                var found = await people.As(viewer).SearchPeopleAsync(new SearchPeopleRequest { Query = query, Page = page.Request() }, cancellationToken: cancel);
                return TypedResults.Ok(new Page<UserSummary>([.. found.Items.Select(PeopleCards.Summary)], found.NextCursor.OrNull()));
            case "tags":
                var tags = await search.As(viewer).SearchTagsAsync(new SearchTagsRequest { Query = query, Page = page.Request() }, cancellationToken: cancel);
                return TypedResults.Ok(new Page<TagCard>([.. tags.Items.Select(tag => new TagCard(tag.Tag_, tag.Videos))], tags.NextCursor.OrNull()));
            case "videos":
                if (sort is not (null or "relevance" or "recent" or "popular")) throw Fault.Invalid("sort", "unknown_choice", ("choices", "relevance, recent, popular"));
                var videos = await search.As(viewer).SearchVideosAsync(new SearchVideosRequest
                {
                    Query = query,
                    Sort = sort ?? "relevance",
                    DurationMaxMs = durationMaxMs ?? 0,
                    SinceMs = since is { } from ? Times.Ms(from) : 0,
                    Page = page.Request(),
                }, cancellationToken: cancel);
                return TypedResults.Ok(new Page<Video>(await cards.Of(videos.Items, viewer, cancel), videos.NextCursor.OrNull()));
            default:
                throw Fault.Invalid("type", "unknown_choice", ("choices", "videos, users, tags"));
        }
    }
}
