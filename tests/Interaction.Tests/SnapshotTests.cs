using Microsoft.Extensions.DependencyInjection;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;

namespace Zoetrope.Interaction.Tests;

public sealed class SnapshotTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_snapshot_tells_the_newest_version_of_everything_that_was_said()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        var video = app.World.Video(ana).ToString();
        foreach (var liked in new[] { true, false, true }) await app.Likes(ben).SetLikeAsync(new SetLikeRequest { VideoId = video, Liked = liked });
        await app.Likes(ben).SetSaveAsync(new SetSaveRequest { VideoId = video, Saved = true });
        await app.Follows(ben).SetFollowAsync(new SetFollowRequest { UserId = ana.ToString(), Follow = true });
        await app.Follows(ben).SetMuteAsync(new SetMuteRequest { UserId = ana.ToString(), Mute = true });
        var comment = (await app.Comments(ben).AddCommentAsync(new AddCommentRequest { VideoId = video, Text = "hello" })).Comment.Id;
        await app.Comments(ana).SetCommentLikeAsync(new SetCommentLikeRequest { Id = comment, Liked = true });
        await app.Plays(ben).ShareAsync(new ShareRequest { VideoId = video, Channel = "link" });
        await app.Plays(ben).RecordWatchesAsync(new RecordWatchesRequest
        {
            Items = { new Watch { VideoId = video, PlayId = Guid.CreateVersion7().ToString(), WatchedMs = 5000, Source = "for_you" } },
        });
        await app.FoldAsync();

        var kinds = new[]
        {
            Event.PayloadOneofCase.LikeChanged, Event.PayloadOneofCase.SaveChanged, Event.PayloadOneofCase.FollowChanged, Event.PayloadOneofCase.MuteChanged,
            Event.PayloadOneofCase.CommentChanged, Event.PayloadOneofCase.CommentLikeChanged, Event.PayloadOneofCase.Shared, Event.PayloadOneofCase.CountsChanged,
            Event.PayloadOneofCase.PlaysWatched,
        };
        var said = new List<Event>();
        foreach (var kind in kinds) said.Add((await app.SaidAsync(kind))[^1]);

        await using var scope = app.Services.CreateAsyncScope();
        var told = new List<Event>();
        var snapshot = scope.ServiceProvider.GetRequiredService<InteractionSnapshot>();
        await foreach (var e in snapshot.StreamAsync(scope.ServiceProvider.GetRequiredService<InteractionDb>(), CancellationToken.None)) told.Add(e);

        told.Select(Bare).Order(StringComparer.Ordinal).ShouldBe(said.Select(Bare).Order(StringComparer.Ordinal));
    }

    /// <summary>Key and payload: what an envelope adds differs.</summary>
    private static string Bare(Event e)
    {
        var bare = e.Clone();
        (bare.Id, bare.TimeMs, bare.Traceparent) = ("", 0, "");
        if (bare.CommentChanged is { } comment) comment.CreatedAtMs = 0;
        return bare.ToString();
    }
}
