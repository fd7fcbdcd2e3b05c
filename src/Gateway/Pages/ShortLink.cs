using Grpc.Core;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Gateway.Instance;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Pages;

/// <summary>GET /v/{22 characters}: sends a short link on to the video's page; what the viewer may not see becomes the web app's 404.</summary>
internal static class ShortLink
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/v/{shortId:length(22)}", Handle).ExcludeFromDescription();

    private static async Task Handle(string shortId, HttpContext http, Caller caller, Rpc<CatalogClient> catalog, PeopleCards people, InstanceReads instance, WebApp web, CancellationToken cancel)
    {
        // Where one has to sign in to see anything, a link does not tell whose it is either.
        var open = caller.Viewer.IsSignedIn || (await instance.GetAsync(cancel)).SignedOutBrowsing;
        if (open && ShortId.TryRead(shortId, out var id) && await FindAsync(id, caller.Viewer, catalog, people, cancel) is { } path)
        {
            // 302 and uncached: a username may change, and the next viewer may see something else.
            http.Response.Headers.CacheControl = "private, no-store";
            http.Response.Redirect(path + http.Request.QueryString, permanent: false);
            return;
        }
        await web.ForwardAsync(http, caller);
    }

    private static async Task<string?> FindAsync(Guid id, Viewer viewer, Rpc<CatalogClient> catalog, PeopleCards people, CancellationToken cancel)
    {
        try
        {
            var reply = await catalog.As(viewer).GetVideoAsync(new GetVideoRequest { Id = id.ToString() }, cancellationToken: cancel);
            var author = await people.FindAsync(reply.Video.AuthorId, cancel);
            return author is null ? null : Paths.Video(author.Username, reply.Video.Id);
        }
        catch (RpcException refusal) when (Fault.Of(refusal) is { HttpStatus: 403 } problem && problem.Params.TryGetValue("author", out var name))
        {
            // The page itself says that it is for followers.
            return await people.FindAsync(name, cancel) is { } author ? Paths.Video(author.Username, id.ToString()) : null;
        }
        catch (RpcException refusal) when (Fault.Of(refusal).HttpStatus < 500)
        {
            return null;
        }
    }
}
