#include "tests/sandbox/gitlab/stand_in.h"

#include "tests/sandbox/gitlab/world_json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>

#include <algorithm>

namespace wharf::sandbox {

namespace {

constexpr qsizetype keptRequests = 10'000;

Answer complaint(int status, const QString &text)
{
    return jsonAnswer(status, { { QStringLiteral("error"), text } });
}

} // namespace

GitLabStandIn::GitLabStandIn(GitLabWorld world, QObject *parent)
    : QObject(parent)
    , m_gitlab(std::move(world), SigningKey::generate())
    , m_plain([this](const Request &request) { return handle(request); }, this)
    , m_tls([this](const Request &request) { return handle(request); }, this)
{
}

bool GitLabStandIn::start(quint16 port)
{
    const quint16 bound = m_plain.start(port);
    m_plainOrigin = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(bound));
    return bound != 0;
}

bool GitLabStandIn::startTls(const QSslConfiguration &tls, const QString &hostName, quint16 port)
{
    const quint16 bound = m_tls.startTls(tls, port);
    m_tlsOrigin = QUrl(QStringLiteral("https://%1:%2").arg(hostName).arg(bound));
    return bound != 0;
}

QUrl GitLabStandIn::url() const
{
    return under(m_tlsOrigin.isEmpty() ? m_plainOrigin : m_tlsOrigin, {});
}

QUrl GitLabStandIn::realm() const
{
    return under(m_tlsOrigin.isEmpty() ? m_plainOrigin : m_tlsOrigin, QStringLiteral("/jwt/auth"));
}

QUrl GitLabStandIn::plainRealm() const
{
    return under(m_plainOrigin, QStringLiteral("/jwt/auth"));
}

QUrl GitLabStandIn::under(QUrl origin, const QString &path) const
{
    origin.setPath(world().settings.relativeUrl + path);
    return origin;
}

qsizetype GitLabStandIn::count(const QByteArray &path) const
{
    const QByteArray whole = world().settings.relativeUrl.toLatin1() + path;
    return std::count_if(m_requests.cbegin(), m_requests.cend(), [&](const SeenRequest &seen) { return seen.path == whole; });
}

Answer GitLabStandIn::handle(const Request &request)
{
    if (request.path.startsWith("/_sandbox/"))
        return administer(request);
    Answer answer = m_gitlab.answer(request, url());
    answer.headers << qMakePair(QByteArray("Date"),
                                QLocale::c().toString(m_gitlab.now(), QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'")).toLatin1());
    const auto credential = basicCredential(request);
    const bool hasCredential = credential || !request.header("Authorization").isEmpty() || !request.header("PRIVATE-TOKEN").isEmpty() || !request.header("JOB-TOKEN").isEmpty();
    if (m_requests.size() >= keptRequests)
        m_requests.removeFirst();
    m_requests.append({ request.method, request.path, request.query, credential ? credential->userName : QString(), hasCredential, answer.status });
    return answer;
}

Answer GitLabStandIn::administer(const Request &request)
{
    const QJsonDocument body = QJsonDocument::fromJson(request.body);
    QString error;
    if (request.path == "/_sandbox/world" && request.method == "GET")
        return jsonAnswer(200, toJson(world()));
    if (request.path == "/_sandbox/world" && request.method == "PUT") {
        auto changed = body.isObject() ? worldFromJson(body.object(), &error) : std::nullopt;
        if (!changed)
            return complaint(400, error.isEmpty() ? QStringLiteral("The body is not a JSON object.") : error);
        setWorld(std::move(*changed));
        return emptyAnswer(204);
    }
    if (request.path == "/_sandbox/settings" && request.method == "PATCH") {
        const auto changed = body.isObject() ? settingsFromJson(body.object(), world().settings, &error) : std::nullopt;
        if (!changed)
            return complaint(400, error.isEmpty() ? QStringLiteral("The body is not a JSON object.") : error);
        GitLabWorld next = world();
        next.settings = *changed;
        setWorld(std::move(next));
        return emptyAnswer(204);
    }
    if (request.path == "/_sandbox/requests" && request.method == "GET") {
        QJsonArray list;
        for (const SeenRequest &seen : m_requests) {
            list << QJsonObject { { QStringLiteral("method"), QString::fromLatin1(seen.method) },
                                  { QStringLiteral("path"), QString::fromLatin1(seen.path) },
                                  { QStringLiteral("query"), QString::fromLatin1(seen.query) },
                                  { QStringLiteral("userName"), seen.userName },
                                  { QStringLiteral("hasCredential"), seen.hasCredential },
                                  { QStringLiteral("status"), seen.status } };
        }
        return jsonAnswer(200, { { QStringLiteral("requests"), list } });
    }
    return complaint(404, QStringLiteral("There is no such address in the sandbox."));
}

} // namespace wharf::sandbox
