using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;
using Video = Zoetrope.Gateway.Cards.Video;

namespace Zoetrope.Gateway.Users;

/// <summary>Lists of videos that hang on a person: theirs, those they liked, and the viewer's own, saved and watched ones.</summary>
internal static class ListUserVideos
{
    public static void Map(IEndpointRouteBuilder users)
    {
        users.MapGet("/{username}/videos", OfAuthor);
        users.MapGet("/{username}/likes", Liked);
        users.MapGet("/me/videos", Mine).RequireSignIn();
        users.MapGet("/me/saves", Saved).RequireSignIn();
    }

    private static async Task<Page<Video>> OfAuthor(
        string username, Guid? around, [AsParameters] PageQuery page, Caller caller, NamedPeople people, Rpc<CatalogClient> catalog, VideoCards cards, CancellationToken cancel)
    {
        var request = new ListByAuthorRequest { AuthorId = await people.IdAsync(username, caller.Viewer, cancel), Page = page.Request(), Around = around?.ToString() ?? "" };
        var reply = await catalog.As(caller.Viewer).ListByAuthorAsync(request, cancellationToken: cancel);
        return new Page<Video>(await cards.Of(reply.Items, caller.Viewer, cancel), reply.NextCursor.OrNull(), reply.PrevCursor.OrNull());
    }

    private static async Task<Page<Video>> Liked(
        string username, Guid? around, [AsParameters] PageQuery page, Caller caller, NamedPeople people, Rpc<LikesClient> likes, VideoCards cards, CancellationToken cancel)
    {
        var request = new ListLikedRequest { UserId = await people.IdAsync(username, caller.Viewer, cancel), Page = page.Request(), Around = around?.ToString() ?? "" };
        var reply = await likes.As(caller.Viewer).ListLikedAsync(request, cancellationToken: cancel);
        return new Page<Video>(await cards.OfIds(reply.VideoIds, caller.Viewer, cancel), reply.NextCursor.OrNull());
    }

    private static async Task<Page<Video>> Mine(
        [Choices(Choices.VideoState)] string? state, string? q, [Choices("newest oldest")] string? sort, [AsParameters] PageQuery page, Caller caller, Rpc<CatalogClient> catalog, VideoCards cards, CancellationToken cancel)
    {
        var request = new ListMineRequest { State = state ?? "", Query = q ?? "", Sort = sort ?? "", Page = page.Request() };
        var reply = await catalog.As(caller.Viewer).ListMineAsync(request, cancellationToken: cancel);
        return new Page<Video>(await cards.Of(reply.Items, caller.Viewer, cancel), reply.NextCursor.OrNull());
    }

    private static async Task<Page<Video>> Saved(Guid? around, [AsParameters] PageQuery page, Caller caller, Rpc<LikesClient> likes, VideoCards cards, CancellationToken cancel)
    {
        var reply = await likes.As(caller.Viewer).ListSavedAsync(new ListSavedRequest { Page = page.Request(), Around = around?.ToString() ?? "" }, cancellationToken: cancel);
        return new Page<Video>(await cards.OfIds(reply.VideoIds, caller.Viewer, cancel), reply.NextCursor.OrNull());
    }
}
