using System.Diagnostics;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Configuration;
using Polly;
using Polly.CircuitBreaker;

namespace Zoetrope.Platform.Rpc;

/// <summary>
/// Where the calls to one role go: to its handlers in this process, or over HTTP/2. Decided once at start. A remote role has a
/// circuit breaker, so that a dead one answers 503 at once instead of holding its callers.
/// </summary>
internal sealed class RpcTarget : IDisposable
{
    private readonly GrpcChannel? _channel;
    private readonly InternalCredentials _credentials;

    public RpcTarget(Role role, CallInvoker? local, IConfiguration configuration, InternalCredentials credentials)
    {
        (Role, _credentials) = (role, credentials);
        if (local is not null)
        {
            Transport = local;
            return;
        }
        var url = configuration[$"Services:{role.Name()}:Url"]
            ?? throw new StartException($"The role {role.Name()} runs elsewhere, but Services:{role.Name()}:Url does not say where.");
        _channel = GrpcChannel.ForAddress(url, new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler
            {
                // A busy machine that just started needs more than half a second for its first connections.
                ConnectTimeout = TimeSpan.FromSeconds(1),
                EnableMultipleHttp2Connections = true,
                KeepAlivePingDelay = TimeSpan.FromSeconds(10),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            },
            // A process that came back is found within a second; the default grows to two minutes, and refuses every call meanwhile.
            InitialReconnectBackoff = TimeSpan.FromMilliseconds(100),
            MaxReconnectBackoff = TimeSpan.FromSeconds(1),
            MaxReceiveMessageSize = RpcServices.MaxMessageBytes,
            MaxSendMessageSize = RpcServices.MaxMessageBytes,
        });
        Transport = _channel.CreateCallInvoker();
        Breaker = new ResiliencePipelineBuilder()
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<RpcException>(IsAway),
                FailureRatio = 0.5,
                MinimumThroughput = 10,
                SamplingDuration = TimeSpan.FromSeconds(5),
                BreakDuration = TimeSpan.FromSeconds(1),
            })
            .Build();
    }

    public Role Role { get; }
    public CallInvoker Transport { get; }

    /// <summary>Null where the role is in this process: it cannot be away.</summary>
    public ResiliencePipeline? Breaker { get; }

    /// <summary>The metadata of a call: viewer, trace context and, between processes, the cluster's credential.</summary>
    public Metadata Headers(Viewer viewer, string method)
    {
        var headers = new Metadata();
        viewer.WriteTo(headers);
        if (_channel is null) return headers;
        headers.Add(InternalCredentials.Header, _credentials.For(Role, method));
        if (Activity.Current is { Id: { } trace }) headers.Add("traceparent", trace);
        return headers;
    }

    public void Dispose() => _channel?.Dispose();

    /// <summary>
    /// The other side is not there, as opposed to it having refused: a refusal of ours carries a problem. A process that is just ending
    /// may break a stream, which gRPC calls internal; that status is made here, of what the connection did, and never comes from a handler.
    /// </summary>
    public static bool IsAway(RpcException error)
        => error.Trailers.GetValueBytes(Fault.Trailer) is null
            && (error.StatusCode is StatusCode.Unavailable || error is { StatusCode: StatusCode.Internal, Status.DebugException: HttpRequestException or IOException });

    /// <summary>No connection came about, so the call never left this process: repeating it is safe, whatever it changes.</summary>
    public static bool WasNeverSent(RpcException error)
        => IsAway(error) && error.Status.DebugException is SocketException or TimeoutException or HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };
}
