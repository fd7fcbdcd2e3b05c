using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zoetrope.Interaction.Data;

namespace Zoetrope.Interaction.Likes;

/// <summary>Writes taps, together where they come together. Nobody is answered before the commit.</summary>
internal sealed class TapWriter([FromKeyedServices(typeof(InteractionDb))] NpgsqlDataSource source, TimeProvider time)
{
    private readonly Queue _likes = new(TapStatement.Like, source, time), _saves = new(TapStatement.Save, source, time), _commentLikes = new(TapStatement.CommentLike, source, time);

    /// <param name="tell">Makes the event's bytes for the version that the row will have.</param>
    public Task<Tapped> LikeAsync(Tap tap, Func<long, byte[]> tell, CancellationToken cancel) => _likes.RunAsync(tap, tell, cancel);

    /// <inheritdoc cref="LikeAsync"/>
    public Task<Tapped> SaveAsync(Tap tap, Func<long, byte[]> tell, CancellationToken cancel) => _saves.RunAsync(tap, tell, cancel);

    /// <inheritdoc cref="LikeAsync"/>
    public Task<Tapped> LikeCommentAsync(Tap tap, Func<long, byte[]> tell, CancellationToken cancel) => _commentLikes.RunAsync(tap, tell, cancel);

    /// <summary>Whose video somebody likes, as their own row says; null where they do not like it.</summary>
    public Task<Guid?> LikedAuthorAsync(Guid userId, Guid videoId, CancellationToken cancel) => _likes.AuthorAsync(userId, videoId, cancel);

    /// <inheritdoc cref="LikedAuthorAsync"/>
    public Task<Guid?> SavedAuthorAsync(Guid userId, Guid videoId, CancellationToken cancel) => _saves.AuthorAsync(userId, videoId, cancel);

    private sealed class Queue
    {
        /// <summary>A statement of eight taps costs the database twice what one of a single tap costs: in a storm a tap waits this long for company.</summary>
        private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(2);

        private readonly TapStatement _statement;
        private readonly NpgsqlDataSource _source;
        private readonly TimeProvider _time;
        private readonly Together<Writing, Tapped?> _writing;
        private readonly Together<Row, Guid?> _reading;

        public Queue(TapStatement statement, NpgsqlDataSource source, TimeProvider time)
        {
            (_statement, _source, _time) = (statement, source, time);
            // One statement at a time: two could each hold a row that the other waits for. And a statement changes a row once: a second tap
            // on the same row waits for the next one.
            _writing = new(WriteAsync, writing => (writing.Tap.UserId, writing.Tap.TargetId), gather: Gather);
            _reading = new(ReadAuthorsAsync);
        }

        public async Task<Tapped> RunAsync(Tap tap, Func<long, byte[]> tell, CancellationToken cancel)
        {
            var version = Versions.Next(_time);
            var writing = new Writing(tap, version, _time.GetUtcNow().UtcDateTime, tell(version));
            // Trying again by itself ends in the same state, whether the statement was lost before or after it was written.
            return await _writing.RunAsync(writing, cancel) ?? await _statement.RunAsync(_source, _time, tap, tell, cancel);
        }

        public Task<Guid?> AuthorAsync(Guid userId, Guid targetId, CancellationToken cancel) => _reading.RunAsync(new Row(userId, targetId), cancel);

        private async Task<Guid?[]> ReadAuthorsAsync(IReadOnlyList<Row> rows)
        {
            var authors = new Guid?[rows.Count];
            var found = await _source.ReadAsync(_statement.Authors, row => (N: row.GetInt64(0), Author: row.GetGuid(1)), CancellationToken.None,
                rows.Select(r => r.UserId).ToArray(), rows.Select(r => r.TargetId).ToArray());
            foreach (var (n, author) in found) authors[n - 1] = author;
            return authors;
        }

        private async Task<Tapped?[]> WriteAsync(IReadOnlyList<Writing> taps)
        {
            await using var batch = _source.CreateBatch();
            Add(_statement.Together, Of(t => t.Tap.UserId), Of(t => t.Tap.TargetId), Of(t => t.Tap.AuthorId), Of(t => t.Tap.Active), Of(t => t.Tap.Seq), Of(t => t.Version),
                Of(t => t.At), Of(t => t.Tap.EventKey), Of(t => t.Told));
            Add(_statement.Counts, taps.Select(t => t.Tap.TargetId).Distinct().ToArray());
            await using var reader = await batch.ExecuteReaderAsync();

            var changed = new List<int>(taps.Count);
            while (await reader.ReadAsync()) changed.Add((int)reader.GetInt64(0) - 1);
            await reader.NextResultAsync();
            var counts = new Dictionary<Guid, (long Count, long Rev)>();
            while (await reader.ReadAsync()) counts[reader.GetGuid(0)] = (reader.GetInt64(1), reader.GetInt64(2));
            await reader.NextResultAsync();
            // Null where the tap changed nothing.
            var outcomes = new Tapped?[taps.Count];
            foreach (var n in changed) outcomes[n] = new Tapped(taps[n].Tap.Active, counts[taps[n].Tap.TargetId].Count, counts[taps[n].Tap.TargetId].Rev);
            return outcomes;

            T[] Of<T>(Func<Writing, T> value) => [.. taps.Select(value)];

            void Add(string sql, params object[] values)
            {
                var command = new NpgsqlBatchCommand(sql);
                foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
                batch.BatchCommands.Add(command);
            }
        }
    }

    private sealed record Row(Guid UserId, Guid TargetId);

    private sealed record Writing(Tap Tap, long Version, DateTime At, byte[] Told);
}
