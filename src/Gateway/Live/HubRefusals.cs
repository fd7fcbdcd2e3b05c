using Grpc.Core;
using Microsoft.AspNetCore.SignalR;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Live;

/// <summary>
/// Calls of the hub that are refused are the caller's errors: they hear why, and the log stays quiet, because anybody could fill it. What is left is
/// ours and is logged here, in place of SignalR, which takes both for the same.
/// </summary>
internal sealed partial class HubRefusals(ILogger<HubRefusals> log) : IHubFilter
{
    /// <summary>The category under which SignalR logs both.</summary>
    public const string LoggedElsewhere = "Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher";

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext call, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(call);
        }
        catch (RpcException refusal) when (Fault.Of(refusal) is { HttpStatus: >= 400 and < 500 } problem)
        {
            throw new HubException(problem.Code, refusal);
        }
        catch (Exception error) when (error is not HubException && !call.Context.ConnectionAborted.IsCancellationRequested)
        {
            Failed(log, call.HubMethodName, error);
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The hub could not do {Method}")]
    private static partial void Failed(ILogger log, string method, Exception error);
}
