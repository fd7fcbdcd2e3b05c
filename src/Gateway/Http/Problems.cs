using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Grpc.Core;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Http;

/// <summary>RFC 9457, with a stable code. The one shape of every refusal.</summary>
internal sealed record ProblemBody(
    string Type, string Title, int Status, string Detail, string Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Params,
    string TraceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string[]>? Errors,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] UserSummary? Author);

/// <summary>Makes problem+json of whatever went wrong, in one place: refusals of services, malformed requests, bugs.</summary>
internal sealed partial class Problems(RequestDelegate next, Messages messages, ILogger<Problems> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
            if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null or 0 } && IsApi(http.Request.Path))
                await WriteAsync(http, Plain(http.Response.StatusCode));
        }
        catch (Exception error) when (!http.Response.HasStarted)
        {
            if (http.RequestAborted.IsCancellationRequested) http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            else await WriteAsync(http, Of(error, http));
        }
    }

    /// <summary>Writes one problem, with its texts in the language of the request.</summary>
    public async Task WriteAsync(HttpContext http, Problem problem)
    {
        var caller = http.RequestServices.GetRequiredService<Caller>();
        var author = problem is { Code: "followers_only" } && problem.Params.TryGetValue("author", out var name)
            ? await http.RequestServices.GetRequiredService<PeopleCards>().FindAsync(name, http.RequestAborted) : null;
        var locale = caller.Viewer.Locale;
        var errors = problem.Fields.Count == 0 ? null : problem.Fields
            .GroupBy(field => field.Field)
            .ToDictionary(group => group.Key, group => group.Select(field => messages.Text(locale, field.Code, field.Params)).ToArray());
        var body = new ProblemBody(
            $"urn:zoetrope:problem:{problem.Code}", messages.Title(locale, problem.HttpStatus), problem.HttpStatus,
            messages.Text(locale, problem.Code, problem.Params), problem.Code, problem.Params.Count == 0 ? null : problem.Params,
            Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier, errors, author);

        var response = http.Response;
        response.DropBody();
        response.StatusCode = problem.HttpStatus;
        if (problem.RetryAfterS > 0) response.Headers.RetryAfter = problem.RetryAfterS.ToString();
        if (problem.HttpStatus == 401) response.Headers.WWWAuthenticate = "Bearer";
        response.Headers.CacheControl = "no-store";
        response.ContentType = "application/problem+json";
        await JsonSerializer.SerializeAsync(response.Body, body, GatewayJson.Default.ProblemBody, http.RequestAborted);
    }

    private Problem Of(Exception error, HttpContext http)
    {
        switch (error)
        {
            case RpcException refusal:
                var problem = Fault.Of(refusal);
                // A service that is away is no bug of this request: one line says so, without a trace.
                if (problem.HttpStatus == 503) Away(log, http.Request.Method, http.Request.Path, refusal.Status.Detail);
                else if (problem.HttpStatus >= 500) Failed(log, http.Request.Method, http.Request.Path, problem.Code, refusal);
                return problem;
            case BadHttpRequestException { StatusCode: 413 }:
                return new Problem { Code = "too_large", HttpStatus = 413 };
            case BadHttpRequestException { StatusCode: 415 }:
                return new Problem { Code = "unsupported_type", HttpStatus = 415 };
            case BadHttpRequestException { InnerException: JsonException json }:
                return Unreadable(json);
            case JsonException json:
                return Unreadable(json);
            case BadHttpRequestException:
                return new Problem { Code = "bad_request", HttpStatus = 400 };
            default:
                Failed(log, http.Request.Method, http.Request.Path, "internal", error);
                return new Problem { Code = "internal", HttpStatus = 500 };
        }
    }

    private static Problem Unreadable(JsonException json) => new() { Code = "invalid_json", HttpStatus = 400, Params = { ["path"] = json.Path ?? "$" } };

    private static Problem Plain(int status) => new()
    {
        HttpStatus = status,
        Code = status switch
        {
            401 => "unauthenticated",
            403 => "forbidden",
            404 => "not_found",
            405 => "method_not_allowed",
            413 => "too_large",
            415 => "unsupported_type",
            503 => "unavailable",
            >= 500 => "internal",
            _ => "bad_request",
        },
    };

    private static bool IsApi(PathString path) => path.IsUnder("/api") || path.IsUnder("/live");

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path} could not be answered now: {Reason}")]
    private static partial void Away(ILogger log, string method, string path, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed: {Code}")]
    private static partial void Failed(ILogger log, string method, string path, string code, Exception error);
}

file static class Responses
{
    /// <summary>Forgets a half-made answer but not what earlier middleware decided (request id, cookies, rate limits).</summary>
    public static void DropBody(this HttpResponse response)
    {
        foreach (var name in (string[])["Content-Length", "Content-Encoding", "ETag", "Last-Modified", "Cache-Control"]) response.Headers.Remove(name);
    }
}
