using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Zoetrope.Platform.Media;

/// <summary>Registers the media store chosen by <c>Media:Store</c>, and the addresses of what is in it.</summary>
public static class MediaServices
{
    /// <summary>Adds <see cref="IMediaStore"/>: <c>disk</c> keeps it in <c>{Data:Path}/media</c>. Adding it twice changes nothing.</summary>
    public static IServiceCollection AddMediaStore(this IServiceCollection services, IConfiguration configuration)
    {
        if (services.Any(service => service.ServiceType == typeof(IMediaStore)))
            return services;
        var store = configuration["Media:Store"] ?? "disk";
        if (!store.Equals("disk", StringComparison.OrdinalIgnoreCase))
            throw new StartException($"Media:Store is '{store}'. Choose one of: disk.");
        var root = Path.Combine(configuration["Data:Path"] ?? "./data", "media");
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Secrets>();
        services.TryAddSingleton<MediaPaths>();
        return services.AddSingleton<IMediaStore>(new DiskMediaStore(root));
    }
}
