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
using Zoetrope.Platform;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction;

/// <summary>
/// What people do to videos and to each other, and all counts.
/// Likes: SetLike, SetSave, ListLiked. Follows: SetFollow, AnswerRequest, SetBlock, SetMute, ListPeople, GetRelations, ListMutuals.
/// Comments: AddComment, ListComments, ListReplies, EditComment, DeleteComment, SetCommentLike, SetCommentPin.
/// Counts: GetVideoCounts, GetUserCounts; Fold moves pending deltas into the counts, Audit proves them from raw rows.
/// </summary>
public static class InteractionRegistration
{
    public static IServiceCollection AddInteraction(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddServiceDatabase<InteractionDb>(configuration, "interaction");
        services.AddEventSource<InteractionDb>("interaction");
        services.AddEventConsumer<InteractionDb>("interaction", consumer => consumer
            .Handle<KnownVideos>()
            .Handle<KnownAccounts>());

        services.AddRpcService<LikesService>(Role.Interaction);
        services.AddRpcService<FollowsService>(Role.Interaction);
        services.AddRpcService<CommentsService>(Role.Interaction);
        services.AddRpcService<CountsService>(Role.Interaction);
        services.AddRpcClient<Catalog.CatalogClient>(Role.Video);
        services.AddRpcClient<People.PeopleClient>(Role.Auth);

        services.AddScoped<Missing>();
        services.AddScoped<VisibleVideos>();
        services.AddScoped<VisibleAccounts>();
        services.AddScoped<CommentReader>();
        services.AddScoped<CommentText>();
        services.AddScoped<Idempotency>();
        services.AddScoped<Fold>();
        services.AddSingleton<Audit>();
        services.AddSingleton<Changes>();
        services.AddHostedService<CountFolder>();
        return services;
    }
}
