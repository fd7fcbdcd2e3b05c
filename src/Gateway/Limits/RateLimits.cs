using System.Net;
using System.Net.Sockets;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Limits;

/// <summary>Spends the address's own budget, before anything costs more than that. Media, static files and live connections have their own.</summary>
internal sealed class AddressLimit(RequestDelegate next, RateLimiter limiter)
{
    public async Task InvokeAsync(HttpContext http, Caller caller)
    {
        await LimitHeaders.SpendAsync(http, limiter, BudgetOf(http.Request.Path), Addresses.Key(caller.Address));
        await next(http);
    }

    private static Budget BudgetOf(PathString path)
        => path.IsUnder("/media") ? Budget.Media
            : path.IsUnder("/_next") ? Budget.Static
            : path.IsUnder("/live") ? Budget.Live
            : Budget.Everything;
}

/// <summary>Spends the budget an endpoint names, by account where somebody is signed in.</summary>
internal sealed class EndpointLimit(RequestDelegate next, RateLimiter limiter)
{
    public async Task InvokeAsync(HttpContext http, Caller caller)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<Budget>() is { } budget)
        {
            var who = budget.Spender == Spender.Viewer && caller.Viewer.AccountId is { } account ? account.ToString("N") : Addresses.Key(caller.Address);
            await LimitHeaders.SpendAsync(http, limiter, budget, who);
        }
        await next(http);
    }
}

file static class LimitHeaders
{
    public static async ValueTask SpendAsync(HttpContext http, RateLimiter limiter, Budget budget, string who)
    {
        var spent = await limiter.SpendAsync(budget, who);
        var headers = http.Response.Headers;
        headers["RateLimit-Limit"] = spent.Limit.ToString();
        headers["RateLimit-Remaining"] = spent.Remaining.ToString();
        headers["RateLimit-Reset"] = spent.ResetSeconds.ToString();
        if (!spent.Allowed) throw Fault.TooMany("too_many_requests", Math.Max(1, spent.ResetSeconds), ("seconds", Math.Max(1, spent.ResetSeconds).ToString()));
    }
}

internal static class Addresses
{
    /// <summary>An address as budgets count it: a household owns a whole IPv6 /64 and could come from another address each time.</summary>
    public static string Key(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.IsIPv4MappedToIPv6) return address.ToString();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return Convert.ToHexString(bytes[..8]);
    }
}
