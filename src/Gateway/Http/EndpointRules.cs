using Zoetrope.Gateway.Limits;
using Zoetrope.Gateway.Sessions;

namespace Zoetrope.Gateway.Http;

/// <summary>What an endpoint or a group of them asks for, said once where it is mapped.</summary>
internal static class EndpointRules
{
    /// <summary>401 for anybody signed out.</summary>
    public static T RequireSignIn<T>(this T endpoints) where T : IEndpointConventionBuilder => endpoints.WithMetadata(SignInRequired.Instance);

    /// <summary>Spends from this budget besides the one every address has.</summary>
    public static T Limit<T>(this T endpoints, Budget budget) where T : IEndpointConventionBuilder => endpoints.WithMetadata(budget);

    /// <summary>Makes something new: an <c>Idempotency-Key</c> makes repeating it harmless.</summary>
    public static T Creates<T>(this T endpoints) where T : IEndpointConventionBuilder => endpoints.WithMetadata(Http.Creates.Instance);

    /// <summary>Served to signed-out people even where the instance asks everybody to sign in.</summary>
    public static T AlwaysOpen<T>(this T endpoints) where T : IEndpointConventionBuilder => endpoints.WithMetadata(AlwaysOpenDoor.Instance);

    /// <summary>The same answer for everybody: cacheable by anyone, and no device cookie goes with it.</summary>
    public static T Public<T>(this T endpoints) where T : IEndpointConventionBuilder => endpoints.WithMetadata(PublicAnswer.Instance);
}

/// <summary>Endpoint metadata: open where the instance shows nothing to people who are signed out.</summary>
internal sealed record AlwaysOpenDoor
{
    public static readonly AlwaysOpenDoor Instance = new();
}
