using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Known;

/// <summary>Fills the own copies by one batched read from the owner where an event has not come yet. Events stay the newer word.</summary>
internal sealed class Missing(IDbContextFactory<InteractionDb> databases, Rpc<Catalog.CatalogClient> catalog, Rpc<People.PeopleClient> people)
{
    private const int Batch = 100;

    /// <summary>Reads these videos from Video; those that do not exist stay unknown.</summary>
    public async Task LoadVideosAsync(IEnumerable<Guid> ids, CancellationToken cancel)
    {
        foreach (var some in ids.Chunk(Batch))
        {
            var request = new GetVideosRequest { Ids = { some.Select(id => id.ToString()) } };
            var found = await catalog.AsSystem().GetVideosAsync(request, cancellationToken: cancel);
            await using var db = await databases.CreateDbContextAsync(cancel);
            await KnownVideos.StoreAsync(db, [.. found.Items.Select(Copy)], cancel);
        }
    }

    /// <summary>Reads these accounts from Auth; those that do not exist stay unknown.</summary>
    public async Task LoadAccountsAsync(IEnumerable<Guid> ids, CancellationToken cancel)
    {
        foreach (var some in ids.Distinct().Chunk(Batch))
        {
            var request = new GetCardsRequest { Ids = { some.Select(id => id.ToString()) } };
            var found = await people.AsSystem().GetCardsAsync(request, cancellationToken: cancel);
            await using var db = await databases.CreateDbContextAsync(cancel);
            await KnownAccounts.StoreAsync(db, [.. found.Items.Select(Copy)], cancel);
        }
    }

    private static KnownVideo Copy(Video video) => new()
    {
        VideoId = Guid.Parse(video.Id),
        AuthorId = Guid.Parse(video.AuthorId),
        Audience = video.Audience switch
        {
            "public" => Audience.Public,
            "followers" => Audience.Followers,
            "unlisted" => Audience.Unlisted,
            // An audience this version does not know is shown to nobody.
            _ => Audience.Private,
        },
        Published = KnownVideos.IsPublished(video.PublishedAtMs, video.State),
        Removed = video.State == "removed",
        AllowComments = video.AllowComments,
        DurationMs = video.DurationMs,
        Version = video.Version,
    };

    private static KnownAccount Copy(PersonCard person) => new()
    {
        UserId = Guid.Parse(person.Card.Id),
        Username = person.Card.Username,
        IsPrivate = person.IsPrivate,
        Suspended = person.Suspended,
        Deleted = person.Deleted,
        ShowLikes = person.ShowLikes,
        WhoCanComment = person.WhoCanComment,
        WhoCanMention = person.WhoCanMention,
        Version = person.Version,
    };
}
