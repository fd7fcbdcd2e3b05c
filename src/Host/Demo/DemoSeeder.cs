using Google.Protobuf;
using Grpc.Core;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Host.Demo;

/// <summary>
/// Fills an empty instance through the services' own doors, as people would: demo people sign in, upload, watch, like, comment and
/// follow. So counts, notifications and feeds are true, and nothing knows a demo but the badge.
/// </summary>
internal sealed partial class DemoSeeder(
    Rpc<DemoPeople.DemoPeopleClient> people,
    Rpc<Accounts.AccountsClient> accounts,
    Rpc<Sessions.SessionsClient> sessions,
    Rpc<Uploads.UploadsClient> uploads,
    Rpc<Catalog.CatalogClient> catalog,
    Rpc<Likes.LikesClient> likes,
    Rpc<Follows.FollowsClient> follows,
    Rpc<Comments.CommentsClient> comments,
    Rpc<Plays.PlaysClient> plays,
    AccessTokens tokens,
    IConfiguration configuration,
    TimeProvider time,
    ILogger<DemoSeeder> logger)
{
    private const int ChunkBytes = 256 * 1024;
    private const int MostLooks = 240;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>More than one clip takes, well under what an access token lasts.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(4);

    /// <summary>True when it filled the instance; false where there is something already, which it leaves alone.</summary>
    /// <param name="clips">Only so many of the clips.</param>
    public async Task<bool> FillAsync(CancellationToken cancel, int? clips = null)
    {
        var there = await catalog.AsSystem().ListLatestAsync(new ListLatestRequest { Page = new() { Limit = 1 } }, cancellationToken: cancel);
        if (there.Items.Count > 0 || (await people.AsSystem().ListDemoPeopleAsync(new ListDemoPeopleRequest(), cancellationToken: cancel)).UserIds.Count > 0) return false;

        var folder = Directory.CreateTempSubdirectory("zoetrope-demo-");
        try
        {
            var painter = new DemoPainter(configuration["Media:Ffmpeg"] ?? "ffmpeg", folder.FullName);
            var (cast, grants) = await CastAsync(painter, cancel);
            await FollowAsync(cast, cancel);
            var videos = new List<Guid>();
            var wanted = DemoContent.Clips.Take(clips ?? DemoContent.Clips.Count).ToList();
            foreach (var clip in wanted)
            {
                await StaySignedInAsync(cast, grants, cancel);
                videos.Add(await PostAsync(painter, clip, cast[clip.Author], cancel));
                LogPosted(logger, videos.Count, wanted.Count, clip.Words);
            }
            var watched = cast.ConvertAll(_ => new RecordWatchesRequest());
            foreach (var (video, i) in videos.Select((video, i) => (video, i)))
            {
                await WhenReadyAsync(video, cancel);
                await BackdateAsync(i, video, cancel);
                await StaySignedInAsync(cast, grants, cancel);
                await WhenKnownAsync(video, cast[0], cancel);
                await ReactAsync(i, video, cast, watched, cancel);
            }
            await StaySignedInAsync(cast, grants, cancel);
            // Together: one after the other within seconds, nobody can have watched so much.
            foreach (var (viewer, seen) in cast.Zip(watched)) await plays.As(viewer).RecordWatchesAsync(seen, cancellationToken: cancel);
            return true;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Takes all demo people and their clips away; returns how many people there were.</summary>
    public async Task<int> RemoveAsync(CancellationToken cancel)
    {
        foreach (var id in (await people.AsSystem().ListDemoPeopleAsync(new ListDemoPeopleRequest(), cancellationToken: cancel)).UserIds)
        {
            for (var more = true; more;)
            {
                var page = await catalog.AsSystem().ListByAuthorAsync(new ListByAuthorRequest { AuthorId = id, Page = new() { Limit = 50 } }, cancellationToken: cancel);
                foreach (var video in page.Items) await catalog.AsSystem().DeleteVideoAsync(new DeleteVideoRequest { Id = video.Id }, cancellationToken: cancel);
                more = page.Items.Count > 0;
            }
        }
        return (await people.AsSystem().RemoveDemoPeopleAsync(new RemoveDemoPeopleRequest(), cancellationToken: cancel)).Removed;
    }

    private async Task<(List<Viewer> Cast, List<SessionGrant> Grants)> CastAsync(DemoPainter painter, CancellationToken cancel)
    {
        var (cast, grants) = (new List<Viewer>(), new List<SessionGrant>());
        foreach (var person in DemoContent.People)
        {
            var added = await people.AsSystem().AddDemoPersonAsync(new AddDemoPersonRequest { Username = person.Username, DisplayName = person.Name, Bio = person.Bio }, cancellationToken: cancel);
            var viewer = await ViewerAsync(added.Session.AccessToken, cancel);
            await accounts.As(viewer).SetAvatarAsync(new SetAvatarRequest { Image = ByteString.CopyFrom(await painter.PortraitAsync(person, cancel)) }, cancellationToken: cancel);
            cast.Add(viewer);
            grants.Add(added.Session);
        }
        return (cast, grants);
    }

    private async Task<Viewer> ViewerAsync(string token, CancellationToken cancel)
        => Viewer.SignedIn(token, await tokens.Verify(token, cancel) ?? throw new InvalidOperationException("A fresh token was refused."));

    /// <summary>On a slow machine the encoding outlasts an access token.</summary>
    private async Task StaySignedInAsync(List<Viewer> cast, List<SessionGrant> grants, CancellationToken cancel)
    {
        for (var i = 0; i < cast.Count; i++)
        {
            if (DateTimeOffset.FromUnixTimeMilliseconds(grants[i].AccessExpiresAtMs) - time.GetUtcNow() > Soon) continue;
            var fresh = (await sessions.AsSystem().ExchangeAsync(new ExchangeRequest { RefreshToken = grants[i].RefreshToken }, cancellationToken: cancel)).Session;
            cast[i] = await ViewerAsync(fresh.AccessToken, cancel);
            (grants[i].AccessToken, grants[i].AccessExpiresAtMs) = (fresh.AccessToken, fresh.AccessExpiresAtMs);
        }
    }

    private async Task FollowAsync(List<Viewer> cast, CancellationToken cancel)
    {
        var random = new Random(DemoContent.Seed);
        foreach (var viewer in cast)
        {
            foreach (var other in cast.Where(other => other != viewer && random.Next(5) < 2))
                await follows.As(viewer).SetFollowAsync(new SetFollowRequest { UserId = other.Account().ToString(), Follow = true }, cancellationToken: cancel);
        }
    }

    private async Task<Guid> PostAsync(DemoPainter painter, DemoClip clip, Viewer author, CancellationToken cancel)
    {
        var bytes = await File.ReadAllBytesAsync(await painter.ClipAsync(clip, cancel), cancel);
        var upload = (await uploads.As(author).CreateUploadAsync(new CreateUploadRequest { Size = bytes.Length, FileName = $"{clip.Words}.mp4", ContentType = "video/mp4" }, cancellationToken: cancel)).Upload;
        using (var append = uploads.As(author).Append(cancellationToken: cancel))
        {
            await append.RequestStream.WriteAsync(new AppendRequest { Id = upload.Id }, cancel);
            foreach (var chunk in bytes.Chunk(ChunkBytes)) await append.RequestStream.WriteAsync(new AppendRequest { Chunk = ByteString.CopyFrom(chunk) }, cancel);
            await append.RequestStream.CompleteAsync();
            await append;
        }
        var created = await catalog.As(author).CreateVideoAsync(new CreateVideoRequest { UploadId = upload.Id, Description = clip.Caption, Audience = "public", AllowComments = true }, cancellationToken: cancel);
        return Guid.Parse(created.Video.Id);
    }

    private async Task WhenReadyAsync(Guid id, CancellationToken cancel)
    {
        while (true)
        {
            var video = (await catalog.AsSystem().GetVideoAsync(new GetVideoRequest { Id = id.ToString() }, cancellationToken: cancel)).Video;
            if (video.State == "ready") return;
            if (video.State == "failed") throw new StartException($"A demo clip could not be processed: {video.Failure?.Code}.");
            await Task.Delay(Look, time, cancel);
        }
    }

    /// <summary>As if the place had been alive for a while: most clips are of this week, the oldest twelve days old.</summary>
    private async Task BackdateAsync(int index, Guid video, CancellationToken cancel)
    {
        var days = 12 * Math.Pow(new Random(DemoContent.Seed * 1000 + index).NextDouble(), 1.7);
        var at = time.GetUtcNow() - TimeSpan.FromDays(days);
        await catalog.AsSystem().BackdateVideoAsync(new BackdateVideoRequest { Id = video.ToString(), PublishedAtMs = at.ToUnixTimeMilliseconds() }, cancellationToken: cancel);
    }

    /// <summary>Who keeps likes and comments hears of a clip through the log, a moment after it is ready.</summary>
    private async Task WhenKnownAsync(Guid id, Viewer viewer, CancellationToken cancel)
    {
        for (var looks = 0; ; looks++)
        {
            try
            {
                await comments.As(viewer).ListCommentsAsync(new ListCommentsRequest { VideoId = id.ToString(), Page = new() { Limit = 1 } }, cancellationToken: cancel);
                return;
            }
            catch (RpcException error) when (Fault.Of(error).HttpStatus == 404 && looks < MostLooks)
            {
                await Task.Delay(Look, time, cancel);
            }
        }
    }

    /// <summary>What people do with a clip: most watch it, some like it, a few talk. The same every time, clip by clip.</summary>
    private async Task ReactAsync(int index, Guid video, List<Viewer> cast, List<RecordWatchesRequest> watched, CancellationToken cancel)
    {
        var random = new Random(DemoContent.Seed * 100 + index);
        var (id, clip) = (video.ToString(), DemoContent.Clips[index]);
        var charm = 0.2 + random.NextDouble() * 0.7;
        var threads = new List<string>();
        foreach (var viewer in cast.Where(v => v != cast[clip.Author] && random.NextDouble() < 0.75))
        {
            var liked = random.NextDouble() < charm;
            var part = liked ? 1 : random.NextDouble();
            watched[cast.IndexOf(viewer)].Items.Add(new Watch { VideoId = id, PlayId = Ids.New(time).ToString(), WatchedMs = (int)(clip.Seconds * 1000 * part), Completed = liked, Source = "for_you" });
            if (liked) await likes.As(viewer).SetLikeAsync(new SetLikeRequest { VideoId = id, Liked = true }, cancellationToken: cancel);
            if (random.NextDouble() < charm * 0.35)
            {
                var said = await comments.As(viewer).AddCommentAsync(new AddCommentRequest { VideoId = id, Text = DemoContent.Comments[random.Next(DemoContent.Comments.Count)] }, cancellationToken: cancel);
                threads.Add(said.Comment.Id);
            }
            else if (threads.Count > 0 && random.NextDouble() < 0.2)
            {
                await comments.As(viewer).SetCommentLikeAsync(new SetCommentLikeRequest { Id = threads[random.Next(threads.Count)], Liked = true }, cancellationToken: cancel);
            }
            if (random.NextDouble() < charm * 0.12) await plays.As(viewer).ShareAsync(new ShareRequest { VideoId = id, Channel = "link" }, cancellationToken: cancel);
        }
        foreach (var thread in threads.Where(_ => random.Next(2) == 0))
        {
            var reply = DemoContent.Replies[random.Next(DemoContent.Replies.Count)];
            await comments.As(cast[clip.Author]).AddCommentAsync(new AddCommentRequest { VideoId = id, ParentId = thread, Text = reply }, cancellationToken: cancel);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Demo clip {Number} of {All}: {Words}")]
    private static partial void LogPosted(ILogger logger, int number, int all, string words);
}
