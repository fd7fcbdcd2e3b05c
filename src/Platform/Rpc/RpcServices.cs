using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Zoetrope.Contracts.Auth.V1;

namespace Zoetrope.Platform.Rpc;

/// <summary>Registers services and clients. The host registers <see cref="LocalRoles"/> first; it decides where calls go.</summary>
public static class RpcServices
{
    /// <summary>The largest message of an internal call, in both modes.</summary>
    public const int MaxMessageBytes = 4 * 1024 * 1024;

    /// <summary>Serves a generated gRPC service class from this process, to callers here and elsewhere.</summary>
    public static IServiceCollection AddRpcService<TService>(this IServiceCollection services, Role role) where TService : class
    {
        AddCore(services);
        services.AddScoped<TService>();
        services.AddSingleton<RpcMethods<TService>>();
        services.AddSingleton<IServiceMethodProvider<RpcEndpoint<TService>>, RpcEndpointMethods<TService>>();
        services.AddSingleton(provider => new RpcRegistration(role, provider.GetRequiredService<RpcMethods<TService>>().All,
            endpoints => endpoints.MapGrpcService<RpcEndpoint<TService>>()));
        return services;
    }

    /// <summary>Makes <see cref="Rpc{TClient}"/> available, wherever the role runs.</summary>
    public static IServiceCollection AddRpcClient<TClient>(this IServiceCollection services, Role role) where TClient : ClientBase<TClient>
    {
        AddCore(services);
        services.TryAddSingleton(provider => new Rpc<TClient>(provider.GetRequiredService<RpcTargets>().Of(role), provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>Serves this process's services to other processes, on the internal port alone: the public door never sees them.</summary>
    public static void MapRpcServices(this WebApplication app, int internalPort)
        => app.MapWhen(context => context.Connection.LocalPort == internalPort, branch =>
        {
            branch.UseRouting();
            branch.UseEndpoints(endpoints =>
            {
                foreach (var registration in app.Services.GetServices<RpcRegistration>()) registration.Map(endpoints);
            });
        });

    // Every process judges tokens for itself, so every process is a client of Auth's Sessions.
    private static void AddAccessTokens(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(AccessTokens))) return;
        services.TryAddSingleton(provider => new Rpc<Sessions.SessionsClient>(provider.GetRequiredService<RpcTargets>().Of(Role.Auth), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ITokenAuthority, RpcTokenAuthority>();
        services.AddSingleton(provider => new Revocations(provider.GetRequiredService<ITokenAuthority>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new AccessTokens(provider.GetRequiredService<ITokenAuthority>(), provider.GetRequiredService<Revocations>(),
            provider.GetRequiredService<TimeProvider>(), AccessTokens.Issuer(provider.GetRequiredService<IConfiguration>())));
        services.AddSingleton<RevocationPoll>();
        services.AddHostedService(provider => provider.GetRequiredService<RevocationPoll>());
        services.AddHealthChecks().AddCheck<RevocationPoll>("revocations", tags: ["ready"]);
    }

    private static void AddCore(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Secrets>();
        services.TryAddSingleton<InternalCredentials>();
        AddAccessTokens(services);
        services.TryAddSingleton<RpcPipeline>();
        services.TryAddSingleton<RpcTargets>();
        services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = MaxMessageBytes;
            options.MaxSendMessageSize = MaxMessageBytes;
        });
    }
}

internal sealed record RpcRegistration(Role Role, IReadOnlyList<RpcMethod> Methods, Action<IEndpointRouteBuilder> Map);

/// <summary>One target a role, made at first use.</summary>
internal sealed class RpcTargets(IServiceProvider provider, LocalRoles local, IConfiguration configuration, InternalCredentials credentials, TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Role, RpcTarget> _targets = [];
    private InProcessInvoker? _inProcess;

    public RpcTarget Of(Role role)
    {
        lock (_lock)
        {
            if (_targets.TryGetValue(role, out var known)) return known;
            return _targets[role] = new RpcTarget(role, local.Has(role) ? _inProcess ??= InProcess() : null, configuration, credentials);
        }
    }

    public void Dispose()
    {
        foreach (var target in _targets.Values) target.Dispose();
    }

    private InProcessInvoker InProcess() => new(
        provider.GetServices<RpcRegistration>().SelectMany(r => r.Methods),
        // Late, because the pipeline verifies tokens and fetches the keys for that by a call of its own.
        new Lazy<RpcPipeline>(provider.GetRequiredService<RpcPipeline>),
        configuration.GetValue<bool>("Rpc:Guard") ? new MessageGuard(RpcServices.MaxMessageBytes) : null,
        time);
}
