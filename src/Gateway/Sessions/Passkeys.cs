using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Sessions;

/// <summary>
/// /api/auth/passkeys: WebAuthn. Options and credentials are the JSON of the specification (<c>parseCreationOptionsFromJSON</c>, <c>toJSON</c>);
/// <c>state</c> comes back as it was given, holds for five minutes and counts once. Making one asks for the password.
/// </summary>
internal static class Passkeys
{
    public sealed record Begun(JsonElement Options, string State);

    public sealed record Body(JsonElement? Credential, string? State, string? Name);

    public sealed record LogInBody(JsonElement? Credential, string? State, string? Client);

    public sealed record Item(string Id, string Name, DateTime CreatedAt, DateTime? LastUsedAt, bool Synced);

    public static void Map(IEndpointRouteBuilder auth)
    {
        auth.MapPost("/passkeys/options", Begin).RequireSignIn().Limit(Limits.Budget.LogIn);
        auth.MapPost("/passkeys", Add).RequireSignIn().Limit(Limits.Budget.LogIn).Creates();
        auth.MapGet("/passkeys", List).RequireSignIn();
        auth.MapDelete("/passkeys/{id:guid}", Remove).RequireSignIn();
        auth.MapPost("/passkeys/login/options", BeginLogIn).TokenOptional().Limit(Limits.Budget.LogIn);
        auth.MapPost("/passkeys/login", LogIn).TokenOptional().Limit(Limits.Budget.LogIn);
    }

    private static async Task<Begun> Begin(Totp.PasswordBody body, HttpContext http, Caller caller, Rpc<PasskeysClient> passkeys, CancellationToken cancel)
    {
        var reply = await passkeys.As(caller.Viewer).GetCreationOptionsAsync(new GetCreationOptionsRequest { Password = body.Password ?? "" }, cancellationToken: cancel);
        return Answer(http, reply.OptionsJson, reply.State);
    }

    private static async Task<Created<Item>> Add(Body body, Caller caller, Rpc<PasskeysClient> passkeys, CancellationToken cancel)
    {
        var request = new AddPasskeyRequest { CredentialJson = Text(body.Credential), State = body.State ?? "", Name = body.Name ?? "" };
        var reply = await passkeys.As(caller.Viewer).AddPasskeyAsync(request, cancellationToken: cancel);
        return TypedResults.Created((string?)null, Of(reply.Passkey));
    }

    private static async Task<Items<Item>> List(Caller caller, Rpc<PasskeysClient> passkeys, CancellationToken cancel)
    {
        var reply = await passkeys.As(caller.Viewer).ListPasskeysAsync(new ListPasskeysRequest(), cancellationToken: cancel);
        return new Items<Item>([.. reply.Items.Select(Of)]);
    }

    private static async Task<NoContent> Remove(Guid id, Caller caller, Rpc<PasskeysClient> passkeys, CancellationToken cancel)
    {
        await passkeys.As(caller.Viewer).RemovePasskeyAsync(new RemovePasskeyRequest { Id = id.ToString() }, cancellationToken: cancel);
        return TypedResults.NoContent();
    }

    private static async Task<Begun> BeginLogIn(HttpContext http, Caller caller, Rpc<PasskeysClient> passkeys, CancellationToken cancel)
    {
        var reply = await passkeys.As(Anonymous(caller)).GetSignInOptionsAsync(new GetSignInOptionsRequest(), cancellationToken: cancel);
        return Answer(http, reply.OptionsJson, reply.State);
    }

    private static async Task<Session> LogIn(LogInBody body, HttpContext http, Caller caller, Rpc<PasskeysClient> passkeys, SessionAnswers answers, CancellationToken cancel)
    {
        var native = SessionAnswers.IsNative(body.Client);
        var request = new LogInWithPasskeyRequest { CredentialJson = Text(body.Credential), State = body.State ?? "", Client = caller.Client(native) };
        var reply = await passkeys.As(Anonymous(caller)).LogInWithPasskeyAsync(request, cancellationToken: cancel);
        return await answers.Of(http, caller, reply.Session, native, cancel);
    }

    private static Viewer Anonymous(Caller caller) => Viewer.Anonymous(caller.Viewer.DeviceId, caller.Viewer.Locale);

    private static Begun Answer(HttpContext http, string options, string state)
    {
        http.Response.Headers.CacheControl = "no-store";
        using var document = JsonDocument.Parse(options);
        return new Begun(document.RootElement.Clone(), state);
    }

    private static string Text(JsonElement? credential)
        => credential is { ValueKind: JsonValueKind.Object } json ? json.GetRawText() : throw Fault.Invalid("credential", "required");

    private static Item Of(Passkey passkey) => new(passkey.Id, passkey.Name, Times.At(passkey.CreatedAtMs), Times.AtOrNull(passkey.LastUsedAtMs), passkey.Synced);
}
