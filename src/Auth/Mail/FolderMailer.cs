using Microsoft.Extensions.Logging;
using MimeKit;
using Zoetrope.Platform;

namespace Zoetrope.Auth.Mail;

/// <summary>Without SMTP every message becomes a file that mail programs open, so that whoever runs the instance can hand it on.</summary>
internal sealed partial class FolderMailer(string folder, MailboxAddress from, TimeProvider time, ILogger<FolderMailer> logger) : IMailer
{
    public bool Leaves => false;

    public async Task SendAsync(Letter letter, CancellationToken cancel)
    {
        // For the owner alone: such a message may hold a link that opens an account.
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var path = Path.Combine(folder, $"{time.GetUtcNow():yyyyMMdd-HHmmss}-{Ids.New(time):N}.eml");
        await using (var file = File.Create(path)) await Messages.Make(letter, from, time).WriteToAsync(file, cancel);
        LogWritten(logger, path);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Mail:Url names no SMTP server, so a message was written to {Path}")]
    private static partial void LogWritten(ILogger logger, string path);
}

internal static class Messages
{
    public static MimeMessage Make(Letter letter, MailboxAddress from, TimeProvider time)
    {
        var message = new MimeMessage { Subject = letter.Subject, Date = time.GetUtcNow(), Body = new TextPart("plain") { Text = letter.Text } };
        message.From.Add(from);
        message.To.Add(new MailboxAddress("", letter.To));
        // No replies from holiday programs (RFC 3834).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }
}
