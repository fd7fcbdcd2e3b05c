using System.Text.Json.Serialization;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Search;

/// <summary>
/// GET /api/search/suggest: people, tags and queries for what is being typed. People the viewer follows come first, then who talks under
/// <c>videoId</c>, then the best known; with nothing typed yet, whoever talks there.
/// </summary>
internal static class Suggest
{
    private const int MostPerType = 5, MostJudged = 20, LongestQuery = 100;

    [JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
    [JsonDerivedType(typeof(OfUser), "user")]
    [JsonDerivedType(typeof(OfTag), "tag")]
    [JsonDerivedType(typeof(OfQuery), "query")]
    public abstract record Suggestion;

    public sealed record OfUser(UserSummary User) : Suggestion;

    public sealed record OfTag(string Tag, long Videos) : Suggestion;

    public sealed record OfQuery(string Text) : Suggestion;

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/search/suggest", Handle).WithTags("Search").Limit(Limits.Budget.Suggest);

    private static async Task<Items<Suggestion>> Handle(
        string? q, string? types, Guid? videoId, Caller caller, Rpc<SearchClient> search, Rpc<PeopleClient> people, Rpc<CommentsClient> comments, Rpc<CountsClient> counts,
        PeopleCards cards, CancellationToken cancel)
    {
        var query = (q ?? "").Trim().TrimStart('@', '#');
        if (query.Length > LongestQuery) throw Fault.Invalid("q", "too_long", ("max", LongestQuery.ToString()));
        var wanted = (types ?? "user,tag,query").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (!Array.TrueForAll(wanted, type => type is "user" or "tag" or "query")) throw Fault.Invalid("types", "unknown_choice", ("choices", "user, tag, query"));

        var page = new PageRequest { Limit = MostPerType };
        var viewer = caller.Viewer;
        var thread = videoId is { } video && wanted.Contains("user") ? await ThreadAsync(video, viewer, comments, cancel) : [];
        if (query.Length == 0)
        {
            var talking = await cards.GetAsync(thread.Take(MostPerType), cancel);
            return new Items<Suggestion>([.. thread.Where(talking.ContainsKey).Select(id => new OfUser(PeopleCards.Summary(talking[id])))]);
        }
        var users = wanted.Contains("user")
            ? people.As(viewer).SearchPeopleAsync(new SearchPeopleRequest { Query = query, Page = new PageRequest { Limit = MostJudged } }, cancellationToken: cancel)
                .ResponseAsync.OrWhenAway(new SearchPeopleResponse())
            : Task.FromResult(new SearchPeopleResponse());
        var tags = wanted.Contains("tag") || wanted.Contains("query")
            ? search.As(viewer).SearchTagsAsync(new SearchTagsRequest { Query = query, Page = page }, cancellationToken: cancel).ResponseAsync.OrWhenAway(new SearchTagsResponse())
            : Task.FromResult(new SearchTagsResponse());
        var items = (await OrderAsync((await users).Items, thread, viewer, counts, cards, cancel)).ConvertAll<Suggestion>(person => new OfUser(PeopleCards.Summary(person)));
        if (wanted.Contains("tag")) items.AddRange((await tags).Items.Select(tag => new OfTag(tag.Tag_, tag.Videos)));
        if (wanted.Contains("query")) items.AddRange((await tags).Items.Select(tag => tag.Tag_).Prepend(query).Distinct().Take(MostPerType).Select(text => new OfQuery(text)));
        return new Items<Suggestion>(items);
    }

    /// <summary>Followed first, then in the thread, then by followers; the search's own order decides among equals.</summary>
    private static async Task<List<Contracts.Auth.V1.PersonCard>> OrderAsync(
        IReadOnlyList<Contracts.Auth.V1.PersonCard> found, IReadOnlyList<string> thread, Platform.Rpc.Viewer viewer, Rpc<CountsClient> counts, PeopleCards cards, CancellationToken cancel)
    {
        if (found.Count == 0) return [];
        var ids = found.Select(person => person.Card.Id).ToArray();
        var numbers = counts.As(viewer).GetUserCountsAsync(new Contracts.Interaction.V1.GetUserCountsRequest { UserIds = { ids } }, cancellationToken: cancel)
            .ResponseAsync.OrWhenAway(new Contracts.Interaction.V1.GetUserCountsResponse());
        var relations = await cards.RelationsAsync(viewer, ids, cancel).OrWhenAway(RelationsOf.None);
        var followers = (await numbers).Items.ToDictionary(item => item.UserId, item => item.Followers);
        return [.. found.Where(person => !relations[person.Card.Id].Blocked).OrderByDescending(person => relations[person.Card.Id].Following)
            .ThenByDescending(person => thread.Contains(person.Card.Id)).ThenByDescending(person => followers.GetValueOrDefault(person.Card.Id)).Take(MostPerType)];
    }

    private static async Task<IReadOnlyList<string>> ThreadAsync(Guid video, Platform.Rpc.Viewer viewer, Rpc<CommentsClient> comments, CancellationToken cancel)
    {
        var request = new Contracts.Interaction.V1.ListParticipantsRequest { VideoId = video.ToString() };
        return (await comments.As(viewer).ListParticipantsAsync(request, cancellationToken: cancel).ResponseAsync.OrWhenAway(new Contracts.Interaction.V1.ListParticipantsResponse())).UserIds;
    }
}
