using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform;
using Zoetrope.Platform.Rpc;
using Zoetrope.Testing;

namespace Zoetrope.Product.Tests.Safety;

/// <summary>
/// The same matrix one door further in: with the cluster's credential, as the gateway has it, a service still answers each viewer by the
/// audience of the clip. No service leaves the question to the one that calls it.
/// </summary>
[Collection("matrix")]
public sealed class InternalMatrixTests(MatrixPlace place)
{
    /// <summary>What anybody may do with a clip they may see; the last says whether it needs an account.</summary>
    private static readonly (string Name, Func<Cluster, Viewer, string, string, Task> Call, bool SignIn)[] OfClips =
    [
        ("GetVideo", async (services, viewer, id, _) => await services.Catalog.As(viewer).GetVideoAsync(new GetVideoRequest { Id = id }), false),
        ("ListComments", async (services, viewer, id, _) => await services.Comments.As(viewer).ListCommentsAsync(new ListCommentsRequest { VideoId = id, Page = new() }), false),
        ("GetComment", async (services, viewer, _, comment) => await services.Comments.As(viewer).GetCommentAsync(new GetCommentRequest { Id = comment }), false),
        ("ListReplies", async (services, viewer, _, comment) => await services.Comments.As(viewer).ListRepliesAsync(new ListRepliesRequest { CommentId = comment, Page = new() }), false),
        ("Share", async (services, viewer, id, _) => await services.Plays.As(viewer).ShareAsync(new ShareRequest { VideoId = id, Channel = "link" }), false),
        ("SetLike", async (services, viewer, id, _) => await services.Likes.As(viewer).SetLikeAsync(new SetLikeRequest { VideoId = id, Liked = true }), true),
        ("SetSave", async (services, viewer, id, _) => await services.Likes.As(viewer).SetSaveAsync(new SetSaveRequest { VideoId = id, Saved = true }), true),
        ("AddComment", async (services, viewer, id, _) => await services.Comments.As(viewer).AddCommentAsync(new AddCommentRequest { VideoId = id, Text = "May I" }), true),
        ("SetCommentLike", async (services, viewer, _, comment) => await services.Comments.As(viewer).SetCommentLikeAsync(new SetCommentLikeRequest { Id = comment, Liked = true }), true),
    ];

    private static readonly (string Name, Func<Cluster, Viewer, string, string, Task> Call)[] OfOwners =
    [
        ("UpdateVideo", async (services, viewer, id, _) => await services.Catalog.As(viewer).UpdateVideoAsync(new UpdateVideoRequest { Id = id, Description = "Taken over" })),
        ("DeleteVideo", async (services, viewer, id, _) => await services.Catalog.As(viewer).DeleteVideoAsync(new DeleteVideoRequest { Id = id })),
        ("RetryVideo", async (services, viewer, id, _) => await services.Catalog.As(viewer).RetryVideoAsync(new RetryVideoRequest { Id = id })),
        ("SetCover", async (services, viewer, id, _) => await services.Catalog.As(viewer).SetCoverAsync(new SetCoverRequest { Id = id })),
        ("SetCaption", async (services, viewer, id, _) => await services.Catalog.As(viewer).SetCaptionAsync(new SetCaptionRequest { Id = id, Locale = "en" })),
        ("EditComment", async (services, viewer, _, comment) => await services.Comments.As(viewer).EditCommentAsync(new EditCommentRequest { Id = comment, Text = "Taken over" })),
        ("DeleteComment", async (services, viewer, _, comment) => await services.Comments.As(viewer).DeleteCommentAsync(new DeleteCommentRequest { Id = comment })),
        ("SetCommentPin", async (services, viewer, _, comment) => await services.Comments.As(viewer).SetCommentPinAsync(new SetCommentPinRequest { Id = comment, Pinned = true })),
        ("GetVideoStatistics", async (services, viewer, id, _) => await services.Statistics.As(viewer).GetVideoStatisticsAsync(new GetVideoStatisticsRequest { VideoId = id })),
    ];

    [Fact]
    public async Task Each_service_answers_each_viewer_by_the_audience_of_the_clip()
    {
        using var services = await ClusterAsync();
        var wrong = new List<string>();
        foreach (var (name, call, signIn) in OfClips)
            foreach (var audience in MatrixPlace.Audiences)
                foreach (var viewer in MatrixPlace.Viewers)
                {
                    var expected = signIn && viewer == "signed out" ? StatusCode.Unauthenticated : MatrixPlace.See(viewer, audience) switch
                    {
                        200 => StatusCode.OK,
                        403 => StatusCode.PermissionDenied,
                        _ => StatusCode.NotFound,
                    };
                    if (await StatusAsync(call, services, viewer, audience) is var status && status != expected) wrong.Add($"{name} of the {audience} one as {viewer}: {status} instead of {expected}");
                }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_at_once_leave_out_what_a_viewer_may_not_see()
    {
        using var services = await ClusterAsync();
        foreach (var viewer in MatrixPlace.Viewers)
        {
            var found = await services.Catalog.As(services.Viewers[viewer]).GetVideosAsync(new GetVideosRequest { Ids = { place.Clips.Values } });
            found.Items.Select(video => video.Id).ShouldBe(place.Clips.Where(clip => MatrixPlace.See(viewer, clip.Key) == 200).Select(clip => clip.Value), ignoreOrder: true, viewer);
        }
    }

    [Fact]
    public async Task No_service_lets_somebody_change_what_is_anothers()
    {
        using var services = await ClusterAsync();
        var wrong = new List<string>();
        foreach (var (name, call) in OfOwners)
            foreach (var audience in MatrixPlace.Audiences)
                foreach (var viewer in MatrixPlace.Viewers.Where(viewer => viewer is not ("owner" or "moderator")))
                {
                    var status = await StatusAsync(call, services, viewer, audience);
                    var right = viewer == "signed out" ? status == StatusCode.Unauthenticated : status is StatusCode.PermissionDenied or StatusCode.NotFound;
                    if (!right) wrong.Add($"{name} of the {audience} one as {viewer}: {status}");
                }
        wrong.ShouldBeEmpty();
    }

    private async Task<StatusCode> StatusAsync(Func<Cluster, Viewer, string, string, Task> call, Cluster services, string viewer, string audience)
    {
        try
        {
            await call(services, services.Viewers[viewer], place.Clips[audience], place.Comments[audience]);
            return StatusCode.OK;
        }
        catch (RpcException refusal)
        {
            return refusal.StatusCode;
        }
    }

    private async Task<Cluster> ClusterAsync()
    {
        Assert.SkipUnless(ZoetropeApp.IsSplit, "In one process nothing listens for internal calls.");
        var viewers = new Dictionary<string, Viewer>();
        foreach (var name in MatrixPlace.Viewers)
            viewers[name] = await place.TokenAsync(name) is { } token ? Viewer.SignedIn(token, new VerifiedToken(default, default, default, default)) : Viewer.Anonymous();
        return new Cluster(place.App, viewers);
    }

    /// <summary>What one more process of the cluster would call with.</summary>
    private sealed class Cluster(ZoetropeApp app, IReadOnlyDictionary<string, Viewer> viewers) : IDisposable
    {
        private readonly ServiceProvider _provider = new ServiceCollection().AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Secrets:Root"] = app.RootSecret,
                ["Services:video:Url"] = app.InternalUrl(Role.Video).ToString(),
                ["Services:interaction:Url"] = app.InternalUrl(Role.Interaction).ToString(),
            }).Build())
            .AddSingleton(new LocalRoles(Role.Gateway))
            .AddRpcClient<Catalog.CatalogClient>(Role.Video).AddRpcClient<Comments.CommentsClient>(Role.Interaction).AddRpcClient<Likes.LikesClient>(Role.Interaction)
            .AddRpcClient<Plays.PlaysClient>(Role.Interaction).AddRpcClient<Statistics.StatisticsClient>(Role.Interaction)
            .BuildServiceProvider();

        public IReadOnlyDictionary<string, Viewer> Viewers => viewers;
        public Rpc<Catalog.CatalogClient> Catalog => _provider.GetRequiredService<Rpc<Catalog.CatalogClient>>();
        public Rpc<Comments.CommentsClient> Comments => _provider.GetRequiredService<Rpc<Comments.CommentsClient>>();
        public Rpc<Likes.LikesClient> Likes => _provider.GetRequiredService<Rpc<Likes.LikesClient>>();
        public Rpc<Plays.PlaysClient> Plays => _provider.GetRequiredService<Rpc<Plays.PlaysClient>>();
        public Rpc<Statistics.StatisticsClient> Statistics => _provider.GetRequiredService<Rpc<Statistics.StatisticsClient>>();

        public void Dispose() => _provider.Dispose();
    }
}
