using System.Collections.Concurrent;
using Grpc.Core;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Video.V1;

namespace Zoetrope.Interaction.Tests;

/// <summary>What exists as far as Auth and Video know. Tests that say nothing by events make the service ask.</summary>
internal sealed class World
{
    public ConcurrentDictionary<string, PersonCard> People { get; } = new();
    public ConcurrentDictionary<string, Video> Videos { get; } = new();

    /// <summary>How often each owner was asked.</summary>
    public int CatalogReads, PeopleReads;

    public Guid Person(string name, bool isPrivate = false, bool showLikes = false, string whoCanComment = "everyone", string whoCanMention = "everyone")
    {
        var id = Guid.CreateVersion7();
        People[id.ToString()] = new PersonCard
        {
            Card = new UserCard { Id = id.ToString(), Username = name, DisplayName = name },
            IsPrivate = isPrivate,
            ShowLikes = showLikes,
            WhoCanComment = whoCanComment,
            WhoCanMention = whoCanMention,
            Version = 1,
        };
        return id;
    }

    public Guid Video(Guid author, string audience = "public", bool allowComments = true, int durationMs = 10_000)
    {
        var id = Guid.CreateVersion7();
        Videos[id.ToString()] = new Video
        {
            Id = id.ToString(),
            AuthorId = author.ToString(),
            Audience = audience,
            AllowComments = allowComments,
            DurationMs = durationMs,
            PublishedAtMs = 1,
            State = "ready",
            Version = 1,
        };
        return id;
    }
}

internal sealed class WorldCatalog(World world) : Catalog.CatalogBase
{
    public override Task<GetVideosResponse> GetVideos(GetVideosRequest request, ServerCallContext context)
    {
        Interlocked.Increment(ref world.CatalogReads);
        return Task.FromResult(new GetVideosResponse { Items = { request.Ids.Where(world.Videos.ContainsKey).Select(id => world.Videos[id].Clone()) } });
    }
}

internal sealed class WorldPeople(World world) : People.PeopleBase
{
    public override Task<GetCardsResponse> GetCards(GetCardsRequest request, ServerCallContext context)
    {
        Interlocked.Increment(ref world.PeopleReads);
        return Task.FromResult(new GetCardsResponse { Items = { request.Ids.Where(world.People.ContainsKey).Select(id => world.People[id].Clone()) } });
    }

    public override Task<FindByUsernamesResponse> FindByUsernames(FindByUsernamesRequest request, ServerCallContext context)
    {
        Interlocked.Increment(ref world.PeopleReads);
        var names = request.Usernames.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Task.FromResult(new FindByUsernamesResponse { Items = { world.People.Values.Where(p => names.Contains(p.Card.Username)).Select(p => p.Clone()) } });
    }
}
