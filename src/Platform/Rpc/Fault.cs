using Google.Protobuf;
using Grpc.Core;
using Zoetrope.Contracts.Common.V1;

namespace Zoetrope.Platform.Rpc;

/// <summary>
/// Expected refusals, as gRPC statuses from one small table. The code and its parameters travel in the trailer
/// <c>problem-bin</c>; the gateway turns them into RFC 9457 problem+json. Anything else that is thrown is a bug.
/// </summary>
public static class Fault
{
    internal const string Trailer = "problem-bin";

    /// <summary>404. Also for what the viewer may not know of.</summary>
    public static RpcException NotFound(string code = "not_found", params ReadOnlySpan<(string Name, string Value)> args)
        => Make(StatusCode.NotFound, 404, code, args);

    /// <summary>422 naming one field.</summary>
    public static RpcException Invalid(string field, string code, params ReadOnlySpan<(string Name, string Value)> args)
        => Invalid([Field(field, code, args)]);

    /// <summary>422 naming several fields at once, so that a form shows all that is wrong.</summary>
    public static RpcException Invalid(IEnumerable<FieldError> fields)
        => Make(StatusCode.InvalidArgument, 422, "validation_failed", [], problem => problem.Fields.AddRange(fields));

    public static FieldError Field(string field, string code, params ReadOnlySpan<(string Name, string Value)> args)
    {
        var error = new FieldError { Field = field, Code = code };
        foreach (var (name, value) in args) error.Params[name] = value;
        return error;
    }

    /// <summary>400: malformed, not merely unacceptable.</summary>
    public static RpcException BadRequest(string code = "bad_request", params ReadOnlySpan<(string Name, string Value)> args)
        => Make(StatusCode.InvalidArgument, 400, code, args);

    public static RpcException Unauthenticated(string code = "unauthenticated", params ReadOnlySpan<(string Name, string Value)> args)
        => Make(StatusCode.Unauthenticated, 401, code, args);

    public static RpcException Forbidden(string code = "forbidden", params ReadOnlySpan<(string Name, string Value)> args)
        => Make(StatusCode.PermissionDenied, 403, code, args);

    public static RpcException Conflict(string code, params ReadOnlySpan<(string Name, string Value)> args)
        => Make(StatusCode.AlreadyExists, 409, code, args);

    /// <summary>422 without a field: the request is well-formed and cannot be done.</summary>
    public static RpcException Unprocessable(string code, params ReadOnlySpan<(string Name, string Value)> args)
        => Make(StatusCode.FailedPrecondition, 422, code, args);

    /// <summary>410: removed, and it was public.</summary>
    public static RpcException Gone(string code = "gone") => Make(StatusCode.NotFound, 410, code, []);

    public static RpcException TooLarge(string code, params ReadOnlySpan<(string Name, string Value)> args)
        => Make(StatusCode.OutOfRange, 413, code, args);

    public static RpcException UnsupportedType(string code = "unsupported_type", params ReadOnlySpan<(string Name, string Value)> args)
        => Make(StatusCode.InvalidArgument, 415, code, args);

    public static RpcException TooMany(string code, int retryAfterSeconds, params ReadOnlySpan<(string Name, string Value)> args)
        => Make(StatusCode.ResourceExhausted, 429, code, args, problem => problem.RetryAfterS = retryAfterSeconds);

    /// <summary>503 with Retry-After.</summary>
    public static RpcException Unavailable(int retryAfterSeconds = 1, string code = "unavailable")
        => Make(StatusCode.Unavailable, 503, code, [], problem => problem.RetryAfterS = retryAfterSeconds);

    /// <summary>507: the store is out of space.</summary>
    public static RpcException InsufficientStorage(string code = "insufficient_storage")
        => Make(StatusCode.ResourceExhausted, 507, code, []);

    /// <summary>A status that only one protocol knows, such as tus' 460 for a wrong checksum.</summary>
    public static RpcException Other(int httpStatus, string code, params ReadOnlySpan<(string Name, string Value)> args)
        => Make(StatusCode.FailedPrecondition, httpStatus, code, args);

    /// <summary>The problem that a failed call carries. A status without one (a lost connection, a deadline, a bug) gets the nearest.</summary>
    public static Problem Of(RpcException error)
    {
        if (error.Trailers.GetValueBytes(Trailer) is { } bytes) return Problem.Parser.ParseFrom(bytes);
        if (RpcTarget.IsAway(error)) return Away;
        return error.StatusCode switch
        {
            StatusCode.DeadlineExceeded => Away,
            StatusCode.ResourceExhausted => new Problem { Code = "too_large", HttpStatus = 413 },
            StatusCode.NotFound => new Problem { Code = "not_found", HttpStatus = 404 },
            StatusCode.Unauthenticated => new Problem { Code = "unauthenticated", HttpStatus = 401 },
            StatusCode.Cancelled => new Problem { Code = "cancelled", HttpStatus = 499 },
            _ => new Problem { Code = "internal", HttpStatus = 500 },
        };
    }

    private static Problem Away => new() { Code = "unavailable", HttpStatus = 503, RetryAfterS = 1 };

    private static RpcException Make(StatusCode status, int http, string code, ReadOnlySpan<(string Name, string Value)> args, Action<Problem>? more = null)
    {
        var problem = new Problem { Code = code, HttpStatus = http };
        foreach (var (name, value) in args) problem.Params[name] = value;
        more?.Invoke(problem);
        return new RpcException(new Status(status, code), new Metadata { { Trailer, problem.ToByteArray() } });
    }
}
