using Google.Protobuf;
using Grpc.Core;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Contracts.Notification.V1;
using Zoetrope.Contracts.Recommendation.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform.Rpc;
using Video = Zoetrope.Contracts.Video.V1.Video;

namespace Zoetrope.Gateway.Tests;

// The services behind the gateway, played from a World: the smallest honest behaviour of each contract that a test needs.

internal sealed class PlayedAccounts(World world, TestTokens tokens) : Accounts.AccountsBase
{
    public override Task<RegisterResponse> Register(RegisterRequest request, ServerCallContext context)
    {
        world.Called(nameof(Register));
        world.Called($"registered on {request.DeviceId}, known as {request.Client.DeviceId}");
        if (request.Username.Length < 3) throw Fault.Invalid([Fault.Field("username", "too_short", ("min", "3")), Fault.Field("password", "too_short", ("min", "8"))]);
        if (world.People.Values.Any(p => p.Card.Username == request.Username)) throw Fault.Conflict("username_taken");
        return Task.FromResult(new RegisterResponse { Session = Grants.New(world, tokens, world.Person(request.Username), Guid.CreateVersion7()) });
    }

    public override Task<LogInResponse> LogIn(LogInRequest request, ServerCallContext context)
    {
        if (request.Password != "right horse" || world.People.Values.FirstOrDefault(p => p.Card.Username == request.Login) is not { } person) throw Fault.Unauthenticated("invalid_credentials");
        return Task.FromResult(new LogInResponse { Session = Grants.New(world, tokens, Guid.Parse(person.Card.Id), Guid.CreateVersion7()) });
    }

    public override Task<GetMeResponse> GetMe(GetMeRequest request, ServerCallContext context)
        => Task.FromResult(new GetMeResponse { Account = Own(context) });

    public override Task<SetAvatarResponse> SetAvatar(SetAvatarRequest request, ServerCallContext context)
        => Task.FromResult(new SetAvatarResponse { Account = Own(context) });

    private Account Own(ServerCallContext context) => new()
    {
        Card = world.People[context.Viewer().Account().ToString()].Card,
        Email = "me@example.org",
        Role = "user",
        Bio = "Hello",
        Settings = new Settings
        {
            IsPrivate = false,
            ShowLikes = true,
            ShowPresence = true,
            WhoCanComment = "everyone",
            WhoCanMention = "everyone",
            Sensitive = "blur",
            Autoplay = true,
            Captions = false,
            DataSaver = false,
            Theme = "system",
            Locale = "en",
            Shortcuts = true,
        },
    };
}

internal sealed class PlayedData(World world) : Contracts.Auth.V1.PersonalData.PersonalDataBase
{
    public override Task<TellOfArchiveResponse> TellOfArchive(TellOfArchiveRequest request, ServerCallContext context) => Task.FromResult(new TellOfArchiveResponse());

    public override Task Export(Contracts.Auth.V1.ExportRequest request, IServerStreamWriter<ExportPart> responseStream, ServerCallContext context)
    {
        world.Called(nameof(Export));
        return world.Archives.Task.WaitAsync(context.CancellationToken);
    }
}

internal static class Grants
{
    public static SessionGrant New(World world, TestTokens tokens, Guid account, Guid session)
    {
        var credential = Guid.CreateVersion7().ToString("N");
        world.Credentials[credential] = (account, session);
        return Of(tokens, account, session, credential);
    }

    public static SessionGrant Of(TestTokens tokens, Guid account, Guid session, string credential)
    {
        var expires = DateTimeOffset.UtcNow + AccessTokens.Lifetime;
        return new SessionGrant
        {
            SessionId = session.ToString(),
            UserId = account.ToString(),
            AccessToken = tokens.Issue(account, session, AccountRole.User, expires),
            AccessExpiresAtMs = expires.ToUnixTimeMilliseconds(),
            RefreshToken = credential,
            RefreshExpiresAtMs = expires.AddDays(30).ToUnixTimeMilliseconds(),
        };
    }
}

internal sealed class PlayedSessions(World world, TestTokens tokens) : Contracts.Auth.V1.Sessions.SessionsBase
{
    public override Task<ExchangeResponse> Exchange(ExchangeRequest request, ServerCallContext context)
    {
        world.Called(nameof(Exchange));
        if (!world.Credentials.TryGetValue(request.RefreshToken, out var known)) throw Fault.Unauthenticated("session_revoked");
        var grant = Grants.Of(tokens, known.Account, known.Session, "");
        return Task.FromResult(new ExchangeResponse { Session = grant, ShouldRotate = world.Due.ContainsKey(request.RefreshToken) });
    }

    public override Task<RefreshResponse> Refresh(RefreshRequest request, ServerCallContext context)
    {
        world.Called(nameof(Refresh));
        if (!world.Credentials.TryRemove(request.RefreshToken, out var known)) throw Fault.Unauthenticated("session_revoked");
        return Task.FromResult(new RefreshResponse { Session = Grants.New(world, tokens, known.Account, known.Session) });
    }

    public override Task<LogOutResponse> LogOut(LogOutRequest request, ServerCallContext context)
    {
        tokens.Revoke(context.Viewer().SessionId!.Value);
        return Task.FromResult(new LogOutResponse());
    }
}

internal sealed class PlayedInstance(World world) : Contracts.Auth.V1.Instance.InstanceBase
{
    public override Task<GetInstanceResponse> GetInstance(GetInstanceRequest request, ServerCallContext context)
        => Task.FromResult(new GetInstanceResponse { Instance = world.Instance.Clone() });

    public override Task<UpdateInstanceResponse> UpdateInstance(UpdateInstanceRequest request, ServerCallContext context)
    {
        if (request.HasRules) world.Instance.Rules = request.Rules;
        return Task.FromResult(new UpdateInstanceResponse { Instance = world.Instance.Clone() });
    }

    public override Task<CheckInviteResponse> CheckInvite(CheckInviteRequest request, ServerCallContext context)
        => Task.FromResult(new CheckInviteResponse { Usable = request.Code == "good" });

    public override Task<SetInstanceIconResponse> SetInstanceIcon(SetInstanceIconRequest request, ServerCallContext context)
    {
        world.Instance.IconUrl = request.Image.IsEmpty ? "" : $"/media/instance/{request.Image.Length}/192.png";
        return Task.FromResult(new SetInstanceIconResponse { Instance = world.Instance.Clone() });
    }
}

internal sealed class PlayedPeople(World world) : People.PeopleBase
{
    public override Task<GetCardsResponse> GetCards(GetCardsRequest request, ServerCallContext context)
    {
        world.Called(nameof(GetCards));
        return Task.FromResult(new GetCardsResponse { Items = { request.Ids.Where(world.People.ContainsKey).Select(id => world.People[id]) } });
    }

    public override Task<FindByUsernamesResponse> FindByUsernames(FindByUsernamesRequest request, ServerCallContext context)
        => Task.FromResult(new FindByUsernamesResponse { Items = { world.People.Values.Where(p => request.Usernames.Contains(p.Card.Username)) } });

    public override Task<GetProfileResponse> GetProfile(GetProfileRequest request, ServerCallContext context)
        => Task.FromResult(new GetProfileResponse { Person = world.People.Values.FirstOrDefault(p => p.Card.Username == request.Username) ?? throw Fault.NotFound(), Bio = "Hello" });
}

internal sealed class PlayedCatalog(World world) : Catalog.CatalogBase
{
    public override Task<GetVideosResponse> GetVideos(GetVideosRequest request, ServerCallContext context)
    {
        world.Called(nameof(GetVideos));
        return Task.FromResult(new GetVideosResponse { Items = { request.Ids.Where(world.Videos.ContainsKey).Select(id => world.Videos[id]) } });
    }

    public override Task<GetVideoResponse> GetVideo(GetVideoRequest request, ServerCallContext context)
    {
        if (!world.Videos.TryGetValue(request.Id, out var video)) throw Fault.NotFound();
        if (video.State == "removed") throw Fault.Gone();
        if (video.Audience == "followers") throw Fault.Forbidden("followers_only", ("author", world.People[video.AuthorId].Card.Username));
        return Task.FromResult(new GetVideoResponse { Video = video });
    }

    public override Task<ListLatestResponse> ListLatest(ListLatestRequest request, ServerCallContext context)
        => Task.FromResult(new ListLatestResponse { Items = { world.Videos.Values.OrderByDescending(v => v.Id).Take(request.Page.Limit) } });

    public override Task<CreateVideoResponse> CreateVideo(CreateVideoRequest request, ServerCallContext context)
    {
        var id = world.Video(context.Viewer().Account(), request.Title);
        world.Called($"created from {request.UploadId}");
        return Task.FromResult(new CreateVideoResponse { Video = world.Videos[id.ToString()] });
    }

    public override Task<UpdateVideoResponse> UpdateVideo(UpdateVideoRequest request, ServerCallContext context)
    {
        // What was sent once may not change.
        var video = world.Videos[request.Id] = world.Videos[request.Id].Clone();
        if (request.HasPublishAtMs) (video.PublishAtMs, video.State) = (request.PublishAtMs, request.PublishAtMs > 0 ? "scheduled" : "ready");
        return Task.FromResult(new UpdateVideoResponse { Video = video });
    }

    public override Task<ListByAuthorResponse> ListByAuthor(ListByAuthorRequest request, ServerCallContext context)
        => Task.FromResult(new ListByAuthorResponse { Items = { world.Videos.Values.Where(v => v.AuthorId == request.AuthorId) } });

    public override Task<SetCoverResponse> SetCover(SetCoverRequest request, ServerCallContext context)
        => Task.FromResult(new SetCoverResponse { Video = world.Videos[request.Id] });

    public override Task<SetCaptionResponse> SetCaption(SetCaptionRequest request, ServerCallContext context)
        => Task.FromResult(new SetCaptionResponse { Video = world.Videos[request.Id] });

    public override Task<CountByAuthorsResponse> CountByAuthors(CountByAuthorsRequest request, ServerCallContext context)
        => Task.FromResult(new CountByAuthorsResponse { Videos = { request.AuthorIds.ToDictionary(id => id, id => world.Videos.Values.LongCount(v => v.AuthorId == id)) } });
}

internal sealed class PlayedUploads(World world) : Contracts.Video.V1.Uploads.UploadsBase
{
    public override Task<CreateUploadResponse> CreateUpload(CreateUploadRequest request, ServerCallContext context)
    {
        if (request.Size > World.MostBytes) throw Fault.TooLarge("upload_too_large", ("max", $"{World.MostBytes}"));
        if (request.CheckOnly) return Task.FromResult(new CreateUploadResponse());
        var upload = new Upload { Id = Guid.CreateVersion7().ToString(), Size = request.Size, FileName = request.FileName, Metadata = request.Metadata, ExpiresAtMs = 1_800_000_000_000 };
        world.Uploads[upload.Id] = [];
        return Task.FromResult(new CreateUploadResponse { Upload = upload });
    }

    public override Task<GetUploadResponse> GetUpload(GetUploadRequest request, ServerCallContext context)
        => Task.FromResult(new GetUploadResponse { Upload = new Upload { Id = request.Id, Size = 1_000_000, Offset = world.Uploads[request.Id].Length, ExpiresAtMs = 1_800_000_000_000 } });

    public override async Task<AppendResponse> Append(IAsyncStreamReader<AppendRequest> requestStream, ServerCallContext context)
    {
        await requestStream.MoveNext(context.CancellationToken);
        var (id, offset, checksum) = (requestStream.Current.Id, requestStream.Current.Offset, requestStream.Current.Checksum);
        if (offset != world.Uploads[id].Length) throw Fault.Conflict("offset_conflict", ("offset", $"{world.Uploads[id].Length}"));
        using var bytes = new MemoryStream();
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            requestStream.Current.Chunk.Length.ShouldBeLessThanOrEqualTo(256 * 1024);
            requestStream.Current.Chunk.WriteTo(bytes);
        }
        if (checksum == "sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA=") throw Fault.BadRequest("checksum_mismatch");
        world.Uploads[id] = [.. world.Uploads[id], .. bytes.ToArray()];
        return new AppendResponse { Offset = world.Uploads[id].Length, ExpiresAtMs = 1_800_000_000_000 };
    }
}

internal sealed class PlayedCounts(World world) : Counts.CountsBase
{
    public override Task<GetVideoCountsResponse> GetVideoCounts(GetVideoCountsRequest request, ServerCallContext context)
    {
        world.Called(nameof(GetVideoCounts));
        return Task.FromResult(new GetVideoCountsResponse { Items = { request.VideoIds.Where(world.Counts.ContainsKey).Select(id => world.Counts[id]) } });
    }

    public override Task<GetUserCountsResponse> GetUserCounts(GetUserCountsRequest request, ServerCallContext context)
        => Task.FromResult(new GetUserCountsResponse { Items = { request.UserIds.Select(id => new UserCounts { UserId = id, Followers = 5, Following = 6, Likes = 7 }) } });
}

internal sealed class PlayedFollows(World world) : Follows.FollowsBase
{
    public override Task<GetRelationsResponse> GetRelations(GetRelationsRequest request, ServerCallContext context)
    {
        world.Called(nameof(GetRelations));
        var me = context.Viewer().Account().ToString();
        return Task.FromResult(new GetRelationsResponse { Items = { request.UserIds.Where(id => world.Relations.ContainsKey((me, id))).Select(id => world.Relations[(me, id)]) } });
    }

    public override Task<ListFollowersResponse> ListFollowers(ListFollowersRequest request, ServerCallContext context)
        => Task.FromResult(new ListFollowersResponse { UserIds = { world.Relations.Where(pair => pair.Key.To == request.UserId && pair.Value.Following).Select(pair => pair.Key.Of) } });

    public override Task<FilterFollowersResponse> FilterFollowers(FilterFollowersRequest request, ServerCallContext context)
        => Task.FromResult(new FilterFollowersResponse { FollowerIds = { request.FollowerIds.Where(id => world.Relations.TryGetValue((id, request.UserId), out var relation) && relation.Following) } });

    public override Task<FilterHidingResponse> FilterHiding(FilterHidingRequest request, ServerCallContext context)
    {
        world.Called(nameof(FilterHiding));
        return Task.FromResult(new FilterHidingResponse
        {
            ViewerIds = { request.ViewerIds.Where(id => world.Relations.TryGetValue((id, request.UserId), out var relation) && (relation.Blocked || relation.BlockedBy || relation.Muted)) },
        });
    }
}

internal sealed class PlayedLikes(World world) : Likes.LikesBase
{
    public override Task<SetLikeResponse> SetLike(SetLikeRequest request, ServerCallContext context)
    {
        context.Viewer().Account();
        var counts = world.Counts.GetValueOrDefault(request.VideoId) ?? throw Fault.NotFound();
        return Task.FromResult(new SetLikeResponse { Liked = request.Liked, Likes = counts.Likes + 1, Rev = request.Seq });
    }
}

internal sealed class PlayedComments(World world) : Contracts.Interaction.V1.Comments.CommentsBase
{
    public override async Task<AddCommentResponse> AddComment(AddCommentRequest request, ServerCallContext context)
    {
        if (request.Text.Length == 0) throw Fault.Invalid("text", "required");
        await world.Meanwhile();
        return new AddCommentResponse { Comment = world.Comment(Guid.Parse(request.VideoId), context.Viewer().Account(), request.Text) };
    }

    public override Task<GetCommentResponse> GetComment(GetCommentRequest request, ServerCallContext context)
        => Task.FromResult(new GetCommentResponse { Comment = world.Comments.GetValueOrDefault(request.Id) ?? throw Fault.NotFound() });

    public override Task<ListCommentsResponse> ListComments(ListCommentsRequest request, ServerCallContext context)
    {
        world.Called(nameof(ListComments));
        return Task.FromResult(new ListCommentsResponse
        {
            Items = { world.Comments.Values.Where(c => c.VideoId == request.VideoId) },
            VideoAuthorId = world.Videos[request.VideoId].AuthorId,
            AsOf = "7",
        });
    }

    public override Task<MarkCommentsResponse> MarkComments(MarkCommentsRequest request, ServerCallContext context)
    {
        world.Called(nameof(MarkComments));
        var viewer = context.Viewer().Account();
        var own = world.Comments.Values.Where(c => request.CommentIds.Contains(c.Id) && c.AuthorId == viewer.ToString());
        return Task.FromResult(new MarkCommentsResponse
        {
            Differs = request.AuthorIds.Any(author => world.Relations.TryGetValue((viewer.ToString(), author), out var relation) && relation.Blocked),
            Marks = { own.Select(c => new CommentMark { CommentId = c.Id, Own = true, Liked = true, ClientRef = "mine" }) },
        });
    }
}

internal sealed class PlayedPlays(World world) : Plays.PlaysBase
{
    public override Task<RecordWatchesResponse> RecordWatches(RecordWatchesRequest request, ServerCallContext context)
    {
        world.Called($"watched as {context.Viewer().Key}");
        return Task.FromResult(new RecordWatchesResponse { Accepted = request.Items.Count });
    }

    public override Task<ShareResponse> Share(ShareRequest request, ServerCallContext context)
    {
        world.Called(nameof(Share));
        return Task.FromResult(new ShareResponse { Shares = world.Calls[nameof(Share)] });
    }
}

internal sealed class PlayedInbox : Inbox.InboxBase
{
    /// <summary>Gives back what it was asked to change, so that a test sees what was said and what was not.</summary>
    public override Task<UpdatePreferencesResponse> UpdatePreferences(UpdatePreferencesRequest request, ServerCallContext context)
    {
        foreach (var (_, wanted) in request.Types_)
            if (wanted.HasInApp && !wanted.HasEmail) wanted.Email = true;
        return Task.FromResult(new UpdatePreferencesResponse { Types_ = { request.Types_ } });
    }

    public override Task<GetUnreadResponse> GetUnread(GetUnreadRequest request, ServerCallContext context) => Task.FromResult(new GetUnreadResponse { Count = 2 });

    public override Task<GetNotificationResponse> GetNotification(GetNotificationRequest request, ServerCallContext context)
        => Task.FromResult(new GetNotificationResponse { Item = new NotificationItem { Id = request.Id, Type = "follow", Count = 1, CreatedAtMs = 1, UpdatedAtMs = 2 } });
}

internal sealed class PlayedPresence(World world) : Presence.PresenceBase
{
    public override Task<ReportOnlineResponse> ReportOnline(ReportOnlineRequest request, ServerCallContext context)
    {
        foreach (var account in request.Joined.Concat(request.UserIds)) world.Called($"online {account}");
        foreach (var account in request.Left) world.Calls.TryRemove($"online {account}", out _);
        return Task.FromResult(new ReportOnlineResponse());
    }

    public override Task<GetPresenceResponse> GetPresence(GetPresenceRequest request, ServerCallContext context)
        => Task.FromResult(new GetPresenceResponse { Items = { request.UserIds.Where(id => world.Calls.ContainsKey($"online {id}")).Select(id => new PresenceState { UserId = id, Online = true }) } });
}

internal sealed class PlayedFeeds(World world) : Feeds.FeedsBase
{
    /// <summary>Asks the catalog, as Recommendation does: the refusal is for the gateway to pass on.</summary>
    public override async Task<SetNotInterestedResponse> SetNotInterested(SetNotInterestedRequest request, ServerCallContext context)
    {
        if (request.NotInterested) await new PlayedCatalog(world).GetVideo(new GetVideoRequest { Id = request.VideoId }, context);
        return new SetNotInterestedResponse();
    }

    public override Task<GetForYouResponse> GetForYou(GetForYouRequest request, ServerCallContext context)
        => Task.FromResult(new GetForYouResponse
        {
            Status = "more",
            Items =
            {
                world.Videos.Values.OrderByDescending(v => v.Id).Take(request.Limit).Select(v => new FeedItem
                {
                    VideoId = v.Id, ImpressionId = Guid.CreateVersion7().ToString(), Reason = new Sentence { Code = "feed.topic", Params = { ["tag"] = "sky" } },
                }),
            },
        });
}
