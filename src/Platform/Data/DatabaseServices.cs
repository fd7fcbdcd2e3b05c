using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Zoetrope.Platform.Events;

namespace Zoetrope.Platform.Data;

/// <summary>Registers a service's database: one data source (pool), pooled contexts, the outbox signal.</summary>
public static class DatabaseServices
{
    /// <summary>Services that share <c>Database:MaxConnections</c>, the event log's database among them.</summary>
    private const int Shares = 6;

    /// <param name="name">The service's name and that of its database: <c>auth</c>, <c>video</c> …</param>
    public static IServiceCollection AddServiceDatabase<TDb>(this IServiceCollection services, IConfiguration configuration, string name)
        where TDb : ServiceDatabase
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddKeyedSingleton(typeof(TDb), (_, _) => new NpgsqlDataSourceBuilder(ConnectionString(configuration, name)) { Name = name }.Build());
        services.AddPooledDbContextFactory<TDb>((provider, options) => options
            .UseNpgsql(provider.GetRequiredKeyedService<NpgsqlDataSource>(typeof(TDb)))
            .UseSnakeCaseNamingConvention());
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<TDb>>().CreateDbContext());
        services.AddSingleton<OutboxSignal<TDb>>();
        services.AddSingleton(new MigratedDatabase(name, typeof(TDb)));
        return services;
    }

    /// <summary>
    /// The connection string of one database. <c>Database:Url</c> is an Npgsql connection string or a <c>postgres://</c> URL without
    /// a database; <c>Database:Urls:{name}</c> overrides it whole for one service.
    /// </summary>
    public static string ConnectionString(IConfiguration configuration, string name)
    {
        var own = configuration[$"Database:Urls:{name}"];
        var text = own ?? configuration["Database:Url"] ?? throw new StartException("Database:Url is not set.");
        var connection = text.StartsWith("postgres", StringComparison.Ordinal) && text.Contains("://", StringComparison.Ordinal)
            ? FromUrl(new Uri(text)) : new NpgsqlConnectionStringBuilder(text);
        if (own is null || string.IsNullOrEmpty(connection.Database)) connection.Database = configuration["Database:Prefix"] + name;
        connection.ApplicationName = $"zoetrope-{name}";
        connection.MaxPoolSize = Math.Max(4, configuration.GetValue("Database:MaxConnections", 90) / Shares);
        connection.MaxAutoPrepare = 64;
        // Each statement is planned once, for values and lists of any kind. Ours go by key, and planning one anew for each call's values costs more than running it.
        connection.Options ??= "-c plan_cache_mode=force_generic_plan";
        // Six statements a call saved. Nothing here leaves anything behind in a session: settings and locks end with their transaction, and the relay,
        // whose lock does not, gives it back or closes the connection.
        connection.NoResetOnClose = true;
        connection.IncludeErrorDetail = false;
        return connection.ConnectionString;
    }

    private static NpgsqlConnectionStringBuilder FromUrl(Uri url)
    {
        var user = url.UserInfo.Split(':', 2);
        return new NpgsqlConnectionStringBuilder
        {
            Host = url.Host,
            Port = url.Port > 0 ? url.Port : 5432,
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            Database = url.AbsolutePath.Trim('/') is { Length: > 0 } database ? database : null,
        };
    }
}

/// <summary>A database of this process that <c>migrate</c> and embedded starts bring up to date.</summary>
public sealed record MigratedDatabase(string Name, Type Context);
