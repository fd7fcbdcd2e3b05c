using Microsoft.AspNetCore.Mvc;
using Zoetrope.Gateway.Limits;
using Zoetrope.Gateway.Sessions;

namespace Zoetrope.Gateway.Http;

/// <summary>What an endpoint or a group of them asks for, said once where it is mapped.</summary>
internal static class EndpointRules
{
    private const int BodySlack = 256 * 1024;

    /// <summary>401 for anybody signed out.</summary>
    public static T RequireSignIn<T>(this T endpoints) where T : IEndpointConventionBuilder => endpoints.WithMetadata(SignInRequired.Instance);

    /// <summary>Spends from this budget besides the one every address has.</summary>
    public static T Limit<T>(this T endpoints, Budget budget) where T : IEndpointConventionBuilder => endpoints.WithMetadata(budget);

    /// <summary>Makes something new: an <c>Idempotency-Key</c> makes repeating it harmless.</summary>
    public static T Creates<T>(this T endpoints) where T : IEndpointConventionBuilder => endpoints.WithMetadata(new Creates(ByAddress: false));

    /// <summary>Makes a new account: the first answer may already have signed in whoever asks again, so their address stands for them.</summary>
    public static T CreatesAccount<T>(this T endpoints) where T : IEndpointConventionBuilder => endpoints.WithMetadata(new Creates(ByAddress: true));

    /// <summary>Open also to an access token that has expired, which then counts as none.</summary>
    public static T TokenOptional<T>(this T endpoints) where T : IEndpointConventionBuilder => endpoints.WithMetadata(Sessions.TokenOptional.Instance);

    /// <summary>Served to signed-out people even where the instance asks everybody to sign in.</summary>
    public static T AlwaysOpen<T>(this T endpoints) where T : IEndpointConventionBuilder => endpoints.WithMetadata(AlwaysOpenDoor.Instance);

    /// <summary>Also for an account that waits to be erased, which may otherwise only read.</summary>
    public static T AlsoWhenLeaving<T>(this T endpoints) where T : IEndpointConventionBuilder => endpoints.WithMetadata(OpenToLeavers.Instance);

    /// <summary>Answers with what may be larger than memory: it goes out as it is written, and gets no tag.</summary>
    public static T Streams<T>(this T endpoints) where T : IEndpointConventionBuilder => endpoints.WithMetadata(StreamedAnswer.Instance);

    /// <summary>Takes a body of up to so many bytes, where the group's bound is another. A little more reaches the endpoint, whose refusal has better words.</summary>
    public static T TakesBody<T>(this T endpoints, int most) where T : IEndpointConventionBuilder => endpoints.WithMetadata(new RequestSizeLimitAttribute(most + BodySlack));

    /// <summary>The same answer for everybody: cacheable by anyone, and no device cookie goes with it.</summary>
    public static T Public<T>(this T endpoints) where T : IEndpointConventionBuilder => endpoints.WithMetadata(PublicAnswer.Instance);
}

/// <summary>Endpoint metadata: open where the instance shows nothing to people who are signed out.</summary>
internal sealed record AlwaysOpenDoor
{
    public static readonly AlwaysOpenDoor Instance = new();
}

/// <summary>Endpoint metadata: the answer is not held.</summary>
internal sealed record StreamedAnswer
{
    public static readonly StreamedAnswer Instance = new();
}
