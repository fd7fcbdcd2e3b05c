using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Zoetrope.Platform.Media;

/// <summary>Registers the media store chosen by <c>Media:Store</c>.</summary>
public static class MediaServices
{
    /// <summary>Adds <see cref="IMediaStore"/>: <c>disk</c> keeps it in <c>{Data:Path}/media</c>. Adding it twice changes nothing.</summary>
    public static IServiceCollection AddMediaStore(this IServiceCollection services, IConfiguration configuration)
    {
        if (services.Any(service => service.ServiceType == typeof(IMediaStore)))
            return services;
        var store = configuration["Media:Store"] ?? "disk";
        if (!store.Equals("disk", StringComparison.OrdinalIgnoreCase))
            throw new InvalidOperationException($"Media:Store is '{store}'. Choose one of: disk.");
        var root = Path.Combine(configuration["Data:Path"] ?? "./data", "media");
        return services.AddSingleton<IMediaStore>(new DiskMediaStore(root));
    }
}
