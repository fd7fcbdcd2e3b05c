using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Contracts.Recommendation.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;
using Viewer = Zoetrope.Platform.Rpc.Viewer;

namespace Zoetrope.Gateway.Users;

/// <summary>
/// GET /api/users/suggested: people to follow, each with a reason. Recommendation names authors popular in what the viewer likes; Interaction adds
/// friends of friends and shared tastes, and leaves out whom the viewer follows, asked, blocked or muted.
/// </summary>
internal static class SuggestUsers
{
    private const int Asked = 60, Most = 12;

    public static void Map(IEndpointRouteBuilder users) => users.MapGet("/suggested", Handle);

    private static async Task<Page<SuggestedUser>> Handle(
        Caller caller, Rpc<FeedsClient> feeds, Rpc<FollowsClient> follows, Rpc<CountsClient> counts, PeopleCards cards, Messages messages, CancellationToken cancel)
    {
        var viewer = caller.Viewer;
        var authors = await feeds.As(viewer).SuggestAuthorsAsync(new SuggestAuthorsRequest { Limit = Asked }, cancellationToken: cancel)
            .ResponseAsync.OrWhenAway(new SuggestAuthorsResponse());
        var request = new SuggestPeopleRequest { Limit = Most, Candidates = { authors.Items.Select(author => author.UserId) } };
        var people = (await follows.As(viewer).SuggestPeopleAsync(request, cancellationToken: cancel)).Items;

        var numbers = counts.As(viewer).GetUserCountsAsync(new GetUserCountsRequest { UserIds = { people.Select(person => person.UserId) } }, cancellationToken: cancel)
            .ResponseAsync.OrWhenAway(new GetUserCountsResponse());
        var known = await cards.GetAsync(people.SelectMany(person => (string[])[person.UserId, person.ViaId]), cancel);
        var followers = (await numbers).Items.ToDictionary(item => item.UserId, item => item.Followers);
        var tags = authors.Items.ToDictionary(author => author.UserId, author => author.Tag);
        return new Page<SuggestedUser>([.. people.Where(person => known.ContainsKey(person.UserId)).Select(person =>
        {
            var card = known[person.UserId].Card;
            var reason = Reason(person, known, tags.GetValueOrDefault(person.UserId, ""), followers.GetValueOrDefault(person.UserId));
            return new SuggestedUser(card.Id, card.Username, card.DisplayName, card.AvatarUrl.OrNull(), card.Demo, messages.Sentence(viewer.Locale, reason));
        })], NextCursor: null);
    }

    private static Contracts.Common.V1.Sentence Reason(SuggestedPerson person, IReadOnlyDictionary<string, PersonCard> known, string tag, long followers)
    {
        var via = known.TryGetValue(person.ViaId, out var card) ? card.Card.DisplayName : "";
        return person.Reason switch
        {
            "mutual" when via.Length > 0 && person.Count == 1 => Sentence("mutual", ("name", via)),
            "mutual" when via.Length > 0 => Sentence("mutual_more", ("name", via), ("count", $"{person.Count - 1}")),
            "taste" => Sentence("taste", ("count", $"{person.Count}")),
            "liked" => Sentence("liked"),
            _ when tag.Length > 0 => Sentence("topic", ("tag", tag)),
            _ when followers > 1 => Sentence("followed", ("count", $"{followers}")),
            _ => Sentence("popular"),
        };
    }

    private static Contracts.Common.V1.Sentence Sentence(string code, params (string Name, string Value)[] values)
    {
        var sentence = new Contracts.Common.V1.Sentence { Code = $"suggested.{code}" };
        foreach (var (name, value) in values) sentence.Params[name] = value;
        return sentence;
    }
}
