using System.Globalization;
using System.Text;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Web;

namespace Zoetrope.Auth.Profiles;

/// <summary>
/// Finds people by name: the exact username, then usernames that begin so, then words of display names, then similar spellings
/// (pg_trgm). Below three characters there are no trigrams and only beginnings count.
/// </summary>
internal sealed partial class PeopleService
{
    private const int LongestQuery = 64, ShortestFuzzy = 3;

    public override async Task<SearchPeopleResponse> SearchPeople(SearchPeopleRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var after = Place.Read(request.Page?.Cursor);
        var key = QueryKey(request.Query);
        if (key.Length == 0) return new SearchPeopleResponse();
        var limit = PageSize.Of(request.Page?.Limit ?? 0);
        var (begins, word) = ($"{EscapeLike(key)}%", $"% {EscapeLike(key)}%");
        var fuzzy = key.Length >= ShortestFuzzy;

        var found = await db.Database.SqlQuery<Found>($"""
            select id, tier, score from (
                select id,
                    case when username_key = {key} then 0 when username_key like {begins} then 1
                         when display_name_key like {begins} or display_name_key like {word} then 2 else 3 end as tier,
                    round(greatest(similarity(username_key, {key}), word_similarity({key}, display_name_key))::numeric, 3) as score
                from users
                where deleted_at is null and suspended_at is null and deletion_at is null and not awaits_approval
                    and (username_key like {begins} or display_name_key like {begins}
                        or ({fuzzy} and (display_name_key like {word} or username_key % {key} or {key} <% display_name_key)))
            ) people
            where (tier, -score, id) > ({after.Tier}, {-after.Score}, {after.Id})
            order by tier, -score, id limit {limit + 1}
            """).ToListAsync(cancel);

        var page = found.Take(limit).ToList();
        var order = page.Select((f, i) => (f.Id, i)).ToDictionary(x => x.Id.ToString(), x => x.i);
        var people = await sight.OfAsync(await cards.GetAsync([.. page.Select(f => f.Id)], cancel), context.Viewer(), cancel, unasked: true);
        return new SearchPeopleResponse
        {
            Items = { people.OrderBy(p => order[p.Card.Id]) },
            NextCursor = found.Count > limit ? Place.Write(page[^1]) : "",
        };
    }

    private static string QueryKey(string query)
    {
        if (query.Contains('\0', StringComparison.Ordinal)) return "";
        var trimmed = query.Trim().TrimStart('@');
        if (trimmed.Length > LongestQuery) trimmed = trimmed[..LongestQuery];
        try
        {
            return ProfileRules.NameKey(trimmed);
        }
        // A surrogate cut in half is in nobody's name.
        catch (ArgumentException)
        {
            return "";
        }
    }

    internal static string EscapeLike(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text) _ = (c is '%' or '_' or '\\' ? escaped.Append('\\') : escaped).Append(c);
        return escaped.ToString();
    }

    private sealed record Found(Guid Id, int Tier, decimal Score);

    private readonly record struct Place(int Tier, decimal Score, Guid Id)
    {
        public static string Write(Found last)
            => Cursor.Encode(last.Tier.ToString(CultureInfo.InvariantCulture), last.Score.ToString(CultureInfo.InvariantCulture), last.Id.ToString());

        /// <summary>Before everybody where there is no cursor.</summary>
        public static Place Read(string? cursor)
        {
            if (Cursor.Decode(cursor, 3) is not { } parts) return new Place(-1, 0, Guid.Empty);
            return int.TryParse(parts[0], CultureInfo.InvariantCulture, out var tier) && decimal.TryParse(parts[1], CultureInfo.InvariantCulture, out var score)
                && Guid.TryParse(parts[2], out var id) ? new Place(tier, score, id) : throw Fault.BadRequest("invalid_cursor");
        }
    }
}
