using Google.Protobuf;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Users;

/// <summary>PUT and DELETE /api/users/me/avatar: an image as the request's body; Auth re-encodes it and drops its metadata.</summary>
internal static class SetAvatar
{
    // Room for the envelope in one internal message of 4 MiB.
    private const int MaxBytes = 3_500_000;

    public static void Map(IEndpointRouteBuilder users)
    {
        users.MapPut("/me/avatar", Put).RequireSignIn().Limit(Limits.Budget.Write).TakesBody(MaxBytes).Accepts<byte[]>("image/jpeg", "image/png", "image/webp");
        users.MapDelete("/me/avatar", Delete).RequireSignIn();
    }

    private static async Task<Me> Put(HttpContext http, Caller caller, Rpc<AccountsClient> accounts, MeCards me, PeopleCards people, CancellationToken cancel)
    {
        if (http.Request.ContentType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) != true) throw Fault.UnsupportedType();
        var image = await Bodies.ReadAsync(http, MaxBytes, "image_too_large", cancel);
        if (image.Length == 0) throw Fault.BadRequest("empty_body");
        return await Set(image, caller, accounts, me, people, cancel);
    }

    private static Task<Me> Delete(Caller caller, Rpc<AccountsClient> accounts, MeCards me, PeopleCards people, CancellationToken cancel)
        => Set([], caller, accounts, me, people, cancel);

    private static async Task<Me> Set(byte[] image, Caller caller, Rpc<AccountsClient> accounts, MeCards me, PeopleCards people, CancellationToken cancel)
    {
        var reply = await accounts.As(caller.Viewer).SetAvatarAsync(
            new SetAvatarRequest { Image = UnsafeByteOperations.UnsafeWrap(image) }, cancellationToken: cancel);
        people.Drop(reply.Account.Card.Id, reply.Account.Version);
        return await me.Of(reply.Account, caller.Viewer, cancel);
    }
}
