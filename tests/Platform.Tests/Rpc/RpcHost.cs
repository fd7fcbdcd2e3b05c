using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform.Rpc;
using static Zoetrope.Contracts.Interaction.V1.Likes;

namespace Zoetrope.Platform.Tests.Rpc;

/// <summary>What the handlers under test do and saw.</summary>
internal sealed class Behaviour
{
    public ConcurrentQueue<(Viewer Viewer, ActivityTraceId? Trace)> Calls { get; } = new();
    public Func<SetLikeRequest, ServerCallContext, Task<SetLikeResponse>> SetLike { get; set; } = (request, _) => Task.FromResult(new SetLikeResponse { Liked = request.Liked, Likes = 1 });
    public TaskCompletionSource Cancelled { get; } = new();
}

/// <summary>A service of the real contracts with behaviour that tests choose.</summary>
internal sealed class TestLikes(Behaviour behaviour) : LikesBase
{
    public override Task<SetLikeResponse> SetLike(SetLikeRequest request, ServerCallContext context)
    {
        behaviour.Calls.Enqueue((context.Viewer(), Activity.Current?.TraceId));
        return behaviour.SetLike(request, context);
    }

    public override Task<ListLikedResponse> ListLiked(ListLikedRequest request, ServerCallContext context)
    {
        behaviour.Calls.Enqueue((context.Viewer(), Activity.Current?.TraceId));
        return Task.FromResult(new ListLikedResponse());
    }
}

internal sealed class TestUploads : Uploads.UploadsBase
{
    /// <summary>Counts bytes; a chunk that begins with 255 ends the call at once with a refusal.</summary>
    public override async Task<AppendResponse> Append(IAsyncStreamReader<AppendRequest> requestStream, ServerCallContext context)
    {
        long offset = 0;
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            var chunk = requestStream.Current.Chunk;
            if (chunk.Length > 0 && chunk[0] == 255) throw Fault.Conflict("offset_conflict", ("offset", "0"));
            offset += chunk.Length;
        }
        return new AppendResponse { Offset = offset };
    }
}

/// <summary>A caller and a callee, in one process or in two hosts joined by HTTP/2.</summary>
internal sealed class RpcHost : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _parts = [];

    public Behaviour Behaviour { get; } = new();
    public TestTokens Tokens { get; } = new();
    public IServiceProvider Caller { get; private set; } = null!;
    public string? Url { get; private set; }
    public WebApplication? Server { get; private set; }

    public static async Task<RpcHost> StartAsync(bool remote, bool guard = true, TimeProvider? time = null)
    {
        var host = new RpcHost();
        if (remote)
        {
            var port = FreePorts.Next();
            host.Url = $"http://127.0.0.1:{port}";
            host.Server = await host.ServeAsync(port, time);
            host._parts.Add(host.Server);
            host.Caller = host.Build(Role.Gateway, services => AddClients(services), guard, time, new("Services:interaction:Url", host.Url), new("Services:video:Url", host.Url));
        }
        else
        {
            host.Caller = host.Build(Role.All, services => AddHandlers(AddClients(services)), guard, time);
        }
        return host;
    }

    public LikesClient Likes(Viewer viewer) => Caller.GetRequiredService<Rpc<LikesClient>>().As(viewer);

    public Uploads.UploadsClient Uploads(Viewer viewer) => Caller.GetRequiredService<Rpc<Uploads.UploadsClient>>().As(viewer);

    /// <summary>Brings the server back at its old address.</summary>
    public Task<WebApplication> ServeAgainAsync() => ServeAsync(new Uri(Url!).Port, time: null);

    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_parts)) await part.DisposeAsync();
        Tokens.Dispose();
    }

    private async Task<WebApplication> ServeAsync(int port, TimeProvider? time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        Configure(builder.Services, builder.Configuration, Role.Interaction | Role.Video, time);
        AddHandlers(builder.Services);
        var app = builder.Build();
        app.MapRpcServices(port);
        await app.StartAsync();
        return app;
    }

    private ServiceProvider Build(Role roles, Action<IServiceCollection> add, bool guard, TimeProvider? time, params KeyValuePair<string, string?>[] settings)
    {
        var services = new ServiceCollection();
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection([new("Rpc:Guard", guard.ToString()), .. settings]);
        services.AddLogging(logging => logging.AddProvider(new TestLog()));
        services.AddSingleton<IConfiguration>(configuration);
        Configure(services, configuration, roles, time);
        add(services);
        var provider = services.BuildServiceProvider();
        _parts.Add(provider);
        return provider;
    }

    private void Configure(IServiceCollection services, IConfigurationBuilder configuration, Role roles, TimeProvider? time)
    {
        configuration.AddInMemoryCollection([new("Secrets:Root", Convert.ToBase64String(new byte[32]))]);
        if (time is not null) services.AddSingleton(time);
        services.AddSingleton(new LocalRoles(roles));
        services.AddTestTokens(Tokens);
        services.AddSingleton(Behaviour);
    }

    private static IServiceCollection AddClients(IServiceCollection services)
        => services.AddRpcClient<LikesClient>(Role.Interaction).AddRpcClient<Uploads.UploadsClient>(Role.Video);

    private static IServiceCollection AddHandlers(IServiceCollection services)
        => services.AddRpcService<TestLikes>(Role.Interaction).AddRpcService<TestUploads>(Role.Video);
}
