using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Known;

namespace Zoetrope.Interaction.Tests.Known;

/// <summary>The own copies of videos and accounts, fed by events that come late, twice and in any order.</summary>
public sealed class KnownCopiesTests(PostgresFixture postgres)
{
    public static TheoryData<int> Seeds => [1, 2, 3, 4, 5, 6, 7, 8];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Any_order_of_events_ends_in_the_same_rows(int seed)
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (author, kept, removed) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var events = new List<Event>();
        for (var version = 1; version <= 4; version++)
        {
            events.Add(new Event { VideoChanged = new VideoChanged { Video = Video(kept, author, version, version % 2 == 0 ? Audience.Public : Audience.Private) } });
            events.Add(new Event { VideoPublished = new VideoPublished { Video = Video(removed, author, version, Audience.Public) } });
        }
        events.Add(new Event { VideoRemoved = new VideoRemoved { Video = Video(removed, author, 3, Audience.Public) } });
        var random = new Random(seed);
        var told = events.Concat(events.Take(random.Next(events.Count))).ToArray();
        random.Shuffle(told);

        await using var db = app.Open();
        foreach (var batch in told.Chunk(1 + random.Next(4))) await new KnownVideos().HandleAsync(db, batch, CancellationToken.None);

        var rows = await db.KnownVideos.AsNoTracking().ToDictionaryAsync(v => v.VideoId);
        (rows[kept].Version, rows[kept].Audience, rows[kept].Removed).ShouldBe((4, Audience.Public, false));
        rows[removed].Removed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_removed_video_is_gone_for_good_and_says_so()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        var video = app.World.Video(ana);
        await app.Likes(ben).SetLikeAsync(new SetLikeRequest { VideoId = video.ToString(), Liked = true });

        await using var db = app.Open();
        await new KnownVideos().HandleAsync(db, [new Event { VideoRemoved = new VideoRemoved { Video = Video(video, ana, 2, Audience.Public) } }], CancellationToken.None);

        (await app.Likes(ben).SetLikeAsync(new SetLikeRequest { VideoId = video.ToString(), Liked = true }).RefusedAsync()).ShouldBe((410, "gone"));
        (await app.Likes(ben).ListLikedAsync(new ListLikedRequest { UserId = ben.ToString() })).VideoIds.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_missing_is_read_once_from_its_owner_and_then_known()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var ids = Enumerable.Range(0, 20).Select(_ => app.World.Video(ana).ToString()).ToList();

        for (var i = 0; i < 3; i++) (await app.Counts(null).GetVideoCountsAsync(new GetVideoCountsRequest { VideoIds = { ids } })).Items.Count.ShouldBe(20);

        (app.World.CatalogReads, app.World.PeopleReads).ShouldBe((1, 1));
    }

    [Theory]
    [InlineData("processing", 0, Audience.Public)]
    [InlineData("ready", 1, Audience.Private)]
    public async Task A_clip_that_came_out_a_moment_ago_is_liked_before_the_event_comes(string state, long publishedAtMs, Audience audience)
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        var video = app.World.Video(ana);
        app.World.Videos[video.ToString()].Version = 2;
        await using var db = app.Open();
        var before = Video(video, ana, 1, audience);
        (before.State, before.PublishedAtMs) = (state, publishedAtMs);
        await new KnownVideos().HandleAsync(db, [new Event { VideoChanged = new VideoChanged { Video = before } }], CancellationToken.None);

        (await app.Likes(ben).SetLikeAsync(new SetLikeRequest { VideoId = video.ToString(), Liked = true })).Likes.ShouldBe(1);
        (await app.Counts(ben).GetVideoCountsAsync(new GetVideoCountsRequest { VideoIds = { video.ToString() } })).Items.Single().Likes.ShouldBe(1);

        // The late event says nothing new, and what its owner hides stays hidden.
        await new KnownVideos().HandleAsync(db, [new Event { VideoChanged = new VideoChanged { Video = before } }], CancellationToken.None);
        (await app.Likes(ben).SetSaveAsync(new SetSaveRequest { VideoId = video.ToString(), Saved = true })).Saved.ShouldBeTrue();
        (app.World.Videos[video.ToString()].Audience, app.World.Videos[video.ToString()].Version) = ("private", 3);
        await new KnownVideos().HandleAsync(db, [new Event { VideoChanged = new VideoChanged { Video = Video(video, ana, 3, Audience.Private) } }], CancellationToken.None);
        (await app.Likes(ben).SetSaveAsync(new SetSaveRequest { VideoId = video.ToString(), Saved = true }).RefusedAsync()).ShouldBe((404, "not_found"));
    }

    [Fact]
    public async Task Suspended_and_private_people_vanish_with_the_next_event()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        var video = app.World.Video(ana);
        await app.Likes(ben).SetLikeAsync(new SetLikeRequest { VideoId = video.ToString(), Liked = true });
        await using var db = app.Open();
        await new KnownAccounts(app.Time).HandleAsync(db, [Account(ana, 2, isPrivate: true)], CancellationToken.None);
        (await app.Likes(ben).SetSaveAsync(new SetSaveRequest { VideoId = video.ToString(), Saved = true }).RefusedAsync()).ShouldBe((403, "followers_only"));

        await new KnownAccounts(app.Time).HandleAsync(db, [Account(ana, 3, suspended: true)], CancellationToken.None);
        await new KnownAccounts(app.Time).HandleAsync(db, [Account(ana, 2, isPrivate: true)], CancellationToken.None);
        (await app.Likes(ben).SetSaveAsync(new SetSaveRequest { VideoId = video.ToString(), Saved = true }).RefusedAsync()).ShouldBe((404, "not_found"));
    }

    private static VideoState Video(Guid id, Guid author, long version, Audience audience) => new()
    {
        VideoId = id.ToString(),
        AuthorId = author.ToString(),
        Audience = audience,
        State = "ready",
        PublishedAtMs = 1,
        Version = version,
    };

    private static Event Account(Guid id, long version, bool isPrivate = false, bool suspended = false) => new()
    {
        AccountChanged = new AccountChanged
        {
            Account = new AccountState { UserId = id.ToString(), Username = "ana", IsPrivate = isPrivate, Suspended = suspended, Version = version, WhoCanComment = "everyone", WhoCanMention = "everyone" },
        },
    };
}
