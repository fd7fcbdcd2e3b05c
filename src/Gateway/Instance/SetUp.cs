using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Gateway.Sessions;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Instance;

/// <summary>POST /api/setup: consumes the one-time link of the first start; its bearer becomes the first admin and names the instance.</summary>
internal static class SetUp
{
    public sealed record Body([property: Required] string? Token, [property: Required] string? Username, [property: Required] string? Email, [property: Required] string? Password, string? DisplayName, InstanceChange? Instance, string? Client);

    /// <param name="Invite">A first invite, where registration is by invite.</param>
    public sealed record Answer(Session Session, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] InviteAnswer? Invite);

    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/setup", Handle).WithTags("Instance").AlwaysOpen().Limit(Limits.Budget.LogIn).TokenOptional().CreatesAccount();

    private static async Task<Created<Answer>> Handle(
        Body body, HttpContext http, Caller caller, Rpc<InstanceClient> instance, SessionAnswers answers, InstanceReads reads, PublicUrl publicUrl, CancellationToken cancel)
    {
        var native = SessionAnswers.IsNative(body.Client);
        var reply = await instance.As(Viewer.Anonymous(caller.Viewer.DeviceId, caller.Viewer.Locale)).SetUpAsync(new SetUpRequest
        {
            Token = body.Token ?? "",
            Username = body.Username ?? "",
            Email = body.Email ?? "",
            Password = body.Password ?? "",
            DisplayName = body.DisplayName ?? "",
            Instance = (body.Instance ?? new InstanceChange(null, null, null, null, null, null, null, null, null)).Request(),
            Client = caller.Client(native),
        }, cancellationToken: cancel);
        reads.Drop();
        var session = await answers.Of(http, caller, reply.Session, native, cancel);
        return TypedResults.Created((string?)null, new Answer(session, reply.Invite is { } invite ? InviteAnswer.Of(invite, publicUrl) : null));
    }
}
