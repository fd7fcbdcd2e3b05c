using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Zoetrope.Platform.Media;

/// <summary>Registers the media store chosen by <c>Media:Store</c>, and the addresses of what is in it.</summary>
public static class MediaServices
{
    /// <summary>
    /// Adds <see cref="IMediaStore"/>: <c>disk</c> keeps it in <c>{Data:Path}/media</c>, <c>s3</c> in the bucket of <see cref="S3Options"/>. Adding it
    /// twice changes nothing.
    /// </summary>
    public static IServiceCollection AddMediaStore(this IServiceCollection services, IConfiguration configuration)
    {
        if (services.Any(service => service.ServiceType == typeof(IMediaStore)))
            return services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Secrets>();
        services.AddSingleton(provider => new MediaPaths(provider.GetRequiredService<Secrets>(), provider.GetRequiredService<TimeProvider>(), Cdn(configuration)));
        services.TryAddSingleton<MediaPurge>();
        if (!IsS3(configuration))
            return services.AddSingleton<IMediaStore>(new DiskMediaStore(Path.Combine(configuration["Data:Path"] ?? "./data", "media")));
        var options = configuration.GetSection(S3Options.Section).Get<S3Options>() ?? new S3Options();
        var problems = new List<ValidationResult>();
        if (!Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true))
            throw new StartException(string.Join('\n', problems.Select(problem => problem.ErrorMessage)));
        services.AddSingleton(_ => new S3Objects(options));
        return services.AddSingleton<IMediaStore>(provider => new S3MediaStore(provider.GetRequiredService<S3Objects>(), options.Redirect));
    }

    /// <summary>Whether media, and the originals they are made of, are kept in S3.</summary>
    /// <exception cref="StartException">The choice is none of ours.</exception>
    public static bool IsS3(IConfiguration configuration) => (configuration["Media:Store"] ?? "disk").ToLowerInvariant() switch
    {
        "disk" => false,
        "s3" => true,
        var other => throw new StartException($"Media:Store is '{other}'. Choose one of: disk, s3."),
    };

    private static Uri? Cdn(IConfiguration configuration) => configuration["Media:Cdn"] is { Length: > 0 } url ? new Uri(url, UriKind.Absolute) : null;
}
