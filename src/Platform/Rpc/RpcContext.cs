using Grpc.Core;

namespace Zoetrope.Platform.Rpc;

/// <summary>
/// The context of a call, the same for calls from this process and from others: the caller's metadata, the deadline,
/// and once the pipeline has read it, the viewer.
/// </summary>
internal sealed class RpcContext : ServerCallContext, IDisposable
{
    private static readonly AsyncLocal<DateTime?> AmbientDeadline = new();

    private readonly ServerCallContext? _remote;
    private readonly CancellationTokenSource? _local;
    private readonly CancellationToken _caller;
    private readonly Metadata _headers;
    private readonly string _method;
    private readonly DateTime _deadline;
    private Metadata? _trailers;
    private Status _status;

    private RpcContext(ServerCallContext remote) => (_remote, _headers, _method, _deadline) = (remote, remote.RequestHeaders, remote.Method, remote.Deadline);

    private RpcContext(string method, CallOptions options, TimeProvider time)
    {
        (_method, _headers, _deadline) = (method, options.Headers ?? Metadata.Empty, options.Deadline ?? DateTime.MaxValue);
        _caller = options.CancellationToken;
        _local = CancellationTokenSource.CreateLinkedTokenSource(options.CancellationToken);
        if (options.Deadline is { } deadline) _local.CancelAfter(Max(deadline - time.GetUtcNow().UtcDateTime, TimeSpan.Zero));
    }

    public static RpcContext Remote(ServerCallContext context) => new(context);

    public static RpcContext InProcess(string method, CallOptions options, TimeProvider time) => new(method, options, time);

    public bool IsRemote => _remote is not null;

    /// <summary>Whether it was the deadline, not the caller, that cancelled. Asked of the caller's token: a timer may fire a little before the clock agrees.</summary>
    public bool IsLate(TimeProvider time) => _remote is null ? !_caller.IsCancellationRequested : _deadline <= time.GetUtcNow().UtcDateTime;

    /// <summary>Set by the pipeline before the handler runs.</summary>
    public Viewer Viewer { get; set; } = Viewer.Anonymous();

    /// <summary>The deadline of the call being served, which calls made on its behalf inherit.</summary>
    public static DateTime? Inherited => AmbientDeadline.Value;

    public void Enter() => AmbientDeadline.Value = _deadline == DateTime.MaxValue ? null : _deadline;

    public void Dispose() => _local?.Dispose();

    protected override string MethodCore => _method;
    protected override string HostCore => _remote?.Host ?? "in-process";
    protected override string PeerCore => _remote?.Peer ?? "in-process";
    protected override DateTime DeadlineCore => _deadline;
    protected override Metadata RequestHeadersCore => _headers;
    protected override CancellationToken CancellationTokenCore => _remote?.CancellationToken ?? _local!.Token;
    protected override Metadata ResponseTrailersCore => _remote?.ResponseTrailers ?? (_trailers ??= []);
    protected override Status StatusCore
    {
        get => _remote?.Status ?? _status;
        set { if (_remote is null) _status = value; else _remote.Status = value; }
    }
    protected override WriteOptions? WriteOptionsCore { get; set; }
    protected override AuthContext AuthContextCore { get; } = new(null, []);
    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => throw new NotSupportedException();
    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}

/// <summary>What a handler asks of its call.</summary>
public static class RpcCallExtensions
{
    /// <summary>Through whose eyes the caller reads.</summary>
    public static Viewer Viewer(this ServerCallContext context) => ((RpcContext)context).Viewer;
}
