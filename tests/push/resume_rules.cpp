#include "tests/push/resume_rules.h"

#include "tests/push/upload_state.h"
#include "tests/push/upstream.h"

#include <QFileInfo>

namespace wharf::rig {

ResumeRules::ResumeRules(QString storage, QByteArray secret, quint16 port)
    : m_storage(std::move(storage))
    , m_secret(std::move(secret))
    , m_port(port)
{
}

qint64 ResumeRules::storedSize(const QByteArray &repository, const QByteArray &upload) const
{
    const QString folder = QStringLiteral("%1/docker/registry/v2/repositories/%2/_uploads/%3").arg(m_storage, QString::fromUtf8(repository), QString::fromUtf8(upload));
    if (!QFileInfo::exists(folder))
        return -1;
    // There is no file before the first byte.
    return QFileInfo(folder + QLatin1String("/data")).size();
}

std::optional<OwnAnswer> ResumeRules::apply(RequestHead &head) const
{
    const qint64 size = head.upload().isEmpty() ? -1 : storedSize(head.repository(), head.upload());
    const auto asked = UploadState::ofTarget(head.target(), m_secret);
    if (size < 0 || !asked)
        return std::nullopt;
    UploadState truth = *asked;
    truth.setOffset(size);
    RequestHead status = head;
    status.setFirstLine("GET " + truth.inTarget(head.target(), m_secret) + " HTTP/1.1");
    const bool writes = head.method() == "PATCH" || head.method() == "PUT";
    if (!writes) {
        if (asked->offset() != size)
            head.setTarget(status.target());
        return std::nullopt;
    }
    const bool stale = asked->offset() != size;
    const QByteArray range = head.header("Content-Range");
    const bool elsewhere = !range.isEmpty() && range.mid(range.indexOf(' ') + 1).split('-').first().toLongLong() != size;
    if (!stale && !elsewhere)
        return std::nullopt;
    // Only who may write here learns more than 401.
    const auto answer = askUpstream(m_port, status);
    if (answer && answer->head.status() != 204) {
        OwnAnswer refusal { answer->head.status(), {}, answer->body, false, false, "resume-rules" };
        for (const char *name : { "WWW-Authenticate", "Content-Type" }) {
            if (answer->head.has(name))
                refusal.headers.append({ name, answer->head.header(name) });
        }
        return refusal;
    }
    return stale ? registryAnswer(416, "RESUMABLE_BLOB_UPLOAD_INVALID", "the upload has gone on since this location was given", "resume-rules")
                 : registryAnswer(416, "CONTENT_RANGE_INVALID", "the range does not start where the upload ends", "resume-rules");
}

} // namespace wharf::rig
