using Microsoft.EntityFrameworkCore;
using Npgsql;
using Zoetrope.Auth.Data;
using Zoetrope.Auth.Profiles;
using Zoetrope.Auth.SignIn;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Platform;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Text;

namespace Zoetrope.Auth.SignUp;

/// <summary>What a new account needs: a form checked as a whole, a hashed password, a row whose keys decide who gets the name.</summary>
internal sealed class AccountMaker(AuthDb db, PasswordHasher hasher, TimeProvider time)
{
    /// <summary>Checks the form and does the slow work, before any transaction.</summary>
    /// <exception cref="Grpc.Core.RpcException">422 naming every field that is wrong.</exception>
    public async Task<User> PrepareAsync(string username, string email, string password, string displayName, string locale, CancellationToken cancel)
    {
        var errors = new List<FieldError>();
        if (Usernames.Refuse(username) is { } refusal) errors.Add(Fault.Field("username", refusal));
        var address = Emails.Clean(email);
        if (address is null) errors.Add(Fault.Field("email", "not_an_email"));
        if (Passwords.Refuse("password", password, username, email) is { } weak) errors.Add(weak);
        if (TextRules.TryClean(displayName, ProfileRules.LongestName, required: false, out var name) is { } error)
            errors.Add(Fault.Field("displayName", error, ("max", ProfileRules.LongestNameText)));
        if (errors.Count > 0) throw Fault.Invalid(errors);

        // Names are public, so this may be said before the work is done; the key still decides below.
        var key = Usernames.Key(username);
        var skeleton = Usernames.Skeleton(username);
        if (await db.Users.AnyAsync(u => u.UsernameKey == key || u.UsernameSkeleton == skeleton, cancel)) throw Fault.Conflict("username_taken");

        username = Usernames.Clean(username);
        name = string.IsNullOrWhiteSpace(name) ? username : name.Trim();
        return new User
        {
            Id = Ids.New(time),
            Username = username,
            UsernameKey = key,
            UsernameSkeleton = skeleton,
            DisplayName = name,
            DisplayNameKey = ProfileRules.NameKey(name),
            Email = address!,
            EmailKey = Emails.Key(address!),
            PasswordHash = await hasher.HashAsync(password, cancel),
            Locale = ProfileRules.IsLocale(locale) ? locale : "en",
            CreatedAt = time.GetUtcNow(),
        };
    }

    /// <summary>Inserts the account with its event; call it inside the transaction that decides on it.</summary>
    /// <param name="device">Where they signed up: joined to the account unless it is another's already.</param>
    /// <exception cref="Grpc.Core.RpcException">409 <c>username_taken</c>.</exception>
    public async Task AddAsync(User user, CancellationToken cancel, string device = "")
    {
        db.Users.Add(user);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException error) when (error.InnerException is PostgresException
        {
            SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: UserConfiguration.UsernameIndex or UserConfiguration.SkeletonIndex,
        })
        {
            throw Fault.Conflict("username_taken");
        }
        await db.JoinDeviceAsync(device, user.Id, cancel);
        if (user.AwaitsApproval) return;
        db.Publish(time, user.Id.ToString(), AccountEvents.Registered(user, await db.DeviceOfAsync(user.Id, cancel)));
        await db.SaveChangesAsync(cancel);
    }
}
