using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MimeKit;
using Zoetrope.Platform;

namespace Zoetrope.Auth.Mail;

/// <summary>Chooses how messages go out, by <c>Mail:Url</c>: <c>folder</c> (the default) or an SMTP server.</summary>
internal static class MailServices
{
    /// <exception cref="StartException">The value is neither, or the sender is no address.</exception>
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration)
    {
        var server = Server(configuration["Mail:Url"]);
        var from = Sender(configuration);
        services.AddSingleton<IMailer>(provider => server is not null
            ? new SmtpMailer(server, from, provider.GetRequiredService<TimeProvider>())
            : new FolderMailer(Path.Combine(Path.GetFullPath(configuration["Data:Path"] ?? "data"), "mail"), from, provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<FolderMailer>>()));
        services.AddSingleton<MailSignal>();
        services.AddSingleton<MailSender>();
        services.AddHostedService(provider => provider.GetRequiredService<MailSender>());
        services.AddScoped<MailQueue>();
        services.AddScoped<LetterWriter>();
        services.AddSingleton<LinkTokens>();
        return services;
    }

    private static Uri? Server(string? text)
    {
        if (text is null or "" || text.Equals("folder", StringComparison.OrdinalIgnoreCase)) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "smtp" or "smtps" && url.Host.Length > 0 ? url
            : throw new StartException("Mail:Url is not understood. Choose folder, or an SMTP server: smtp://name:password@host:587, smtps://name:password@host:465.");
    }

    private static MailboxAddress Sender(IConfiguration configuration)
    {
        var host = new Uri(configuration["Public:Url"] ?? "http://localhost:3000").Host;
        var text = configuration["Mail:From"] is { Length: > 0 } set ? set : $"Zoetrope <noreply@{host}>";
        return MailboxAddress.TryParse(text, out var from) ? from : throw new StartException($"Mail:From is \"{text}\", which is no address. Write it as: Clips <noreply@clips.example>.");
    }
}
