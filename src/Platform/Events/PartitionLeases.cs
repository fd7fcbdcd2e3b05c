using Npgsql;

namespace Zoetrope.Platform.Events;

/// <summary>
/// Shares the partitions of one consumer evenly among the processes that take part. Times are the database's. A lease only saves
/// double work: two processes that both believe in theirs are told apart by the compare-and-set of the position.
/// </summary>
internal sealed class PartitionLeases(NpgsqlDataSource database, string consumer, string member, TimeSpan lease, int partitions)
{
    private HashSet<int> _held = [];

    /// <summary>Renews, gives up what is too much and takes what is free; returns all that is held now.</summary>
    public async Task<IReadOnlySet<int>> RenewAsync(CancellationToken cancel)
    {
        await using var batch = database.CreateBatch();
        Add(batch, """
            insert into event_members (consumer, member, until) values ($1, $2, now() + $3)
            on conflict (consumer, member) do update set until = excluded.until
            """, lease);
        Add(batch, "delete from event_members where consumer = $1 and member <> $2 and until < now() - $3", lease);
        Add(batch, """
            select count(*)::int, (count(*) filter (where member < $2))::int from event_members where consumer = $1 and (until > now() or member = $2)
            """);
        Add(batch, "update event_leases set until = now() + $3 where consumer = $1 and member = $2 returning partition", lease);

        int fair;
        var held = new HashSet<int>();
        await using (var rows = await batch.ExecuteReaderAsync(cancel))
        {
            await rows.ReadAsync(cancel);
            var (members, rank) = (rows.GetInt32(0), rows.GetInt32(1));
            // Nine partitions for two: five for the first by name, four for the second.
            fair = (partitions / members) + (rank < partitions % members ? 1 : 0);
            await rows.NextResultAsync(cancel);
            while (await rows.ReadAsync(cancel)) held.Add(rows.GetInt32(0));
        }
        if (held.Count > fair) held.ExceptWith(await GiveUpAsync([.. held.Order().Skip(fair)], cancel));
        else if (held.Count < fair) held.UnionWith(await TakeAsync(fair - held.Count, cancel));
        return _held = held;
    }

    /// <summary>Leaves at once, so that the others need not wait for the lease to end.</summary>
    public async Task LeaveAsync(CancellationToken cancel)
    {
        await using var batch = database.CreateBatch();
        Add(batch, "delete from event_leases where consumer = $1 and member = $2");
        Add(batch, "delete from event_members where consumer = $1 and member = $2");
        await batch.ExecuteNonQueryAsync(cancel);
        _held.Clear();
    }

    private async Task<IReadOnlyList<int>> GiveUpAsync(int[] extra, CancellationToken cancel)
    {
        await using var batch = database.CreateBatch();
        Add(batch, "delete from event_leases where consumer = $1 and member = $2 and partition = any($3)", extra);
        await batch.ExecuteNonQueryAsync(cancel);
        return extra;
    }

    private async Task<IReadOnlyList<int>> TakeAsync(int wanted, CancellationToken cancel)
    {
        await using var batch = database.CreateBatch();
        Add(batch, """
            insert into event_leases as l (consumer, partition, member, until)
            select $1, free.partition, $2, now() + $3 from (
              select p.partition from generate_series(0, $4 - 1) as p (partition)
              where not exists (select from event_leases t where t.consumer = $1 and t.partition = p.partition and t.until > now())
              order by p.partition limit $5) free
            on conflict (consumer, partition) do update set member = excluded.member, until = excluded.until where l.until <= now()
            returning partition
            """, lease, partitions, wanted);
        var taken = new List<int>();
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel)) taken.Add(rows.GetInt32(0));
        return taken;
    }

    private void Add(NpgsqlBatch batch, string sql, params object[] more)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in (object[])[consumer, member, .. more]) command.Parameters.Add(new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(command);
    }
}
