using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Platform;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Media;
using Zoetrope.Platform.Rpc;
using Zoetrope.Video.Catalog;
using Zoetrope.Video.Data;
using Zoetrope.Video.Search;
using Zoetrope.Video.Uploads;

namespace Zoetrope.Video;

/// <summary>
/// Uploads, videos, and how they are found.
/// Uploads: CreateUpload, GetUpload (and the list), AppendUpload, CompleteUpload, TerminateUpload, CollectUploads.
/// Catalog: CreateVideo, GetVideo (and many), UpdateVideo, SetCover, SetCaption, DeleteVideo, RetryVideo, BackdateVideo, ListVideos (of an author, latest), ListMine,
/// CountByAuthors; PublishRenditions (what a transcoder reports), PublishScheduled, PlaceMedia, CollectMedia, RelistVideos, EraseAuthors.
/// Search: SearchVideos, SearchTags (one tag, its videos, trending).
/// </summary>
public static class VideoRegistration
{
    public static IServiceCollection AddVideo(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddVideoCore(configuration);
        services.AddEventSource<VideoDb>("video");
        services.AddEventConsumer<VideoDb>("video", consumer => consumer
            .Handle<KnownAccounts>()
            .Handle<KnownCounts>());
        services.AddEventSnapshot<VideoDb, VideoSnapshot>();

        services.AddRpcService<PersonalDataService>(Role.Video);
        services.AddRpcService<UploadsService>(Role.Video);
        services.AddRpcService<CatalogService>(Role.Video);
        services.AddRpcService<SearchService>(Role.Video);
        services.AddRpcClient<People.PeopleClient>(Role.Auth);
        services.AddRpcClient<Follows.FollowsClient>(Role.Interaction);

        services.AddOptions<UploadOptions>().BindConfiguration(UploadOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<VideoMessages>();
        services.AddSingleton<SearchTerms>();
        services.AddScoped<VideoSight>();
        services.AddScoped<VideoText>();
        services.AddScoped<PublishScheduled>();
        services.AddScoped<EraseAuthors>();
        services.AddScoped<CollectUploads>();
        services.AddScoped(provider => new CollectMedia(provider.GetRequiredService<VideoDb>(), provider.GetRequiredService<IMediaStore>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<CollectMedia>>()));
        services.AddHostedService<PlaceMediaLoop>();
        services.AddRepeated<PublishScheduled>(TimeSpan.FromSeconds(1), "Scheduled videos could not be published", (publish, cancel) => publish.RunOnceAsync(cancel));
        services.AddRepeated<EraseAuthors>(TimeSpan.FromSeconds(1), "Videos of deleted accounts could not be removed", (erase, cancel) => erase.RunOnceAsync(cancel));
        services.AddRepeated<CollectUploads>(TimeSpan.FromMinutes(1), "Expired uploads could not be collected", (collect, cancel) => collect.ExpireAsync(cancel));
        services.AddRepeated<CollectUploads>(TimeSpan.FromHours(1), "What crashes left of uploads could not be collected", (collect, cancel) => collect.SweepAsync(cancel));
        services.AddRepeated<CollectMedia>(TimeSpan.FromHours(24), "Orphaned media could not be collected", (collect, cancel) => collect.RunAsync(dryRun: false, cancel), first: TimeSpan.FromHours(1));
        return services;
    }

    /// <summary>What the roles video and transcoder share; adding it twice changes nothing.</summary>
    internal static IServiceCollection AddVideoCore(this IServiceCollection services, IConfiguration configuration)
    {
        if (services.Any(service => service.ServiceType == typeof(PublishRenditions))) return services;
        services.AddServiceDatabase<VideoDb>(configuration, "video");
        services.AddMediaStore(configuration);
        services.TryAddSingleton<IUploadStore>(provider => MediaServices.IsS3(configuration)
            ? new S3UploadStore(provider.GetRequiredService<S3Objects>())
            : new DiskUploadStore(Path.Combine(configuration["Data:Path"] ?? "./data", "uploads")));
        services.AddScoped<PlaceMedia>();
        services.AddScoped<PublishRenditions>();
        return services;
    }
}
