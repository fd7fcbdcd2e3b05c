using Npgsql;

namespace Zoetrope.Interaction.Data;

/// <summary>Hot statements go to PostgreSQL as they are: one round trip, prepared by the pool, no change tracker.</summary>
internal static class Sql
{
    public static async Task<List<T>> ReadAsync<T>(this NpgsqlDataSource source, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancel, params object?[] values)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel)) rows.Add(read(reader));
        return rows;
    }

    public static async Task<int> RunAsync(this NpgsqlDataSource source, string sql, CancellationToken cancel, params object?[] values)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Ids as callers write them; one that is not an id is not found.</summary>
    public static Guid Id(string text) => Guid.TryParse(text, out var id) ? id : throw Platform.Rpc.Fault.NotFound();

    /// <summary>A batch of ids, each once; what is not an id is left out like any other unknown one.</summary>
    public static Guid[] Ids(IEnumerable<string> texts)
        => [.. texts.Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).Distinct()];
}
