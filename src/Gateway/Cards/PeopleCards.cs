using Google.Protobuf;
using StackExchange.Redis;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Platform.Cache;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Cards;

/// <summary>
/// Cards of people, by id, from memory, Redis or one batched call. A card is the same for everybody: who may see the content beside
/// it was decided by the service that returned that content.
/// </summary>
internal sealed class PeopleCards : IDisposable
{
    private const int Most = 200, MostAsked = 5000;

    private readonly EntityCache<string, PersonCard> _cards;
    private readonly Rpc<PeopleClient> _people;
    private readonly Rpc<FollowsClient> _follows;

    public PeopleCards(Rpc<PeopleClient> people, Rpc<FollowsClient> follows, IConnectionMultiplexer redis, TimeProvider time)
    {
        (_people, _follows) = (people, follows);
        _cards = new EntityCache<string, PersonCard>(new EntityCacheOptions<string, PersonCard>
        {
            Name = "card:1",
            Load = LoadAsync,
            Version = card => card.Version,
            Write = card => card.ToByteArray(),
            Read = PersonCard.Parser.ParseFrom,
        }, redis, time);
    }

    /// <summary>Cards of these people; suspended and deleted ones are absent.</summary>
    public async Task<IReadOnlyDictionary<string, PersonCard>> GetAsync(IEnumerable<string> ids, CancellationToken cancel)
    {
        var wanted = ids.Where(id => id.Length > 0).ToHashSet();
        if (wanted.Count == 0) return new Dictionary<string, PersonCard>();
        var found = await _cards.GetManyAsync(wanted, cancel);
        foreach (var (id, card) in found)
            if (card.Suspended || card.Deleted) found.Remove(id);
        return found;
    }

    /// <summary>One card by id or username, or null.</summary>
    public async Task<UserSummary?> FindAsync(string idOrName, CancellationToken cancel)
    {
        if (Guid.TryParse(idOrName, out _)) return (await GetAsync([idOrName], cancel)).GetValueOrDefault(idOrName) is { } card ? Summary(card) : null;
        var reply = await _people.AsSystem().FindByUsernamesAsync(new FindByUsernamesRequest { Usernames = { idOrName } }, cancellationToken: cancel);
        return reply.Items is [var found] ? Summary(found) : null;
    }

    /// <summary>How the viewer stands to these people; nobody is left out.</summary>
    public async Task<RelationsOf> RelationsAsync(Viewer viewer, IEnumerable<string> ids, CancellationToken cancel)
    {
        var wanted = ids.Where(id => id.Length > 0).Distinct().ToArray();
        if (!viewer.IsSignedIn || wanted.Length == 0) return RelationsOf.None;
        var reply = await _follows.As(viewer).GetRelationsAsync(new GetRelationsRequest { UserIds = { wanted } }, cancellationToken: cancel);
        return new RelationsOf(reply.Items.ToDictionary(relation => relation.UserId));
    }

    /// <summary>From which of these viewers somebody's words are hidden, by a block of either or their mute: one call, however many watch.</summary>
    public async Task<IReadOnlySet<string>> HidingAsync(string person, IEnumerable<string> viewers, CancellationToken cancel)
    {
        var hiding = new HashSet<string>();
        foreach (var some in viewers.Chunk(MostAsked))
        {
            var request = new FilterHidingRequest { UserId = person, ViewerIds = { some } };
            hiding.UnionWith((await _follows.AsSystem().FilterHidingAsync(request, cancellationToken: cancel)).ViewerIds);
        }
        return hiding;
    }

    /// <summary>An account changed: nothing below this version is shown any more.</summary>
    public void Drop(string id, long version) => _cards.Drop(id, version);

    public static UserSummary Summary(PersonCard person) => Summary(person.Card);

    public static UserSummary Summary(UserCard card) => new(card.Id, card.Username, card.DisplayName, card.AvatarUrl.OrNull(), card.Demo);

    public static ListedUser Listed(PersonCard person, RelationsOf relations)
    {
        var (card, relation) = (person.Card, relations[person.Card.Id]);
        return new ListedUser(card.Id, card.Username, card.DisplayName, card.AvatarUrl.OrNull(), card.Demo, new ListedUserViewer(relation.Following, relation.FollowedBy, relation.Requested));
    }

    public void Dispose() => _cards.Dispose();

    private async Task<IReadOnlyDictionary<string, PersonCard>> LoadAsync(IReadOnlyCollection<string> ids, CancellationToken cancel)
    {
        var found = new Dictionary<string, PersonCard>(ids.Count);
        foreach (var chunk in ids.Chunk(Most))
        {
            var reply = await _people.AsSystem().GetCardsAsync(new GetCardsRequest { Ids = { chunk } }, cancellationToken: cancel);
            foreach (var person in reply.Items) found[person.Card.Id] = person;
        }
        return found;
    }
}

/// <summary>Relations by person; strangers have an empty one.</summary>
internal sealed class RelationsOf(IReadOnlyDictionary<string, Relation> known)
{
    private static readonly Relation Stranger = new();

    public static readonly RelationsOf None = new(new Dictionary<string, Relation>());

    public Relation this[string id] => known.TryGetValue(id, out var relation) ? relation : Stranger;
}
