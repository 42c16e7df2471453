#pragma once

#include "core/diagnosis/evidence/evidence.h"
#include "core/diagnosis/finding.h"

#include <QCoreApplication>
#include <QUrl>

namespace wharf::diagnosis::causes {

using namespace Qt::StringLiterals;

/// The one translation context of everything that Diagnose says.
struct Say {
    Q_DECLARE_TR_FUNCTIONS(Diagnosis)
};

/// A line of a remedy that is there to be copied.
[[nodiscard]] QString block(const QString &line);
/// Several of them, from a text with line ends.
[[nodiscard]] QStringList blocks(const QString &lines);

/// `registry.example.com:5050`, or "the registry" where it is not known.
[[nodiscard]] QString registryName(const Evidence &evidence);
/// `host[:port]` of the realm, or "the token server".
[[nodiscard]] QString realmName(const Evidence &evidence);
/// Who the examined credential is: `jo`, or "this account".
[[nodiscard]] QString accountName(const Evidence &evidence);
/// `host`, or `host:port` where the port is not the scheme's own: as image references and `certs.d` have it.
[[nodiscard]] QString hostAndPort(const QUrl &url);

/// "The token server answered 403, “access forbidden”, with a credential and without one alike." Whole sentences about an answer.
[[nodiscard]] QString answered(const QString &who, const Answer &answer);
/// What nobody, a wrong credential and the real one were answered, a sentence each, as far as they were tried.
[[nodiscard]] QStringList threeWays(const Evidence &evidence);
/// A span of seconds the way people say it: "3 minutes".
[[nodiscard]] QString span(qint64 seconds);
/// An instant by the person's own clock and language.
[[nodiscard]] QString instant(const QDateTime &when);

/// `docker login registry.example.com -u jo`
[[nodiscard]] QString loginCommand(const Evidence &evidence);

} // namespace wharf::diagnosis::causes
