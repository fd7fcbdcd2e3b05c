using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Zoetrope.Notification.Data;

/// <summary>Set-based statements go to PostgreSQL as they are, on the context's connection and in its transaction where it has one.</summary>
internal static class Sql
{
    public static async Task<List<T>> ReadAsync<T>(this NotificationDb db, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancel, params object?[] values)
    {
        var transaction = (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
        // The context closes what it opened here when it goes back to its pool.
        if (transaction is null) await db.Database.OpenConnectionAsync(cancel);
        await using var command = new NpgsqlCommand(sql, (NpgsqlConnection)db.Database.GetDbConnection(), transaction);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel)) rows.Add(read(reader));
        return rows;
    }
}
