using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Npgsql;
using Zoetrope.Platform;

namespace Zoetrope.Host;

/// <summary>What kept a command from starting or ending well, in words for the person at the keyboard; null for a bug, which keeps its trace.</summary>
internal static partial class StartFailure
{
    public static string? Words(Exception error) => error switch
    {
        StartException => error.Message,
        OptionsValidationException wrong => string.Join('\n', wrong.Failures),
        AggregateException { InnerExceptions: [var one] } => Words(one),
        // EF wraps what might pass by itself.
        InvalidOperationException { InnerException: NpgsqlException wrapped } => Words(wrapped),
        InvalidOperationException when Conversion().Match(error.Message) is { Success: true } found
            => $"{found.Groups["key"].Value} is \"{found.Groups["value"].Value}\": {Kind(found.Groups["type"].Value)} is needed.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } refused
            => $"PostgreSQL refuses us: {refused.MessageText}. Check the user and the password in Database:Url.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } missing => $"{Sentence(missing.MessageText)} Run: zoetrope migrate",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refused
            => $"PostgreSQL refuses it: {refused.MessageText}. The role in Database:Url must be allowed to create databases, or they must be there already.",
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => "The disk of the database is full. Free some space there and start again.",
        PostgresException => null,
        NpgsqlException away => $"PostgreSQL does not answer: {Sentence(away.Message)} Check Database:Url and that the server runs.",
        Grpc.Core.RpcException { StatusCode: Grpc.Core.StatusCode.Unavailable or Grpc.Core.StatusCode.DeadlineExceeded }
            => "A part of it did not answer in time; the machine may be too busy. Try again later; what was begun is taken away by: zoetrope seed --remove",
        UnauthorizedAccessException refused => $"{Sentence(refused.Message)} Run it as the owner of the data folder, or choose another folder with Data__Path=…",
        IOException full when full.Message.Contains("No space left", StringComparison.Ordinal) => $"{Sentence(full.Message)} Free some space, or choose another folder with Data__Path=…",
        System.Security.Cryptography.CryptographicException bad => $"Internal:Certificate and Internal:CertificateKey cannot be used: {Sentence(bad.Message)}",
        _ => null,
    };

    private static string Sentence(string text) => text.TrimEnd().EndsWith('.') ? text.TrimEnd() : text.TrimEnd() + ".";

    private static string Kind(string type) => type switch
    {
        "System.Boolean" => "true or false",
        "System.Double" or "System.Single" or "System.Decimal" => "a number",
        "System.TimeSpan" => "a duration such as 00:05:00",
        _ => "a whole number",
    };

    /// <summary>How the configuration binder says that a value is of the wrong kind.</summary>
    [GeneratedRegex("^Failed to convert configuration value '(?<value>.*)' at '(?<key>[^']+)' to type '(?<type>[^']+)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Conversion();
}
