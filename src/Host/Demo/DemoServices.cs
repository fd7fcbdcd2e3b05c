using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Host.Demo;

/// <summary>Registers the seeder with the clients it speaks through.</summary>
internal static class DemoServices
{
    public static IServiceCollection AddDemo(this IServiceCollection services) => services
        .AddRpcClient<DemoPeople.DemoPeopleClient>(Role.Auth)
        .AddRpcClient<Accounts.AccountsClient>(Role.Auth)
        .AddRpcClient<Sessions.SessionsClient>(Role.Auth)
        .AddRpcClient<Uploads.UploadsClient>(Role.Video)
        .AddRpcClient<Catalog.CatalogClient>(Role.Video)
        .AddRpcClient<Likes.LikesClient>(Role.Interaction)
        .AddRpcClient<Follows.FollowsClient>(Role.Interaction)
        .AddRpcClient<Comments.CommentsClient>(Role.Interaction)
        .AddRpcClient<Plays.PlaysClient>(Role.Interaction)
        .AddSingleton<DemoSeeder>();
}
