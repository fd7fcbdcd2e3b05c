using Grpc.Core;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Tests.Counts;

/// <summary>One list of steps, done by new people on new clips and compared with the model after each step and at the end.</summary>
internal sealed class ToggleRun(InteractionApp app)
{
    public const int People = 4, Private = People - 1;

    private readonly ToggleModel _model = new();
    private readonly Guid[] _people = [.. Enumerable.Range(0, People).Select(n => app.World.Person($"p{Guid.CreateVersion7():N}", isPrivate: n == Private))];
    private Guid[] _videos = [];

    public static async Task CheckAsync(InteractionApp app, ToggleStep[] steps)
    {
        var run = new ToggleRun(app);
        run._videos = [.. run._people.Select(author => app.World.Video(author))];
        foreach (var step in steps) await run.StepAsync(step);
        await run.CountsAsync();
        await app.FoldAsync();
        await run.CountsAsync();
        (await app.AuditAsync()).ShouldBeEmpty();
        await run.ListsAsync();
        await run.EventsAsync();
    }

    private async Task StepAsync(ToggleStep step)
    {
        var expected = _model.Apply(step);
        var (status, why) = (200, "");
        try
        {
            await DoAsync(step);
        }
        catch (RpcException refusal)
        {
            (status, why) = (Fault.Of(refusal).HttpStatus, refusal.ToString());
        }
        status.ShouldBe(expected, $"{step} {why}");
    }

    private async Task DoAsync(ToggleStep step)
    {
        var (who, whom, video) = (_people[step.Who], _people[step.Whom].ToString(), _videos[step.Whom].ToString());
        switch (step.What)
        {
            case Toggle.Like:
                var liked = await app.Likes(who).SetLikeAsync(new SetLikeRequest { VideoId = video, Liked = step.IsOn, Seq = step.Seq });
                (liked.Liked, liked.Likes).ShouldBe((_model.Taps.GetValueOrDefault((step.What, step.Who, step.Whom)).IsOn, _model.Count(step.What, step.Whom)), step.ToString());
                break;
            case Toggle.Save:
                var saved = await app.Likes(who).SetSaveAsync(new SetSaveRequest { VideoId = video, Saved = step.IsOn, Seq = step.Seq });
                (saved.Saved, saved.Saves).ShouldBe((_model.Taps.GetValueOrDefault((step.What, step.Who, step.Whom)).IsOn, _model.Count(step.What, step.Whom)), step.ToString());
                break;
            case Toggle.Follow:
                var (followed, state) = (await app.Follows(who).SetFollowAsync(new SetFollowRequest { UserId = whom, Follow = step.IsOn, Seq = step.Seq }), _model.FollowOf(step.Who, step.Whom));
                (followed.Following, followed.Requested, followed.Followers).ShouldBe((state == FollowState.Following, state == FollowState.Requested, _model.Followers(step.Whom)), step.ToString());
                break;
            case Toggle.Answer:
                await app.Follows(_people[step.Whom]).AnswerRequestAsync(new AnswerRequestRequest { FollowerId = who.ToString(), Accept = step.IsOn });
                break;
            case Toggle.Block:
                await app.Follows(who).SetBlockAsync(new SetBlockRequest { UserId = whom, Block = step.IsOn });
                break;
            default:
                await app.FoldAsync();
                break;
        }
    }

    private async Task CountsAsync()
    {
        for (var n = 0; n < People; n++)
        {
            var video = (await app.Counts(_people[n]).GetVideoCountsAsync(new GetVideoCountsRequest { VideoIds = { _videos[n].ToString() } })).Items.Single();
            (video.Likes, video.Saves).ShouldBe((_model.Count(Toggle.Like, n), _model.Count(Toggle.Save, n)), $"counts of the clip of person {n}");
            var person = (await app.Counts(_people[n]).GetUserCountsAsync(new GetUserCountsRequest { UserIds = { _people[n].ToString() } })).Items.Single();
            (person.Followers, person.Following, person.Likes).ShouldBe((_model.Followers(n), _model.Following(n), _model.Count(Toggle.Like, n)), $"counts of person {n}");
        }
    }

    private async Task ListsAsync()
    {
        for (var n = 0; n < People; n++)
        {
            var mine = app.Follows(_people[n]);
            (await mine.ListRequestsAsync(new ListRequestsRequest())).UserIds.ShouldBe(Where(FollowState.Requested, n), ignoreOrder: true, $"requests to person {n}");
            (await mine.ListFollowersAsync(new ListFollowersRequest { UserId = _people[n].ToString() })).UserIds.ShouldBe(Where(FollowState.Following, n), ignoreOrder: true, $"followers of person {n}");
            (await mine.ListBlocksAsync(new ListBlocksRequest())).UserIds.ShouldBe(_model.Blocks.Where(pair => pair.Who == n && !_model.Blocks.Contains((pair.Whom, pair.Who))).Select(pair => _people[pair.Whom].ToString()), ignoreOrder: true, $"blocks of person {n}");
        }

        IEnumerable<string> Where(FollowState state, int whom) => _model.Follows.Where(follow => follow.Key.Whom == whom && follow.Value.State == state).Select(follow => _people[follow.Key.Who].ToString());
    }

    /// <summary>Who keeps the highest version of each pair knows exactly what is, in whatever order the events came.</summary>
    private async Task EventsAsync()
    {
        var likes = (await app.SaidAsync(Event.PayloadOneofCase.LikeChanged)).Select(e => e.LikeChanged).Where(e => _videos.Any(id => id.ToString() == e.VideoId))
            .GroupBy(e => (e.UserId, e.VideoId)).Where(pair => pair.MaxBy(e => e.Version)!.Liked).Select(pair => pair.Key);
        likes.ShouldBe(_model.Taps.Where(tap => tap.Key.What == Toggle.Like && tap.Value.IsOn).Select(tap => (_people[tap.Key.Who].ToString(), _videos[tap.Key.Whom].ToString())), ignoreOrder: true);
        var follows = (await app.SaidAsync(Event.PayloadOneofCase.FollowChanged)).Select(e => e.FollowChanged).Where(e => _people.Any(id => id.ToString() == e.FolloweeId))
            .GroupBy(e => (e.FollowerId, e.FolloweeId)).Select(pair => (pair.Key.FollowerId, pair.Key.FolloweeId, pair.MaxBy(e => e.Version)!.State)).Where(follow => follow.State != FollowState.None);
        follows.ShouldBe(_model.Follows.Where(follow => follow.Value.State != FollowState.None)
            .Select(follow => (_people[follow.Key.Who].ToString(), _people[follow.Key.Whom].ToString(), follow.Value.State)), ignoreOrder: true);
    }
}
