using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Users;

/// <summary>GET /api/users/suggested: people who published lately and whom the viewer does not follow, those with most followers first.</summary>
internal static class SuggestUsers
{
    // How far back "lately" reaches: two pages of the newest videos are enough authors for one row of faces.
    private const int Recent = 50, Most = 12;

    public static void Map(IEndpointRouteBuilder users) => users.MapGet("/suggested", Handle);

    private static async Task<Items<SuggestedUser>> Handle(
        Caller caller, Rpc<CatalogClient> catalog, Rpc<CountsClient> counts, PeopleCards cards, Messages messages, CancellationToken cancel)
    {
        var viewer = caller.Viewer;
        var latest = await catalog.As(viewer).ListLatestAsync(new ListLatestRequest { Page = new PageRequest { Limit = Recent } }, cancellationToken: cancel);
        var authors = latest.Items.Select(video => video.AuthorId).Distinct().Where(id => id != viewer.AccountId?.ToString()).ToArray();
        if (authors.Length == 0) return new Items<SuggestedUser>([]);

        var people = cards.GetAsync(authors, cancel);
        var relations = cards.RelationsAsync(viewer, authors, cancel);
        var numbers = counts.As(viewer).GetUserCountsAsync(new GetUserCountsRequest { UserIds = { authors } }, cancellationToken: cancel)
            .ResponseAsync.OrWhenAway(new GetUserCountsResponse());
        var (byId, related) = (await people, await relations);
        var followers = (await numbers).Items.ToDictionary(item => item.UserId, item => item.Followers);
        return new Items<SuggestedUser>([.. authors
            .Where(id => byId.ContainsKey(id) && related[id] is { Following: false, Requested: false, Muted: false })
            .OrderByDescending(id => followers.GetValueOrDefault(id))
            .Take(Most)
            .Select(id => Suggested(byId[id].Card, followers.GetValueOrDefault(id), viewer.Locale, messages))]);
    }

    private static SuggestedUser Suggested(UserCard card, long followers, string locale, Messages messages)
    {
        var sentence = new Contracts.Common.V1.Sentence { Code = followers > 1 ? "suggested.followed" : "suggested.active" };
        if (followers > 1) sentence.Params["count"] = followers.ToString();
        return new SuggestedUser(card.Id, card.Username, card.DisplayName, card.AvatarUrl.OrNull(), card.Demo, messages.Sentence(locale, sentence));
    }
}
