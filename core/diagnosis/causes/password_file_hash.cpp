#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace password_file_hash {

// Never certain from outside: the answer is that of a wrong password.
static std::optional<Ground> rule(const Evidence &evidence)
{
    if (!evidence.challenge.isBasicOnly() || !credentialRefused(evidence) || evidence.credential.mangled)
        return std::nullopt;
    if (evidence.challenge.ping.last().header(u"docker-distribution-api-version"_s).isEmpty())
        return std::nullopt;
    return hypothesis({ StepId::Credential }, {}, { u"credential-rejected"_s });
}

static FindingWords words(const Finding &, const Evidence &evidence)
{
    return { Say::tr("If the password is surely right: the registry's password file may be in a form that it cannot read."),
             Say::tr("The registry takes bcrypt only; htpasswd writes MD5 unless it is told otherwise, and every password then fails."),
             { Say::tr("Write the entry again with -B, and restart the registry:"),
               block(u"htpasswd -B -c /auth/htpasswd %1"_s.arg(accountName(evidence))) },
             { Say::tr("The registry checks the password itself (Basic), and refuses it."),
               Say::tr("A wrong password gets the same answer.") },
             Say::tr("Do the entries in the password file begin with $2y$? Those are bcrypt; $apr1$ and {SHA} are not.") };
}

} // namespace password_file_hash

const Cause passwordFileHash {
    "password-file-hash", Owner::RegistryAdministrator, Severity::Error, Layer::Credential,
    password_file_hash::rule, password_file_hash::words,
};

} // namespace wharf::diagnosis::causes
