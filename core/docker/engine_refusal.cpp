#include "core/docker/engine_refusal.h"

#include "core/base/json.h"

namespace wharf::docker {

namespace {

Kind kindOf(int status)
{
    switch (status) {
    case 401: return Kind::Unauthorized;
    case 403: return Kind::Forbidden;
    case 404: return Kind::Absent;
    case 409: return Kind::Busy;
    default: return status >= 500 ? Kind::Server : Kind::Invalid;
    }
}

} // namespace

QString engineMessage(const QByteArray &body)
{
    const auto answer = json::readObject(body);
    return cleanServerText(answer ? answer->value(QLatin1String("message")).toString() : QString::fromUtf8(body.left(1024)));
}

Failure engineRefusal(const net::Reply &reply, const QString &subject)
{
    return { .stage = Stage::Daemon,
             .kind = kindOf(reply.status),
             .httpStatus = reply.status,
             .serverSaid = engineMessage(reply.body),
             .subject = subject };
}

} // namespace wharf::docker
