using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Zoetrope.Auth.Mail;

/// <summary>Sends by SMTP. Credentials never travel in clear: with them TLS is required, except to this machine.</summary>
internal sealed class SmtpMailer(Uri server, MailboxAddress from, TimeProvider time) : IMailer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public bool Leaves => true;

    public async Task SendAsync(Letter letter, CancellationToken cancel)
    {
        try
        {
            using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
            await client.ConnectAsync(server.Host, Port(), Security(), cancel);
            if (server.UserInfo.Split(':', 2) is [var user, var password])
                await client.AuthenticateAsync(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password), cancel);
            await client.SendAsync(Messages.Make(letter, from, time), cancel);
            await client.DisconnectAsync(quit: true, cancel);
        }
        catch (Exception error) when (error is ProtocolException or CommandException or AuthenticationException or SslHandshakeException or IOException
            or System.Net.Sockets.SocketException or TimeoutException or NotSupportedException or ParseException)
        {
            throw new MailException($"{server.Host} did not take a message: {error.Message}", error);
        }
    }

    private int Port() => server.Port > 0 ? server.Port : server.Scheme == "smtps" ? 465 : 587;

    private SecureSocketOptions Security() => server.Scheme == "smtps" ? SecureSocketOptions.SslOnConnect
        : server.IsLoopback || server.UserInfo.Length == 0 ? SecureSocketOptions.StartTlsWhenAvailable : SecureSocketOptions.StartTls;
}
