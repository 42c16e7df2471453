#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace keychain_locked {

static std::optional<Ground> rule(const Evidence &evidence)
{
    if (helperTrouble(evidence) != "locked"_L1)
        return std::nullopt;
    const CredentialSource *source = brokenHelper(evidence);
    return onThisMachine(evidence, { StepId::Clients }, { source->helper->name, source->helper->said });
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString name = finding.about.value(0, u"osxkeychain"_s);
    QStringList remedy { Say::tr("Unlock the keyring in this session, then try again.") };
    if (name == "osxkeychain"_L1 || name == "desktop"_L1)
        remedy = { Say::tr("Over SSH and in CI the keychain stays locked. Unlock it in the same session:"),
                   block(u"security unlock-keychain ~/Library/Keychains/login.keychain-db"_s) };
    remedy += { Say::tr("Or keep this sign-in elsewhere: take credsStore out of %1, and sign in again:").arg(pathOfClientFile(evidence)),
                block(loginCommand(evidence)) };
    return { Say::tr("The keychain is locked or does not let this session in."),
             Say::tr("docker-credential-%1 cannot read the sign-in, although it may be there.").arg(name),
             remedy,
             { finding.about.value(1).isEmpty() ? Say::tr("The helper was refused.")
                                                : Say::tr("The helper says: “%1”.").arg(finding.about.value(1)) },
             {} };
}

static QStringList consequences()
{
    return { u"client-sent-no-credential"_s, u"credential-helper-failing"_s, u"credential-key-mismatch"_s };
}

} // namespace keychain_locked

const Cause keychainLocked {
    "keychain-locked", Owner::You, Severity::Error, Layer::Client,
    keychain_locked::rule, keychain_locked::words, keychain_locked::consequences,
};

} // namespace wharf::diagnosis::causes
