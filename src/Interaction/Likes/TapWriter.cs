using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zoetrope.Interaction.Data;

namespace Zoetrope.Interaction.Likes;

/// <summary>
/// Writes taps. Those that come while others are being written go together in the next statement: in a storm one round trip and one commit
/// serve many, and a tap that comes alone waits for nobody. Nobody is answered before the commit.
/// </summary>
internal sealed class TapWriter([FromKeyedServices(typeof(InteractionDb))] NpgsqlDataSource source, TimeProvider time)
{
    private readonly Queue _likes = new(TapStatement.Like, source, time), _saves = new(TapStatement.Save, source, time), _commentLikes = new(TapStatement.CommentLike, source, time);

    /// <param name="tell">Makes the event's bytes for the version that the row will have.</param>
    public Task<Tapped> LikeAsync(Tap tap, Func<long, byte[]> tell, CancellationToken cancel) => _likes.RunAsync(tap, tell, cancel);

    /// <inheritdoc cref="LikeAsync"/>
    public Task<Tapped> SaveAsync(Tap tap, Func<long, byte[]> tell, CancellationToken cancel) => _saves.RunAsync(tap, tell, cancel);

    /// <inheritdoc cref="LikeAsync"/>
    public Task<Tapped> LikeCommentAsync(Tap tap, Func<long, byte[]> tell, CancellationToken cancel) => _commentLikes.RunAsync(tap, tell, cancel);

    private sealed class Queue(TapStatement statement, NpgsqlDataSource source, TimeProvider time)
    {
        private const int MostTogether = 64;

        private readonly Lock _lock = new();
        private List<Waiting> _waiting = [];
        private bool _writing;

        public async Task<Tapped> RunAsync(Tap tap, Func<long, byte[]> tell, CancellationToken cancel)
        {
            var version = Versions.Next(time);
            var mine = new Waiting(tap, version, time.GetUtcNow().UtcDateTime, tell(version));
            bool first;
            lock (_lock)
            {
                _waiting.Add(mine);
                (first, _writing) = (!_writing, true);
            }
            if (first) _ = WriteAllAsync();
            return await mine.Outcome.Task.WaitAsync(cancel) ?? await statement.RunAsync(source, time, tap, tell, cancel);
        }

        private async Task WriteAllAsync()
        {
            // One statement at a time: two could each hold a row that the other waits for.
            while (Next() is { Count: > 0 } taps)
            {
                var outcomes = new Tapped?[taps.Count];
                try
                {
                    await WriteAsync(taps, outcomes);
                }
                catch (Exception)
                {
                    // Written or not, and whatever it was: trying again by itself ends in the same state, and gives each of them an answer of its own.
                    Array.Clear(outcomes);
                }
                for (var n = 0; n < taps.Count; n++) taps[n].Outcome.SetResult(outcomes[n]);
            }
        }

        private List<Waiting> Next()
        {
            lock (_lock)
            {
                // A statement changes a row once: a second tap on the same row waits for the next one.
                var rows = new HashSet<(Guid, Guid)>();
                var taps = _waiting.FindAll(waiting => rows.Count < MostTogether && rows.Add((waiting.Tap.UserId, waiting.Tap.TargetId)));
                _waiting = taps.Count == _waiting.Count ? [] : [.. _waiting.Except(taps)];
                _writing = taps.Count > 0;
                return taps;
            }
        }

        private async Task WriteAsync(List<Waiting> taps, Tapped?[] outcomes)
        {
            await using var batch = source.CreateBatch();
            Add(statement.Together, Of(t => t.Tap.UserId), Of(t => t.Tap.TargetId), Of(t => t.Tap.AuthorId), Of(t => t.Tap.Active), Of(t => t.Tap.Seq), Of(t => t.Version),
                Of(t => t.At), Of(t => t.Tap.EventKey), Of(t => t.Told));
            Add(statement.Counts, taps.Select(t => t.Tap.TargetId).Distinct().ToArray());
            await using var reader = await batch.ExecuteReaderAsync();

            var changed = new List<int>(taps.Count);
            while (await reader.ReadAsync()) changed.Add((int)reader.GetInt64(0) - 1);
            await reader.NextResultAsync();
            var counts = new Dictionary<Guid, (long Count, long Rev)>();
            while (await reader.ReadAsync()) counts[reader.GetGuid(0)] = (reader.GetInt64(1), reader.GetInt64(2));
            await reader.NextResultAsync();
            foreach (var n in changed) outcomes[n] = new Tapped(taps[n].Tap.Active, counts[taps[n].Tap.TargetId].Count, counts[taps[n].Tap.TargetId].Rev);

            T[] Of<T>(Func<Waiting, T> value) => [.. taps.Select(value)];

            void Add(string sql, params object[] values)
            {
                var command = new NpgsqlBatchCommand(sql);
                foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
                batch.BatchCommands.Add(command);
            }
        }
    }

    private sealed record Waiting(Tap Tap, long Version, DateTime At, byte[] Told)
    {
        /// <summary>Null where the tap changed nothing, or its statement failed.</summary>
        public TaskCompletionSource<Tapped?> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
