using System.Text.Json.Serialization;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Search;

/// <summary>GET /api/search/suggest: people, tags and queries for what is being typed; people the viewer follows come first.</summary>
internal static class Suggest
{
    private const int MostPerType = 5, LongestQuery = 100;

    public sealed record Suggestion(
        string Type,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] UserSummary? User = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Tag = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Videos = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Text = null);

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/search/suggest", Handle).WithTags("Search").Limit(Limits.Budget.Suggest);

    private static async Task<Items<Suggestion>> Handle(
        string? q, string? types, Caller caller, Rpc<SearchClient> search, Rpc<PeopleClient> people, PeopleCards cards, CancellationToken cancel)
    {
        var query = (q ?? "").Trim().TrimStart('@', '#');
        if (query.Length > LongestQuery) throw Fault.Invalid("q", "too_long", ("max", LongestQuery.ToString()));
        if (query.Length == 0) return new Items<Suggestion>([]);
        var wanted = (types ?? "user,tag,query").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (!Array.TrueForAll(wanted, type => type is "user" or "tag" or "query")) throw Fault.Invalid("types", "unknown_choice", ("choices", "user, tag, query"));

        var page = new PageRequest { Limit = MostPerType };
        var viewer = caller.Viewer;
        var users = wanted.Contains("user")
            ? people.As(viewer).SearchPeopleAsync(new SearchPeopleRequest { Query = query, Page = page }, cancellationToken: cancel).ResponseAsync.OrWhenAway(new SearchPeopleResponse())
            : Task.FromResult(new SearchPeopleResponse());
        var tags = wanted.Contains("tag") || wanted.Contains("query")
            ? search.As(viewer).SearchTagsAsync(new SearchTagsRequest { Query = query, Page = page }, cancellationToken: cancel).ResponseAsync.OrWhenAway(new SearchTagsResponse())
            : Task.FromResult(new SearchTagsResponse());
        var found = (await users).Items;
        var relations = await cards.RelationsAsync(viewer, found.Select(person => person.Card.Id), cancel).OrWhenAway(RelationsOf.None);
        var items = new List<Suggestion>(found.OrderByDescending(person => relations[person.Card.Id].Following).Select(person => new Suggestion("user", PeopleCards.Summary(person))));
        if (wanted.Contains("tag")) items.AddRange((await tags).Items.Select(tag => new Suggestion("tag", Tag: tag.Tag_, Videos: tag.Videos)));
        if (wanted.Contains("query")) items.AddRange((await tags).Items.Select(tag => tag.Tag_).Prepend(query).Distinct().Take(MostPerType).Select(text => new Suggestion("query", Text: text)));
        return new Items<Suggestion>(items);
    }
}
