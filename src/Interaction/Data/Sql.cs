using Npgsql;

namespace Zoetrope.Interaction.Data;

/// <summary>A statement with its values, and how a row of it is read.</summary>
internal sealed record Question<T>(string Sql, Func<NpgsqlDataReader, T> Read, params object?[] Values);

/// <summary>Hot statements go to PostgreSQL as they are: one round trip, prepared by the pool, no change tracker.</summary>
internal static class Sql
{
    public static async Task<List<T>> ReadAsync<T>(this NpgsqlDataSource source, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancel, params object?[] values)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.Bind(values);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel)) rows.Add(read(reader));
        return rows;
    }

    /// <summary>Two questions in one round trip.</summary>
    public static async Task<(List<T1> First, List<T2> Second)> ReadAsync<T1, T2>(this NpgsqlDataSource source, Question<T1> first, Question<T2> second, CancellationToken cancel)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(Command(first.Sql, first.Values));
        batch.BatchCommands.Add(Command(second.Sql, second.Values));
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        var (ones, others) = (new List<T1>(), new List<T2>());
        while (await reader.ReadAsync(cancel)) ones.Add(first.Read(reader));
        await reader.NextResultAsync(cancel);
        while (await reader.ReadAsync(cancel)) others.Add(second.Read(reader));
        return (ones, others);
    }

    private static NpgsqlBatchCommand Command(string sql, object?[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Bind(values);
        return command;
    }

    private static void Bind(this NpgsqlParameterCollection parameters, object?[] values)
    {
        foreach (var value in values) parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
    }

    public static async Task<int> RunAsync(this NpgsqlDataSource source, string sql, CancellationToken cancel, params object?[] values)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.Bind(values);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Ids as callers write them; one that is not an id is not found.</summary>
    public static Guid Id(string text) => Guid.TryParse(text, out var id) ? id : throw Platform.Rpc.Fault.NotFound();

    /// <summary>A batch of ids, each once; what is not an id is left out like any other unknown one.</summary>
    public static Guid[] Ids(IEnumerable<string> texts)
        => [.. texts.Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).Distinct()];
}
