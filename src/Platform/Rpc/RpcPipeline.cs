using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net.Sockets;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Zoetrope.Platform.Rpc;

/// <summary>
/// What surrounds every handler, whichever way the call came: authentication of caller and viewer, a DI scope, mapping of errors,
/// a span, a log line for bugs, a duration metric.
/// </summary>
internal sealed partial class RpcPipeline(
    IServiceScopeFactory scopes, AccessTokens tokens, InternalCredentials credentials, TimeProvider time, ILogger<RpcPipeline> logger)
{
    internal const string SourceName = "Zoetrope.Rpc";
    internal static readonly ActivitySource Source = new(SourceName);
    private static readonly Meter Meter = new(SourceName);
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("zoetrope.rpc.duration", "s", "Time a handler took, by method and status.");

    public async Task<TRes> RunAsync<TService, TRes>(RpcMethod method, RpcContext context, Func<TService, Task<TRes>> handler) where TService : class
    {
        var started = time.GetTimestamp();
        var status = StatusCode.OK;
        using var activity = Source.StartActivity(context.Method, ActivityKind.Server, ParentOf(context));
        try
        {
            if (context.IsRemote) credentials.Check(context.RequestHeaders, context.Method);
            context.Viewer = await Viewer.ReadAsync(context.RequestHeaders, tokens, context.CancellationToken);
            // A gateway vouches for the readers of its live connections; no change is ever made on its word.
            if (context.Viewer.IsBehalf && !method.IsRead) throw Fault.Unauthenticated();
            context.Enter();
            await using var scope = scopes.CreateAsyncScope();
            return await handler(scope.ServiceProvider.GetRequiredService<TService>());
        }
        catch (Exception error)
        {
            var refusal = Refusal(error, context);
            status = refusal.StatusCode;
            activity?.SetStatus(ActivityStatusCode.Error, refusal.Status.Detail);
            throw refusal;
        }
        finally
        {
            Duration.Record(time.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("method", context.Method),
                new KeyValuePair<string, object?>("status", status.ToString()));
        }
    }

    // An in-process caller's span is ambient already.
    private static ActivityContext ParentOf(RpcContext context)
        => context.IsRemote && context.RequestHeaders.GetValue("traceparent") is { } parent && ActivityContext.TryParse(parent, null, true, out var remote)
            ? remote : Activity.Current?.Context ?? default;

    private RpcException Refusal(Exception error, RpcContext context)
    {
        switch (error)
        {
            case RpcException { StatusCode: not StatusCode.Unknown } refusal:
                return refusal;
            case OperationCanceledException when context.CancellationToken.IsCancellationRequested:
                var late = context.IsLate(time);
                return new RpcException(new Status(late ? StatusCode.DeadlineExceeded : StatusCode.Cancelled, late ? "Deadline passed" : "Cancelled"));
            case var _ when IsOutage(error):
                LogOutage(logger, context.Method, error.Message);
                return Fault.Unavailable();
            default:
                LogBug(logger, error, context.Method);
                return new RpcException(new Status(StatusCode.Internal, "internal"));
        }
    }

    /// <summary>Something this service needs is away for the moment: its database, Redis, another service.</summary>
    private static bool IsOutage(Exception error) => error switch
    {
        NpgsqlException { IsTransient: true } or TimeoutException or SocketException => true,
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.DiskFull or PostgresErrorCodes.AdminShutdown } => true,
        StackExchange.Redis.RedisConnectionException => true,
        DbUpdateException or InvalidOperationException when error.InnerException is { } inner => IsOutage(inner),
        _ => false,
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} failed by a fault of ours")]
    private static partial void LogBug(ILogger logger, Exception error, string method);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} refused for now: {Reason}")]
    private static partial void LogOutage(ILogger logger, string method, string reason);
}
