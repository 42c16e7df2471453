#pragma once

#include "core/base/credential.h"
#include "core/base/result.h"

namespace wharf::accounts {

/// What every credential store agrees on, so that a secret that one takes the others take too.

/// Bytes. A GitLab job token in JWT form has some 1.5 KiB, a cloud's identity token up to 10.
inline constexpr std::size_t mostSecretBytes = 64 * 1024;

[[nodiscard]] inline Failure storeFailure(Kind kind, const QString &subject, const QString &said = {})
{
    return { .stage = Stage::Keychain, .kind = kind, .serverSaid = cleanServerText(said), .subject = subject };
}

/// The store works and has no such entry: see isMissingEntry().
[[nodiscard]] inline Failure missingEntry()
{
    return storeFailure(Kind::Absent, QStringLiteral("entry"));
}

/// Errors: Invalid (`empty`: what is empty cannot be told from what is missing), TooLarge.
[[nodiscard]] inline Result<void> checkSecretSize(const SharedSecret &secret)
{
    if (!secret || secret->isEmpty())
        return fail(storeFailure(Kind::Invalid, QStringLiteral("empty")));
    if (secret->size() > mostSecretBytes)
        return fail(storeFailure(Kind::TooLarge, QStringLiteral("entry")));
    return {};
}

} // namespace wharf::accounts
