using Microsoft.EntityFrameworkCore;

namespace Zoetrope.Platform.Data;

/// <summary>The one way to group several statements: no retries around writes, no nesting.</summary>
public static class Transactions
{
    public static async Task<T> InTransaction<T>(this ServiceDatabase db, Func<Task<T>> work, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var result = await work();
        await transaction.CommitAsync(cancel);
        return result;
    }

    public static Task InTransaction(this ServiceDatabase db, Func<Task> work, CancellationToken cancel)
        => db.InTransaction(async () => { await work(); return true; }, cancel);
}
