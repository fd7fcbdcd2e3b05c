using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Auth.Data;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform.Events;

namespace Zoetrope.Auth.Profiles;

/// <summary>Every account as it is now, tombstones included, for consumers that are rebuilt.</summary>
internal sealed class AccountSnapshot : IEventSnapshot<AuthDb>
{
    private const int AtOnce = 500;

    public async IAsyncEnumerable<Event> StreamAsync(AuthDb db, [EnumeratorCancellation] CancellationToken cancel)
    {
        var last = Guid.Empty;
        while (true)
        {
            var users = await db.Users.AsNoTracking().Where(u => u.Id > last && !u.AwaitsApproval).OrderBy(u => u.Id).Take(AtOnce).ToListAsync(cancel);
            foreach (var user in users)
            {
                var @event = AccountEvents.AccountChanged(user);
                @event.Key = user.Id.ToString();
                yield return @event;
            }
            if (users.Count < AtOnce) yield break;
            last = users[^1].Id;
        }
    }
}
