using System.Globalization;
using StackExchange.Redis;

namespace Zoetrope.Notification.Presence;

/// <summary>
/// Who is connected where, in Redis: for each gateway one heartbeat key and one set of people, both of which expire when it dies. Cost grows with
/// gateways, not with sockets. The braces keep a gateway's two keys on one node of a cluster.
/// </summary>
internal sealed class OnlineStore(IConnectionMultiplexer redis, TimeProvider time)
{
    /// <summary>Gateways report every 5 s; two late reports are forgiven.</summary>
    private static readonly TimeSpan Alive = TimeSpan.FromSeconds(16), LastSeenKept = TimeSpan.FromDays(30);

    /// <summary>The list of people outlives its gateway, so that somebody can still say that they are gone.</summary>
    private static readonly TimeSpan ListKept = TimeSpan.FromMinutes(10);

    private const string Gateways = "presence:gateways";

    private IDatabase Redis => redis.GetDatabase();
    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>A heartbeat, with everybody (<paramref name="whole"/>) or only who came and went. Doing it twice changes nothing.</summary>
    public async Task ReportAsync(string gateway, IReadOnlyCollection<Guid>? whole, IReadOnlyCollection<Guid> joined, IReadOnlyCollection<Guid> left)
    {
        var (people, beat) = (PeopleOf(gateway), Redis.CreateTransaction());
        var work = new List<Task> { beat.StringSetAsync(BeatOf(gateway), Now, Alive) };
        if (whole is not null) work.Add(beat.KeyDeleteAsync(people));
        if (whole is { Count: > 0 }) work.Add(beat.SetAddAsync(people, Values(whole)));
        if (joined.Count > 0) work.Add(beat.SetAddAsync(people, Values(joined)));
        if (left.Count > 0) work.Add(beat.SetRemoveAsync(people, Values(left)));
        work.Add(beat.KeyExpireAsync(people, ListKept));
        await beat.ExecuteAsync();
        await Task.WhenAll(work);

        var seen = joined.Concat(left).Select(id => (Task)Redis.StringSetAsync(SeenOf(id), Now, LastSeenKept));
        await Task.WhenAll([Redis.SortedSetAddAsync(Gateways, gateway, Now), .. seen]);
    }

    /// <summary>For each of these people: online if any live gateway lists them, and when they last came or went (0: not known).</summary>
    public async Task<Dictionary<Guid, (bool Online, long LastSeenMs)>> FindAsync(IReadOnlyList<Guid> people)
    {
        if (people.Count == 0) return [];
        var gateways = (await Redis.SortedSetRangeByScoreAsync(Gateways, Now - Alive.TotalMilliseconds)).Select(g => g.ToString()).ToList();
        // Pipelined single commands: multi-key ones do not cross the nodes of a cluster.
        var alive = await Task.WhenAll(gateways.Select(g => Redis.KeyExistsAsync(BeatOf(g))));
        var live = gateways.Where((_, i) => alive[i]).ToList();
        var listed = await Task.WhenAll(people.Select(id => Task.WhenAll(live.Select(g => Redis.SetContainsAsync(PeopleOf(g), id.ToString())))));
        var seen = await Task.WhenAll(people.Select(id => Redis.StringGetAsync(SeenOf(id))));
        return people.Select((id, i) => (id, Online: listed[i].Contains(true), Seen: (long?)seen[i] ?? 0)).ToDictionary(p => p.id, p => (p.Online, p.Seen));
    }

    /// <summary>People of gateways that fell silent, each list given to one asker only: nobody else will tell that they are gone.</summary>
    public async Task<List<string>> TakeLostAsync()
    {
        var lost = new List<string>();
        foreach (var silent in await Redis.SortedSetRangeByScoreWithScoresAsync(Gateways, double.NegativeInfinity, Now - Alive.TotalMilliseconds))
        {
            // Whoever removes it speaks for it.
            if (!await Redis.SortedSetRemoveAsync(Gateways, silent.Element)) continue;
            var people = await Redis.SetMembersAsync(PeopleOf(silent.Element.ToString()));
            await Redis.KeyDeleteAsync(PeopleOf(silent.Element.ToString()));
            await Task.WhenAll(people.Select(id => SeeAsync(Guid.Parse(id.ToString()), (long)silent.Score)));
            lost.AddRange(people.Select(id => id.ToString()));
        }
        return lost;
    }

    /// <summary>Seen then, unless somewhere else later: what stands there is at least the arrival at the gateway that fell silent.</summary>
    private async Task SeeAsync(Guid id, long atMs)
    {
        if (((long?)await Redis.StringGetAsync(SeenOf(id)) ?? 0) < atMs) await Redis.StringSetAsync(SeenOf(id), atMs, LastSeenKept);
    }

    private static RedisKey BeatOf(string gateway) => $"presence:{{{gateway}}}:beat";

    private static RedisKey PeopleOf(string gateway) => $"presence:{{{gateway}}}:people";

    private static RedisKey SeenOf(Guid id) => string.Create(CultureInfo.InvariantCulture, $"presence:seen:{id}");

    private static RedisValue[] Values(IEnumerable<Guid> ids) => [.. ids.Select(id => (RedisValue)id.ToString())];
}
