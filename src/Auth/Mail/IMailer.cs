namespace Zoetrope.Auth.Mail;

/// <summary>One plain message.</summary>
internal sealed record Letter(string To, string Subject, string Text);

/// <summary>Carries messages away: by SMTP, or into a folder where none is configured.</summary>
internal interface IMailer
{
    /// <summary>Whether messages leave this machine, so that somebody can be asked to wait for one.</summary>
    bool Leaves { get; }

    /// <exception cref="MailException">It was not taken; trying again later may help.</exception>
    Task SendAsync(Letter letter, CancellationToken cancel);
}

internal sealed class MailException(string message, Exception inner) : Exception(message, inner);
