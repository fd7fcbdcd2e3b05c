using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.SignalR;
using Scalar.AspNetCore;
using Zoetrope.Gateway.Admin;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Comments;
using Zoetrope.Gateway.Feed;
using Zoetrope.Gateway.Http;
using Zoetrope.Gateway.Instance;
using Zoetrope.Gateway.Limits;
using Zoetrope.Gateway.Live;
using Zoetrope.Gateway.Media;
using Zoetrope.Gateway.Notifications;
using Zoetrope.Gateway.Pages;
using Zoetrope.Gateway.Search;
using Zoetrope.Gateway.Sessions;
using Zoetrope.Gateway.Uploads;
using Zoetrope.Gateway.Users;
using Zoetrope.Gateway.Videos;
using Zoetrope.Platform;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Media;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway;

/// <summary>The one public door: REST, live hub, media, pages. It owns no data; every rule lives in the service that owns it.</summary>
public static class GatewayServices
{
    // Bodies that are read whole; uploads and pictures say otherwise for themselves.
    private const long MaxBody = 1024 * 1024;

    public static IServiceCollection AddGateway(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRpcClient<AccountsClient>(Role.Auth).AddRpcClient<SessionsClient>(Role.Auth).AddRpcClient<PeopleClient>(Role.Auth).AddRpcClient<InstanceClient>(Role.Auth);
        services.AddRpcClient<RecoveryClient>(Role.Auth).AddRpcClient<SecondFactorClient>(Role.Auth).AddRpcClient<PasskeysClient>(Role.Auth).AddRpcClient<AdministrationClient>(Role.Auth);
        services.AddRpcClient<Contracts.Auth.V1.PersonalData.PersonalDataClient>(Role.Auth).AddRpcClient<Contracts.Video.V1.PersonalData.PersonalDataClient>(Role.Video);
        services.AddRpcClient<Contracts.Interaction.V1.PersonalData.PersonalDataClient>(Role.Interaction).AddRpcClient<Contracts.Notification.V1.PersonalData.PersonalDataClient>(Role.Notification);
        services.AddRpcClient<Contracts.Recommendation.V1.PersonalData.PersonalDataClient>(Role.Recommendation).AddSingleton<Archives>();
        services.AddRpcClient<CatalogClient>(Role.Video).AddRpcClient<SearchClient>(Role.Video).AddRpcClient<UploadsClient>(Role.Video);
        services.AddRpcClient<LikesClient>(Role.Interaction).AddRpcClient<CommentsClient>(Role.Interaction).AddRpcClient<FollowsClient>(Role.Interaction);
        services.AddRpcClient<CountsClient>(Role.Interaction).AddRpcClient<PlaysClient>(Role.Interaction).AddRpcClient<StatisticsClient>(Role.Interaction);
        services.AddRpcClient<InboxClient>(Role.Notification).AddRpcClient<PresenceClient>(Role.Notification).AddRpcClient<FeedsClient>(Role.Recommendation);
        services.AddRedis(configuration).AddMediaStore(configuration);

        services.AddScoped<Caller>();
        services.AddSingleton<Messages>().AddSingleton<PublicUrl>().AddSingleton<RateLimiter>();
        services.AddSingleton<SessionTokens>().AddSingleton<SessionAnswers>().AddSingleton<InstanceReads>().AddSingleton(InstanceLimits.Read(configuration));
        services.AddSingleton<PeopleCards>().AddSingleton<VideoCards>().AddSingleton<CommentCards>().AddSingleton<SharedComments>().AddSingleton<NotificationCards>().AddSingleton<FeedCards>();
        services.AddSingleton<MeCards>().AddSingleton<PersonNumbers>().AddSingleton<NamedPeople>().AddSingleton<PeopleLists>();
        services.AddSingleton<UploadStreams>().AddSingleton<PageSession>().AddSingleton<WatchPages>().AddSingleton<BuiltFiles>().AddSingleton<WebApp>().AddHttpForwarder();

        services.AddLogging(logging => logging.AddFilter(HubRefusals.LoggedElsewhere, LogLevel.None));
        services.AddSingleton<HubRefusals>().AddSignalR(hub =>
        {
            hub.MaximumReceiveMessageSize = 32 * 1024;
            hub.AddFilter<HubRefusals>();
        })
            .AddJsonProtocol(json => json.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, GatewayJson.Default));
        services.AddSingleton(LiveLimits.Read(configuration)).AddSingleton<Sockets>().AddSingleton<PresenceBoard>().AddSingleton<EndSessions>();
        services.AddHostedService(provider => provider.GetRequiredService<PresenceBoard>()).AddHostedService(provider => provider.GetRequiredService<EndSessions>());
        services.AddSingleton<ILivePush>(provider => provider.GetRequiredService<EndSessions>()).AddSingleton<ILivePush>(provider => provider.GetRequiredService<PresenceBoard>());
        services.AddSingleton<ILivePush, PushStats>().AddSingleton<PushComments>().AddSingleton<ILivePush>(provider => provider.GetRequiredService<PushComments>()).AddSingleton<ILivePush, PushCommentLikes>().AddSingleton<ILivePush, PushNotifications>();
        services.AddSingleton<ILivePush, PushVideoState>().AddSingleton<ILivePush, PushOwnActs>().AddSingleton<ILivePush, PushPurges>();
        services.AddSingleton<ILivePush>(provider => provider.GetRequiredService<WatchPages>()).AddSingleton<ILivePush>(provider => provider.GetRequiredService<SharedComments>());
        services.AddHostedService<LiveFeed>();

        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, GatewayJson.Default));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.Configure<ForwardedHeadersOptions>(forwarded => TrustProxies(forwarded, configuration));
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = ["application/json", "application/problem+json", "application/xml", "application/atom+xml", "application/vnd.apple.mpegurl"];
        });
        services.AddOpenApi("v1", ApiDocument.Describe);
        return services;
    }

    public static void MapGateway(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseResponseCompression();
        app.UseMiddleware<Problems>();
        app.UseMiddleware<RequestFrame>();
        app.UseMiddleware<AddressLimit>();
        app.UseRouting();
        app.UseMiddleware<Identity>();
        app.UseMiddleware<EndpointLimit>();
        app.UseMiddleware<Idempotency>();
        app.UseMiddleware<ETags>();
        app.UseMiddleware<Unrouted>();

        var api = app.MapGroup("/api").WithMetadata(new RequestSizeLimitAttribute(MaxBody)).RefusesWithProblems();
        MapSessions(api.MapGroup("/auth").WithTags("Sessions").AlwaysOpen());
        MapInstance(api);
        MapUsers(api.MapGroup("/users").WithTags("Users"));
        MapVideos(api.MapGroup("/videos").WithTags("Videos"));
        MapComments(api.MapGroup("").WithTags("Comments"));
        MapFeed(api.MapGroup("/feed").WithTags("Feed"));
        MapSearch(api);
        MapNotifications(api.MapGroup("/notifications").WithTags("Notifications"));
        MuteThread.Map(api);
        MapUploads(api.MapGroup("/uploads").WithTags("Uploads"));
        RecordWatches.Map(api);
        ReportContent.Map(api);
        Reports.Map(api);

        app.MapHub<LiveHub>("/live").ExcludeFromDescription();
        GetMedia.Map(app);
        GetKeys.Map(app);
        MapPages(app);
    }

    private static void MapSessions(IEndpointRouteBuilder auth)
    {
        Register.Map(auth);
        CheckUsername.Map(auth);
        CheckInvite.Map(auth);
        LogIn.Map(auth);
        Refresh.Map(auth);
        LogOut.Map(auth);
        ListSessions.Map(auth);
        EndSession.Map(auth);
        ChangePassword.Map(auth);
        RecoverPassword.Map(auth);
        ChangeEmail.Map(auth);
        Totp.Map(auth);
        Passkeys.Map(auth);
    }

    private static void MapInstance(IEndpointRouteBuilder api)
    {
        GetInstance.Map(api);
        SetUp.Map(api);
        var admin = api.MapGroup("/admin").WithTags("Instance");
        AdminInstance.Map(admin);
        Invites.Map(admin);
        ManagePeople.Map(admin);
        AnswerApplicants.Map(admin);
        Announce.Map(admin);
    }

    private static void MapUsers(IEndpointRouteBuilder users)
    {
        GetMe.Map(users);
        UpdateMe.Map(users);
        SetAvatar.Map(users);
        DeleteMe.Map(users);
        RestoreMe.Map(users);
        ExportMe.Map(users);
        GetProfile.Map(users);
        FindUsers.Map(users);
        SuggestUsers.Map(users);
        FollowUser.Map(users);
        FollowRequests.Map(users);
        ListFollows.Map(users);
        BlockUser.Map(users);
        MuteUser.Map(users);
        ListUserVideos.Map(users);
        History.Map(users);
        MyStatistics.Map(users);
    }

    private static void MapVideos(IEndpointRouteBuilder videos)
    {
        CreateVideo.Map(videos);
        GetVideo.Map(videos);
        GetVideos.Map(videos);
        UpdateVideo.Map(videos);
        SetCover.Map(videos);
        SetCaption.Map(videos);
        DeleteVideo.Map(videos);
        RetryVideo.Map(videos);
        LikeVideo.Map(videos);
        SaveVideo.Map(videos);
        ShareVideo.Map(videos);
        GetSimilar.Map(videos);
        NotInterested.Map(videos);
        VideoStatistics.Map(videos);
    }

    private static void MapComments(IEndpointRouteBuilder api)
    {
        ListComments.Map(api);
        AddComment.Map(api);
        OneComment.Map(api);
        LikeComment.Map(api);
        PinComment.Map(api);
    }

    private static void MapFeed(IEndpointRouteBuilder feed)
    {
        GetForYou.Map(feed);
        ListByTime.Map(feed);
        ExplainImpression.Map(feed);
        Preferences.Map(feed);
    }

    private static void MapSearch(IEndpointRouteBuilder api)
    {
        SearchAll.Map(api);
        Suggest.Map(api);
        Tags.Map(api);
        Discover.Map(api);
    }

    private static void MapNotifications(IEndpointRouteBuilder notifications)
    {
        ReadInbox.Map(notifications);
        NotificationPreferences.Map(notifications);
    }

    private static void MapUploads(IEndpointRouteBuilder uploads)
    {
        TusEndpoint.Map(uploads);
        ListUploads.Map(uploads);
    }

    private static void MapPages(WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapScalarApiReference("/docs", ApiDocument.Show);
        Oembed.Map(app);
        AtomFeed.Map(app);
        Sitemap.Map(app);
        ShortLink.Map(app);
    }

    /// <summary>X-Forwarded-* count only from the proxies that <c>Gateway:Proxies</c> names (addresses or networks).</summary>
    private static void TrustProxies(ForwardedHeadersOptions forwarded, IConfiguration configuration)
    {
        forwarded.ForwardedHeaders = ForwardedHeaders.None;
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in configuration.GetSection("Gateway:Proxies").Get<string[]>() ?? [])
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            if (proxy.Contains('/', StringComparison.Ordinal)) forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
            else forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
        }
    }
}
