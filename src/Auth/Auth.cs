using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zoetrope.Auth.Administration;
using Zoetrope.Auth.Data;
using Zoetrope.Auth.Demo;
using Zoetrope.Auth.Instance;
using Zoetrope.Auth.Keys;
using Zoetrope.Auth.Mail;
using Zoetrope.Auth.Passkeys;
using Zoetrope.Auth.Profiles;
using Zoetrope.Auth.Recovery;
using Zoetrope.Auth.SecondFactor;
using Zoetrope.Auth.Sessions;
using Zoetrope.Auth.SignIn;
using Zoetrope.Auth.SignUp;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Platform;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Media;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth;

/// <summary>The front page of the Auth service: who people are, how they prove it, and what the instance is.</summary>
public static class AuthServices
{
    public static IServiceCollection AddAuth(this IServiceCollection services, IConfiguration configuration)
    {
        // A wrong first registration mode stops the start, not the first visitor.
        _ = RegistrationModes.First(configuration);

        services.AddServiceDatabase<AuthDb>(configuration, "auth");
        services.AddEventSource<AuthDb>("auth");
        services.AddEventSnapshot<AuthDb, AccountSnapshot>();
        services.AddMediaStore(configuration);
        services.AddMail(configuration);

        services.AddRpcService<AccountsService>(Role.Auth);
        services.AddRpcService<SessionsService>(Role.Auth);
        services.AddRpcService<PeopleService>(Role.Auth);
        services.AddRpcService<InstanceService>(Role.Auth);
        services.AddRpcService<AdministrationService>(Role.Auth);
        services.AddRpcService<RecoveryService>(Role.Auth);
        services.AddRpcService<SecondFactorService>(Role.Auth);
        services.AddRpcService<PasskeysService>(Role.Auth);
        services.AddRpcService<MailService>(Role.Auth);
        services.AddRpcService<PersonalDataService>(Role.Auth);
        services.AddRpcService<DemoPeopleService>(Role.Auth);
        services.AddRpcClient<Follows.FollowsClient>(Role.Interaction);

        services.AddSingleton(AccountOptions.Read(configuration));
        services.AddSingleton<PasswordHasher>();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<AccessTokenIssuer>();
        services.AddSingleton<PersonCards>();
        services.AddSingleton<AvatarStore>();
        services.AddSingleton<SetupLink>();

        services.AddScoped<AccountMaker>();
        services.AddScoped<AccountEdits>();
        services.AddScoped<EraseAccounts>();
        services.AddScoped<SignInGuard>();
        services.AddScoped<PasswordProof>();
        services.AddScoped<TotpCodes>();
        services.AddScoped<PasskeyCeremonies>();
        services.AddScoped<SessionStarter>();
        services.AddScoped<SignInNews>();
        services.AddScoped<EndSessions>();
        services.AddScoped<PeopleInSight>();
        services.AddScoped<InstanceStore>();
        services.AddScoped<InviteStore>();

        services.AddRepeated<SigningKeys>(TimeSpan.FromMinutes(1), "Could not look after the signing keys", (keys, cancel) => keys.RotateAsync(cancel));
        services.AddSingleton<Housekeeping>();
        services.AddHostedService(provider => provider.GetRequiredService<Housekeeping>());
        return services;
    }
}
