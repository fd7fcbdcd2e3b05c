using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Interaction.Comments;
using Zoetrope.Interaction.Counts;
using Zoetrope.Interaction.Data;
using Zoetrope.Interaction.Follows;
using Zoetrope.Interaction.Known;
using Zoetrope.Interaction.Likes;
using Zoetrope.Interaction.Plays;
using Zoetrope.Interaction.Statistics;
using Zoetrope.Platform;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction;

/// <summary>
/// What people do to videos and to each other, and all counts.
/// Likes: SetLike, SetSave, ListLiked. Follows: SetFollow, AnswerRequest, SetBlock, SetMute, ListPeople, GetRelations, ListMutuals, SuggestPeople.
/// Comments: AddComment, ListComments, MarkComments, ListReplies, EditComment, DeleteComment, SetCommentLike, SetCommentPin.
/// Plays: RecordWatches, Share, ListHistory, Report, ListReports; Upkeep makes and drops the days of watches.
/// Statistics: GetVideoStatistics, GetMyStatistics. Known: own copies of videos and accounts; a deleted account is erased there.
/// Counts: GetVideoCounts, GetUserCounts; Fold moves pending deltas into the counts, Audit proves them from raw rows.
/// </summary>
public static class InteractionRegistration
{
    public static IServiceCollection AddInteraction(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddServiceDatabase<InteractionDb>(configuration, "interaction");
        services.AddEventSource<InteractionDb>("interaction").AddEventSnapshot<InteractionDb, InteractionSnapshot>();
        services.AddEventConsumer<InteractionDb>("interaction", consumer => consumer
            .Handle<KnownVideos>()
            .Handle<KnownAccounts>()
            .Handle<JoinDevice>());

        services.AddRpcService<PersonalDataService>(Role.Interaction);
        services.AddRpcService<LikesService>(Role.Interaction);
        services.AddRpcService<FollowsService>(Role.Interaction);
        services.AddRpcService<CommentsService>(Role.Interaction);
        services.AddRpcService<PlaysService>(Role.Interaction);
        services.AddRpcService<CountsService>(Role.Interaction);
        services.AddRpcService<StatisticsService>(Role.Interaction);
        services.AddRpcClient<Catalog.CatalogClient>(Role.Video);
        services.AddRpcClient<People.PeopleClient>(Role.Auth);

        services.AddScoped<Missing>();
        services.AddSingleton<SeenTogether>();
        services.AddScoped<VisibleVideos>();
        services.AddScoped<VisibleAccounts>();
        services.AddScoped<CommentReader>();
        services.AddScoped<CommentText>();
        services.AddSingleton<MarksTogether>();
        services.AddScoped<Idempotency>();
        services.AddScoped<Fold>();
        services.AddSingleton<Audit>();
        services.AddSingleton<Changes>();
        services.AddSingleton<TapWriter>();
        services.AddHostedService<CountFolder>();
        services.AddHostedService<Upkeep>();
        services.AddOptions<InteractionOptions>().BindConfiguration("Interaction")
            .Validate(options => options.WatchDays >= 2, "Interaction:WatchDays must be at least 2.").ValidateOnStart();
        return services;
    }
}

/// <summary>Settings under <c>Interaction</c>.</summary>
internal sealed class InteractionOptions
{
    /// <summary>Raw watches older than this many days are dropped; their views stay in the counts.</summary>
    public int WatchDays { get; set; } = 400;
}
