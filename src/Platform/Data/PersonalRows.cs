using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Platform.Data;

/// <summary>One file of a person's archive: its name and the query for its rows, with the account as <c>$1</c> and <c>Viewer.Key</c> as <c>$2</c>.</summary>
public sealed record PersonalFile(string Name, string Sql);

/// <summary>Streams what a service keeps about somebody as JSON, row by row, whatever there is of it.</summary>
public static class PersonalRows
{
    private const int PieceBytes = 64 * 1024;

    public static async Task ExportAsync(this ServiceDatabase db, ServerCallContext context, IServerStreamWriter<ExportPart> to, params IReadOnlyList<PersonalFile> files)
    {
        var (account, cancel) = (context.Viewer().Account(), context.CancellationToken);
        await db.Database.OpenConnectionAsync(cancel);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        foreach (var file in files)
        {
            await using var command = new NpgsqlCommand($"select row_to_json(r)::text from ({file.Sql}) r where $1::uuid is not null and $2::text is not null", connection);
            command.Parameters.AddWithValue(account);
            command.Parameters.AddWithValue($"u:{account}");
            await using var rows = await command.ExecuteReaderAsync(cancel);
            var text = new StringBuilder("[");
            for (var first = true; await rows.ReadAsync(cancel); first = false)
            {
                text.Append(first ? "\n" : ",\n").Append(rows.GetString(0));
                if (text.Length < PieceBytes) continue;
                await to.WriteAsync(Part(file, text), cancel);
                text.Clear();
            }
            text.Append("\n]\n");
            await to.WriteAsync(Part(file, text), cancel);
        }
    }

    private static ExportPart Part(PersonalFile file, StringBuilder text) => new() { File = file.Name, Content = UnsafeByteOperations.UnsafeWrap(Encoding.UTF8.GetBytes(text.ToString())) };
}
