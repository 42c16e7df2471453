#include "core/docker/credential_file.h"
#include "tests/fuzz/targets.h"

using namespace wharf::docker;

void wharf::fuzz::credentialFile(QByteArrayView input)
{
    const QByteArray text = input.toByteArray();
    for (const Dialect dialect : { Dialect::Docker, Dialect::Containers }) {
        const auto file = readCredentialFile(text, dialect);
        if (!file)
            continue;
        for (const StoredSignIn &entry : file->auths)
            require(entry.problem.isEmpty() || entry.credential.isAnonymous(), "a broken entry gives no credential");
        require(!file->broken() || !file->broken()->problem.isEmpty(), "the broken one has a problem");
    }
    (void)readLegacyFile(text);
    (void)readAuthVariable(text);
}
