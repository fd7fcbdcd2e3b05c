using Zoetrope.Gateway.Http;

namespace Zoetrope.Gateway.Instance;

/// <summary>GET /api/instance: name, rules, registration mode and limits of this instance.</summary>
internal static class GetInstance
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/instance", Handle).WithTags("Instance").AlwaysOpen().Public();

    private static async Task<InstanceAnswer> Handle(HttpContext http, InstanceReads reads, PublicUrl publicUrl, InstanceLimits limits, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "public, max-age=0, must-revalidate";
        return InstanceAnswer.Of(await reads.GetAsync(cancel), publicUrl, limits);
    }
}
