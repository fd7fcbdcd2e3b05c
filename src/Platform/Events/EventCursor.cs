using Npgsql;

namespace Zoetrope.Platform.Events;

/// <summary>Where a consumer stands in one partition: what its database says, and what it has since seen that concerned nobody.</summary>
internal sealed class EventCursor(int partition)
{
    public static readonly IReadOnlyDictionary<string, long> NoSeqs = new Dictionary<string, long>();

    private Dictionary<string, long> _seqs = [];
    private HashSet<string> _unsaved = [];

    public int Partition => partition;

    /// <summary>As saved; the compare-and-set starts from it.</summary>
    public long Saved { get; private set; }

    /// <summary>The next event to look at. Ahead of <see cref="Saved"/> by events that no handler wants.</summary>
    public long Next { get; private set; }

    public int Failures { get; set; }
    public bool Stuck { get; set; }

    /// <summary>While in the future, the partition rests (a stopwatch's timestamp).</summary>
    public long PausedUntil { get; set; }

    /// <summary>The last number of each source here, zero if there is none.</summary>
    public long SeqOf(string source) => _seqs.GetValueOrDefault(source);

    /// <summary>Passes events without effects: saved with the next effects or the next renewal, whichever comes first.</summary>
    public void Pass(long next, IReadOnlyDictionary<string, long> seqs)
    {
        Next = next;
        foreach (var (source, seq) in seqs)
        {
            _seqs[source] = seq;
            _unsaved.Add(source);
        }
    }

    /// <summary>What <see cref="MoveAsync"/> wrote has been committed.</summary>
    public void MarkSaved(long next, IReadOnlyDictionary<string, long> seqs)
    {
        Pass(next, seqs);
        Saved = next;
        _unsaved.Clear();
    }

    /// <summary>Reads position and numbers afresh.</summary>
    public async Task LoadAsync(NpgsqlDataSource database, string consumer, CancellationToken cancel)
    {
        await using var load = database.CreateCommand("""
            select p.position, s.source, s.seq from event_positions p
            left join event_sources s on s.consumer = p.consumer and s.partition = p.partition
            where p.consumer = $1 and p.partition = $2
            """);
        load.Parameters.AddWithValue(consumer);
        load.Parameters.AddWithValue(partition);
        var seqs = new Dictionary<string, long>(StringComparer.Ordinal);
        await using var rows = await load.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            Next = Saved = rows.GetInt64(0);
            if (!rows.IsDBNull(1)) seqs[rows.GetString(1)] = rows.GetInt64(2);
        }
        _seqs = seqs;
        _unsaved = [];
    }

    /// <summary>The numbers to save with the next move: the sources' last ones at its end, and those passed before.</summary>
    private IEnumerable<KeyValuePair<string, long>> Numbers(IReadOnlyDictionary<string, long> seqs)
        => _unsaved.Where(s => !seqs.ContainsKey(s)).Select(s => KeyValuePair.Create(s, _seqs[s])).Concat(seqs);

    /// <summary>
    /// The compare-and-set: moves the saved positions and the sources' numbers, if all positions are still where these cursors left them.
    /// Run in the transaction of the effects, before them: whoever comes second waits here for the first, and then sees that it is late.
    /// False asks for a rollback: some may have moved.
    /// </summary>
    public static async Task<bool> MoveAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, string consumer, IReadOnlyList<EventMove> moves, CancellationToken cancel)
    {
        var numbers = moves.SelectMany(m => m.Cursor.Numbers(m.Seqs).Select(n => (m.Cursor.Partition, Source: n.Key, Seq: n.Value))).ToList();
        await using var move = new NpgsqlCommand("""
            with moved as (
              update event_positions p set position = m.next from unnest($2, $3, $4) as m (partition, saved, next)
              where p.consumer = $1 and p.partition = m.partition and p.position = m.saved returning p.partition),
            numbered as (
              insert into event_sources as e (consumer, partition, source, seq)
              select $1, s.partition, s.source, s.seq from unnest($5, $6, $7) as s (partition, source, seq) where s.partition in (select partition from moved)
              on conflict (consumer, partition, source) do update set seq = greatest(e.seq, excluded.seq))
            select count(*) from moved
            """, connection, transaction);
        move.Parameters.AddWithValue(consumer);
        move.Parameters.AddWithValue(moves.Select(m => m.Cursor.Partition).ToArray());
        move.Parameters.AddWithValue(moves.Select(m => m.Cursor.Saved).ToArray());
        move.Parameters.AddWithValue(moves.Select(m => m.To).ToArray());
        move.Parameters.AddWithValue(numbers.Select(n => n.Partition).ToArray());
        move.Parameters.AddWithValue(numbers.Select(n => n.Source).ToArray());
        move.Parameters.AddWithValue(numbers.Select(n => n.Seq).ToArray());
        return (long)(await move.ExecuteScalarAsync(cancel))! == moves.Count;
    }
}

/// <summary>A cursor's way to a position.</summary>
/// <param name="Seqs">The sources' last numbers there, as far as they are new.</param>
internal readonly record struct EventMove(EventCursor Cursor, long To, IReadOnlyDictionary<string, long> Seqs);
