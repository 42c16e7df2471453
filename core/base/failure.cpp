#include "core/base/failure.h"

namespace wharf {

bool couldNotTalk(const Failure &failure)
{
    switch (failure.kind) {
    case Kind::Offline:
    case Kind::Timeout:
    case Kind::Tls:
    case Kind::Server:
    case Kind::BadReply:
    case Kind::Cancelled:
        return true;
    default:
        return false;
    }
}

QString stageName(Stage stage)
{
    switch (stage) {
    case Stage::Input: return QStringLiteral("input");
    case Stage::Connect: return QStringLiteral("connect");
    case Stage::Proxy: return QStringLiteral("proxy");
    case Stage::Tls: return QStringLiteral("tls");
    case Stage::Ping: return QStringLiteral("ping");
    case Stage::Challenge: return QStringLiteral("challenge");
    case Stage::Token: return QStringLiteral("token");
    case Stage::Registry: return QStringLiteral("registry");
    case Stage::GitLab: return QStringLiteral("gitlab");
    case Stage::Keychain: return QStringLiteral("keychain");
    case Stage::AccountFile: return QStringLiteral("account-file");
    case Stage::ClientFile: return QStringLiteral("client-file");
    case Stage::Daemon: return QStringLiteral("daemon");
    case Stage::Image: return QStringLiteral("image");
    }
    Q_UNREACHABLE();
}

QString kindName(Kind kind)
{
    switch (kind) {
    case Kind::Offline: return QStringLiteral("offline");
    case Kind::Timeout: return QStringLiteral("timeout");
    case Kind::Tls: return QStringLiteral("tls");
    case Kind::Server: return QStringLiteral("server");
    case Kind::BadReply: return QStringLiteral("bad-reply");
    case Kind::Unauthorized: return QStringLiteral("unauthorized");
    case Kind::Forbidden: return QStringLiteral("forbidden");
    case Kind::NotFound: return QStringLiteral("not-found");
    case Kind::Throttled: return QStringLiteral("throttled");
    case Kind::Refused: return QStringLiteral("refused");
    case Kind::Locked: return QStringLiteral("locked");
    case Kind::Denied: return QStringLiteral("denied");
    case Kind::Absent: return QStringLiteral("absent");
    case Kind::TooLarge: return QStringLiteral("too-large");
    case Kind::ReadOnly: return QStringLiteral("read-only");
    case Kind::Full: return QStringLiteral("full");
    case Kind::Busy: return QStringLiteral("busy");
    case Kind::Newer: return QStringLiteral("newer");
    case Kind::Malformed: return QStringLiteral("malformed");
    case Kind::Invalid: return QStringLiteral("invalid");
    case Kind::Cancelled: return QStringLiteral("cancelled");
    }
    Q_UNREACHABLE();
}

QString cleanServerText(const QString &text)
{
    QString clean;
    clean.reserve(qMin<qsizetype>(text.size(), 1024));
    for (const QChar c : text) {
        if (clean.size() >= 1024)
            break;
        clean.append(c.category() == QChar::Other_Control ? QLatin1Char(' ') : c);
    }
    return clean.simplified();
}

} // namespace wharf
