using Grpc.Core;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Http;

/// <summary>For what decorates an answer and must not take it down: a service that is away leaves its part out.</summary>
internal static class Degraded
{
    /// <summary>The answer, or <paramref name="instead"/> where the service is away. Refusals and bugs pass through.</summary>
    public static async Task<T> OrWhenAway<T>(this Task<T> call, T instead)
    {
        try
        {
            return await call;
        }
        catch (RpcException error) when (Fault.Of(error).HttpStatus == StatusCodes.Status503ServiceUnavailable)
        {
            return instead;
        }
    }
}
