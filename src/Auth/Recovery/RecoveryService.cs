using Zoetrope.Auth.Data;
using Zoetrope.Auth.Mail;
using Zoetrope.Auth.Profiles;
using Zoetrope.Auth.SignIn;

namespace Zoetrope.Auth.Recovery;

/// <summary>E-mail addresses and coming back without the password; each method is in the file of its slice.</summary>
internal sealed partial class RecoveryService(
    AuthDb db, MailQueue mail, LinkTokens links, IMailer mailer, AccountEdits edits, PasswordHasher hasher, PasswordProof proof, TimeProvider time)
    : Contracts.Auth.V1.Recovery.RecoveryBase;
