#pragma once

#include "core/base/credential.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QString>

namespace wharf::docker {

/// A sign-in as the helper protocol passes it around.
struct SignIn {
    QString serverUrl;
    Credential credential;
};

/// Standard input as Go's line scanner hands it on: without line ends. Errors: Stage::Input, Kind::TooLarge for a line of
/// 64 KiB or more. Source: docker-credential-helpers, credentials.go; bufio.MaxScanTokenSize.
[[nodiscard]] Result<QByteArray> joinLines(QByteArrayView input);

/// Reads `{"ServerURL": …, "Username": …, "Secret": …}`; names in any case, as in Go; what is missing is empty.
/// Errors: Stage::Input, Kind::Malformed.
[[nodiscard]] Result<SignIn> parseSignIn(const QByteArray &json);

/// The same, printed: the answer to `get`, with a line end. The caller wipes it.
[[nodiscard]] QByteArray printSignIn(const SignIn &signIn);

/// A JSON string with its quotes; bytes above 127 as they are.
[[nodiscard]] QByteArray jsonString(QByteArrayView utf8);

} // namespace wharf::docker
