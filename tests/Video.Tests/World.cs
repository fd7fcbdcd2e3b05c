using System.Collections.Concurrent;
using Grpc.Core;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Platform.Rpc;
using Relation = Zoetrope.Contracts.Interaction.V1.Relation;

namespace Zoetrope.Video.Tests;

/// <summary>Who exists and how they stand to each other, as far as Auth and Interaction know.</summary>
internal sealed class World
{
    public ConcurrentDictionary<Guid, PersonCard> People { get; } = new();
    public ConcurrentDictionary<(Guid Viewer, Guid Other), Relation> Relations { get; } = new();

    /// <summary>How often relations were asked for.</summary>
    public int RelationReads;

    public Guid Person(string name, bool isPrivate = false, string whoCanMention = "everyone")
    {
        var id = Guid.CreateVersion7();
        People[id] = new PersonCard { Card = new UserCard { Id = id.ToString(), Username = name, DisplayName = name }, IsPrivate = isPrivate, WhoCanMention = whoCanMention, Version = 1 };
        return id;
    }

    public void Follow(Guid follower, Guid followee)
    {
        Of(follower, followee).Following = true;
        Of(followee, follower).FollowedBy = true;
    }

    public void Block(Guid blocker, Guid blocked)
    {
        Of(blocker, blocked).Blocked = true;
        Of(blocked, blocker).BlockedBy = true;
    }

    public void Mute(Guid muter, Guid muted) => Of(muter, muted).Muted = true;

    /// <summary>The person as an event tells of them, after a change.</summary>
    public AccountState Changed(Guid person, Action<PersonCard> change)
    {
        var card = People[person];
        change(card);
        card.Version++;
        return new AccountState
        {
            UserId = person.ToString(),
            Username = card.Card.Username,
            IsPrivate = card.IsPrivate,
            Suspended = card.Suspended,
            Deleted = card.Deleted,
            Version = card.Version,
        };
    }

    private Relation Of(Guid viewer, Guid other) => Relations.GetOrAdd((viewer, other), key => new Relation { UserId = key.Other.ToString() });
}

internal sealed class WorldPeople(World world) : People.PeopleBase
{
    public override Task<GetCardsResponse> GetCards(GetCardsRequest request, ServerCallContext context)
        => Task.FromResult(new GetCardsResponse { Items = { request.Ids.Select(Guid.Parse).Where(world.People.ContainsKey).Select(id => world.People[id].Clone()) } });

    public override Task<FindByUsernamesResponse> FindByUsernames(FindByUsernamesRequest request, ServerCallContext context)
    {
        var names = request.Usernames.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Task.FromResult(new FindByUsernamesResponse { Items = { world.People.Values.Where(p => names.Contains(p.Card.Username)).Select(p => p.Clone()) } });
    }
}

internal sealed class WorldFollows(World world) : Contracts.Interaction.V1.Follows.FollowsBase
{
    public override Task<GetRelationsResponse> GetRelations(GetRelationsRequest request, ServerCallContext context)
    {
        Interlocked.Increment(ref world.RelationReads);
        var viewer = context.Viewer().Account();
        var found = request.UserIds.Select(Guid.Parse).Where(id => world.Relations.ContainsKey((viewer, id))).Select(id => world.Relations[(viewer, id)].Clone());
        return Task.FromResult(new GetRelationsResponse { Items = { found } });
    }
}
