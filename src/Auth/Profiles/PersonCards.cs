using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;
using Zoetrope.Auth.Data;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Cache;

namespace Zoetrope.Auth.Profiles;

/// <summary>Cards of people, cached: every list of anything shows some.</summary>
internal sealed class PersonCards : IDisposable
{
    private readonly EntityCache<Guid, PersonCard> _cache;

    public PersonCards(IDbContextFactory<AuthDb> databases, IServiceProvider provider, TimeProvider time)
        => _cache = new EntityCache<Guid, PersonCard>(new()
        {
            Name = "person:1",
            Load = async (ids, cancel) =>
            {
                await using var db = await databases.CreateDbContextAsync(cancel);
                var users = await db.Users.AsNoTracking().Where(u => ids.Contains(u.Id) && !u.AwaitsApproval).ToListAsync(cancel);
                return users.ToDictionary(u => u.Id, Of);
            },
            Version = card => card.Version,
            Write = card => Google.Protobuf.MessageExtensions.ToByteArray(card),
            Read = PersonCard.Parser.ParseFrom,
        }, (IConnectionMultiplexer?)provider.GetService(typeof(IConnectionMultiplexer)), time);

    public async ValueTask<List<PersonCard>> GetAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancel) => [.. (await _cache.GetManyAsync(ids, cancel)).Values];

    public void Drop(Guid id, long version) => _cache.Drop(id, version);

    public void Dispose() => _cache.Dispose();

    public static PersonCard Of(User user)
    {
        var state = AccountEvents.State(user);
        return new PersonCard
        {
            Card = AccountEvents.Card(user),
            IsPrivate = state.IsPrivate,
            Suspended = state.Suspended,
            Deleted = state.Deleted,
            ShowLikes = state.ShowLikes,
            ShowPresence = state.ShowPresence,
            WhoCanComment = state.WhoCanComment,
            WhoCanMention = state.WhoCanMention,
            Version = state.Version,
        };
    }
}
