using System.ComponentModel;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Cards;

/// <summary>One page of a list. Only <c>nextCursor: null</c> ends a list; a page may be short, even empty.</summary>
internal sealed record Page<T>(
    IReadOnlyList<T> Items,
    string? NextCursor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PrevCursor = null);

/// <summary>A list that is always whole.</summary>
internal sealed record Items<T>([property: JsonPropertyName("items")] IReadOnlyList<T> All);

/// <summary>The query parameters every list takes.</summary>
internal readonly record struct PageQuery(
    [property: FromQuery(Name = "cursor"), Description("Where to go on: the nextCursor or prevCursor of the page before.")] string? Cursor,
    [property: FromQuery(Name = "limit"), Description("1–50, default 20.")] int? Limit)
{
    public const int Default = 20, Most = 50;

    /// <exception cref="Grpc.Core.RpcException">422 naming <c>limit</c>.</exception>
    public PageRequest Request() => new() { Cursor = Cursor ?? "", Limit = Checked(Limit) };

    public static int Checked(int? limit) => limit switch
    {
        null => Default,
        >= 1 and <= Most => limit.Value,
        _ => throw Fault.Invalid("limit", "out_of_range", ("min", "1"), ("max", "50")),
    };
}

/// <summary>Cursors as JSON wants them: the end of a list is null.</summary>
internal static class Cursors
{
    public static string? OrNull(this string cursor) => cursor.Length == 0 ? null : cursor;
}
