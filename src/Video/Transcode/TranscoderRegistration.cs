using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zoetrope.Video.Transcode;

namespace Zoetrope.Video;

/// <summary>The role transcoder: a worker on the video database and the media store, without an address of its own.</summary>
public static class TranscoderRegistration
{
    public static IServiceCollection AddTranscoder(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddVideoCore(configuration);
        services.AddOptions<TranscodeOptions>().BindConfiguration(TranscodeOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Ffmpeg>();
        services.AddSingleton<Probe>();
        services.AddSingleton<TranscodeClip>();
        services.AddSingleton<RunJob>();
        services.AddScoped<LeaseJobs>();
        services.AddSingleton<TranscodeWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<TranscodeWorker>());
        return services;
    }
}
