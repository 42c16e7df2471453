#include "core/wording/store_words.h"

#include <QCoreApplication>
#include <QDir>

namespace wharf::wording {

namespace {

struct Say {
    Q_DECLARE_TR_FUNCTIONS(wharf::wording)
};

/// The vault's file, or the one with its passphrase: everything else that a store names is one of its own reasons.
bool isFile(const QString &subject)
{
    return QDir::isAbsolutePath(subject);
}

Words lockedWords(const QString &why)
{
    const QString give = Say::tr("Give it in WHARFINGER_VAULT_PASSPHRASE, or in a file named by WHARFINGER_VAULT_PASSPHRASE_FILE.");
    if (why == QLatin1String("passphrase"))
        return { Say::tr("The passphrase does not open the vault."), give };
    if (why == QLatin1String("no-passphrase"))
        return { Say::tr("The vault needs its passphrase, and none was given."), give };
    if (why == QLatin1String("passphrases-differ"))
        return { Say::tr("The two passphrases are not the same, so no vault was made."), Say::tr("Try again, and type the same one twice.") };
    if (why == QLatin1String("askpass"))
        return { Say::tr("The question for the vault's passphrase was not answered."), Say::tr("Try again and answer it.") };
    return { Say::tr("The keychain is locked."), Say::tr("Unlock it and try again.") };
}

Words absentWords(const QString &why)
{
    const QString useVault = Say::tr("Start one, or use the encrypted vault: set WHARFINGER_VAULT_PASSPHRASE.");
    if (why == QLatin1String("entry"))
        return { Say::tr("The keychain holds no token for this account any more."), Say::tr("Sign in again.") };
    if (why == QLatin1String("askpass"))
        return { Say::tr("The program that asks for the vault's passphrase could not be started."),
                 Say::tr("Check WHARFINGER_ASKPASS and SSH_ASKPASS.") };
    if (why == QLatin1String("no-session-bus"))
        return { Say::tr("There is no keychain here: no session bus (D-Bus) answers."), useVault };
    if (isFile(why))
        return { Say::tr("%1, which should hold the vault's passphrase, is not there.").arg(why),
                 Say::tr("Check WHARFINGER_VAULT_PASSPHRASE_FILE.") };
    return { Say::tr("There is no keychain here: no Secret Service or KWallet answers."), useVault };
}

Words invalidWords(const QString &why)
{
    if (why == QLatin1String("WHARFINGER_STORE"))
        return { Say::tr("WHARFINGER_STORE names no store."), Say::tr("Set it to keychain or vault, or take it out.") };
    if (why == QLatin1String("empty"))
        return { Say::tr("There is no token or password to keep."), Say::tr("Paste one and try again.") };
    return { Say::tr("The vault cannot hold this entry."), Say::tr("Sign in again with another token.") };
}

/// `%1` is the file, or the keychain.
QString placeOf(const QString &subject)
{
    return isFile(subject) ? subject : Say::tr("the keychain");
}

} // namespace

Words storeWords(const Failure &failure)
{
    const QString &why = failure.subject;
    switch (failure.kind) {
    case Kind::Locked:
        return lockedWords(why);
    case Kind::Absent:
        return absentWords(why);
    case Kind::Invalid:
        return invalidWords(why);
    case Kind::Denied:
        if (isFile(why))
            return { Say::tr("%1 may not be read or written by you.").arg(why), Say::tr("Check who owns it.") };
        return { Say::tr("The keychain did not let Wharfinger in."), Say::tr("Allow it in the keychain's own settings.") };
    case Kind::TooLarge:
        if (isFile(why))
            return { Say::tr("%1 is far too large to be what it should be.").arg(why), Say::tr("Look at it, or move it away.") };
        return { Say::tr("The token is too long for the keychain."), Say::tr("Use a shorter one, such as an access token.") };
    case Kind::Timeout:
    case Kind::Offline:
        return { Say::tr("The keychain did not answer in time."), Say::tr("Unlock it and try again.") };
    case Kind::Malformed:
        if (why == QLatin1String("entry"))
            return { Say::tr("What the keychain holds for this account is damaged."), Say::tr("Sign in again.") };
        return { Say::tr("The vault file is damaged."), Say::tr("It was left as it is: %1. Restore it from a backup, or move it away and sign in again.").arg(why) };
    case Kind::Newer:
        return { Say::tr("The vault file was written by a newer Wharfinger."), Say::tr("Update this one.") };
    case Kind::ReadOnly:
        return { Say::tr("%1 cannot be written: it or its folder is read-only.").arg(placeOf(why)), Say::tr("Make it writable and try again.") };
    case Kind::Full:
        if (why == QLatin1String("memory"))
            return { Say::tr("There is not enough memory to open the vault."), Say::tr("Close something and try again.") };
        return { Say::tr("There is no space left to write %1; it was left as it is.").arg(placeOf(why)), Say::tr("Make room and try again.") };
    case Kind::Busy:
        return { Say::tr("Another program is writing %1.").arg(placeOf(why)), Say::tr("Try again in a moment.") };
    default:
        return { Say::tr("The keychain could not be used (%1).").arg(why.isEmpty() ? kindName(failure.kind) : why), Say::tr("Try again.") };
    }
}

} // namespace wharf::wording
