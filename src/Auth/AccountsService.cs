using Zoetrope.Auth.Data;
using Zoetrope.Auth.Instance;
using Zoetrope.Auth.Profiles;
using Zoetrope.Auth.Sessions;
using Zoetrope.Auth.SignIn;
using Zoetrope.Auth.SignUp;
using Zoetrope.Contracts.Auth.V1;

namespace Zoetrope.Auth;

/// <summary>The Accounts service; each method is in the file of its slice, in SignUp, SignIn and Profiles.</summary>
internal sealed partial class AccountsService(
    AuthDb db,
    InstanceStore instance,
    InviteStore invites,
    AccountMaker maker,
    AccountEdits edits,
    PasswordHasher hasher,
    SignInGuard guard,
    SessionStarter sessions,
    AvatarStore avatars,
    TimeProvider time) : Accounts.AccountsBase;
