#include "core/diagnosis/probes/upload_walk.h"

#include "core/diagnosis/probes/ask.h"
#include "core/net/origin.h"

#include <QRandomGenerator>

#include <vector>

namespace wharf::diagnosis {

namespace {

constexpr qint64 firstChunk = qint64(2) << 20;
constexpr int statusQuestions = 3;
constexpr int quickQuestions = 2;

/// Bytes that no proxy can pack.
QByteArray noise(qint64 size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    auto generator = QRandomGenerator::securelySeeded();
    generator.generate(reinterpret_cast<quint32 *>(bytes.data()), reinterpret_cast<quint32 *>(bytes.data()) + size / qint64(sizeof(quint32)));
    return bytes;
}

QString problemOf(const QUrl &location, const QUrl &api)
{
    const auto there = net::Origin::of(location);
    const auto here = net::Origin::of(api);
    if (there.host != here.host)
        return QStringLiteral("host");
    if (there.scheme != here.scheme)
        return QStringLiteral("scheme");
    return there.port == here.port ? QString() : QStringLiteral("port");
}

net::Request uploadRequest(const QByteArray &method, const QUrl &url, const std::optional<net::Authorization> &authorization)
{
    net::Request request;
    request.method = method;
    request.url = url;
    request.authorization = authorization;
    // Qt takes a body without a type for a form.
    if (method != "GET" && method != "DELETE")
        request.headers.append({ QByteArrayLiteral("Content-Type"), QByteArrayLiteral("application/octet-stream") });
    return request;
}

/// An upload that is said to go on elsewhere. It is taken back where it was started: the path is the registry's, whatever it thinks
/// its name is, and a credential goes nowhere else.
QUrl broughtBack(const QUrl &location, const QUrl &api, UploadReading &reading)
{
    const QString problem = problemOf(location, api);
    if (problem.isEmpty())
        return location;
    reading.evidence.location = net::maskedUrl(location);
    reading.evidence.locationProblem = problem;
    reading.foreign = location;
    QUrl here = location;
    here.setScheme(api.scheme());
    here.setAuthority(api.authority());
    return here;
}

/// Sends a little, then all in one request, as a client sends a layer: a proxy's limit is one of a single body. Ends at the first
/// answer that is none of 2xx.
Task<QUrl> sendChunks(std::shared_ptr<net::Session> session, QUrl api, QUrl location, qint64 size, std::optional<net::Authorization> authorization,
                      std::shared_ptr<UploadReading> reading)
{
    UploadEvidence &evidence = reading->evidence;
    qint64 offset = 0;
    while (evidence.sizeAccepted < size) {
        const qint64 length = offset == 0 ? std::min(size, firstChunk) : size;
        net::Request patch = uploadRequest(QByteArrayLiteral("PATCH"), location, authorization);
        patch.headers.append({ QByteArrayLiteral("Content-Range"),
                               QByteArray::number(offset) + '-' + QByteArray::number(offset + length - 1) });
        patch.body = noise(length);
        const auto asked = co_await ask(session, StepId::Upload, patch);
        evidence.chunks.append(asked.answer);
        if (!asked.answer.ok())
            break;
        offset += length;
        evidence.sizeAccepted = length;
        const QByteArray next = asked.reply->header("Location");
        if (!next.isEmpty())
            location = broughtBack(location.resolved(QUrl::fromEncoded(next)), api, *reading);
        if (!evidence.locationProblem.isEmpty())
            break;
    }
    co_return QUrl(location);
}

Task<Answer> askState(std::shared_ptr<net::Session> session, QUrl location, std::optional<net::Authorization> authorization)
{
    const Asked asked = co_await ask(session, StepId::Upload, uploadRequest(QByteArrayLiteral("GET"), location, authorization));
    co_return Answer(asked.answer);
}

/// Side by side: copies that take turns get one each, be it by request or by connection.
Task<QList<Answer>> askStates(std::shared_ptr<net::Session> session, QUrl location, std::optional<net::Authorization> authorization, int questions)
{
    std::vector<Task<Answer>> asked;
    for (int question = 0; question < questions; ++question)
        asked.push_back(askState(session, location, authorization));
    QList<Answer> answers;
    for (Task<Answer> &one : asked)
        answers.append(co_await one);
    co_return QList<Answer>(answers);
}

} // namespace

Task<UploadReading> walkUpload(std::shared_ptr<net::Session> session, std::shared_ptr<net::Session> takingBack, QUrl api, QString repository,
                               qint64 size, std::optional<net::Authorization> authorization)
{
    const auto reading = std::make_shared<UploadReading>();
    UploadEvidence &evidence = reading->evidence;
    evidence.tried = true;
    evidence.sizeAsked = size;

    QUrl start = api;
    start.setPath(QStringLiteral("/v2/%1/blobs/uploads/").arg(repository));
    const auto started = co_await ask(session, StepId::Upload, uploadRequest(QByteArrayLiteral("POST"), start, authorization));
    evidence.start = started.answer;
    const QByteArray given = started.reply ? started.reply->header("Location") : QByteArray();
    if (!started.answer.ok() || given.isEmpty())
        co_return UploadReading(*reading);

    QUrl location = start.resolved(QUrl::fromEncoded(given));
    evidence.location = net::maskedUrl(location);
    location = broughtBack(location, api, *reading);
    if (evidence.locationProblem.isEmpty()) {
        // Copies that do not share show themselves to small questions: a large body that is refused early may end in a reset, which
        // a proxy or Qt answers with another try.
        evidence.status = co_await askStates(session, location, authorization, quickQuestions);
        location = co_await sendChunks(session, api, location, size, authorization, reading);
        const bool lost = !evidence.chunks.isEmpty() && (evidence.chunks.constLast().status == 404 || evidence.chunks.constLast().status == 400);
        if (lost)
            evidence.status += co_await askStates(session, location, authorization, statusQuestions);
    }
    net::Request back = uploadRequest(QByteArrayLiteral("DELETE"), location, authorization);
    if (!session->isClosed())
        evidence.takenBack = (co_await ask(session, StepId::Upload, back)).answer;
    if (session->isClosed() && !evidence.takenBack.answered()) {
        back.timeout = std::chrono::seconds(2); // somebody waits for the end
        evidence.takenBack = (co_await ask(takingBack, StepId::Upload, back)).answer;
    }
    co_return UploadReading(*reading);
}

} // namespace wharf::diagnosis
