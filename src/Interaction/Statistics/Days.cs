using System.Globalization;
using Npgsql;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Statistics;

/// <summary>The days a statistic is about, both included, in UTC.</summary>
internal readonly record struct Span(DateOnly From, DateOnly To)
{
    private const int Usual = 28, Longest = 400;

    /// <summary>The last four weeks unless said otherwise.</summary>
    public static Span Parse(string from, string to, TimeProvider time)
    {
        var last = to.Length == 0 ? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime) : Day("to", to);
        var first = from.Length == 0 ? last.AddDays(1 - Usual) : Day("from", from);
        if (first > last) throw Fault.Invalid("from", "after_end", ("end", Text(last)));
        if (last.DayNumber - first.DayNumber >= Longest) throw Fault.Invalid("from", "too_many_days", ("max", Longest.ToString(CultureInfo.InvariantCulture)), ("first", Text(last.AddDays(1 - Longest))));
        return new Span(first, last);
    }

    private static DateOnly Day(string field, string text)
        => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 2000 and < 9000 ? day : throw Fault.Invalid(field, "not_a_day");

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Totals and days of any set of videos, read from raw views and watches.</summary>
internal sealed partial class StatisticsService
{
    private async Task<(Totals Totals, List<StatisticsDay> Days)> CountAsync(Guid[] videos, Span span, List<(DateOnly Day, long Count)> followers, CancellationToken cancel)
    {
        // The row without a day is the whole: viewers of several days are one viewer there.
        var views = await source.ReadAsync("""
            select day, count(*), count(distinct viewer) from views where video_id = any($1) and day between $2 and $3 group by grouping sets ((day), ())
            """, row => (Day: DayOf(row), Views: row.GetInt64(1), Viewers: row.GetInt64(2)), cancel, videos, span.From, span.To);
        var plays = await source.ReadAsync("""
            select w.day, coalesce(sum(w.watched_ms), 0)::bigint, count(*) filter (where w.completed),
                   coalesce(avg(100.0 * w.watched_ms / nullif(k.duration_ms, 0)) filter (where w.watched_ms >= 1000 or w.completed), 0)
            from watches w join known_videos k on k.video_id = w.video_id
            where w.video_id = any($1) and w.day between $2 and $3 group by grouping sets ((w.day), ())
            """, row => (Day: DayOf(row), WatchedMs: row.GetInt64(1), Completed: row.GetInt64(2), Percent: Percent(row, 3)), cancel, videos, span.From, span.To);

        var viewed = views.ToDictionary(v => v.Day ?? DateOnly.MinValue);
        var played = plays.ToDictionary(p => p.Day ?? DateOnly.MinValue);
        var gained = followers.ToDictionary(f => f.Day, f => f.Count);
        var days = new List<StatisticsDay>();
        for (var day = span.From; day <= span.To; day = day.AddDays(1))
            days.Add(new StatisticsDay { Day = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Totals = Of(day, gained.GetValueOrDefault(day)) });
        return (Of(DateOnly.MinValue, gained.Values.Sum()), days);

        Totals Of(DateOnly day, long follows)
        {
            var (v, p) = (viewed.GetValueOrDefault(day), played.GetValueOrDefault(day));
            return new Totals { Views = v.Views, Viewers = v.Viewers, WatchedMs = p.WatchedMs, Completed = p.Completed, AveragePercent = p.Percent, FollowersGained = follows };
        }
    }

    private Task<List<StatisticsSource>> SourcesAsync(Guid[] videos, Span span, CancellationToken cancel) => source.ReadAsync("""
        select source, count(*) filter (where viewed), sum(watched_ms)::bigint from watches where video_id = any($1) and day between $2 and $3 group by 1 order by 2 desc, 1
        """, row => new StatisticsSource { Source = row.GetString(0), Views = row.GetInt64(1), WatchedMs = row.GetInt64(2) }, cancel, videos, span.From, span.To);

    private static DateOnly? DayOf(NpgsqlDataReader row) => row.IsDBNull(0) ? null : row.GetFieldValue<DateOnly>(0);

    private static (DateOnly Day, long Count) ReadDay(NpgsqlDataReader row) => (row.GetFieldValue<DateOnly>(0), row.GetInt64(1));

    private static double Percent(NpgsqlDataReader row, int column) => Math.Round((double)row.GetDecimal(column), 1);
}
