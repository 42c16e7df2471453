#include "core/diagnosis/probes/ask.h"

#include "core/diagnosis/pasted_text.h"
#include "core/net/origin.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace wharf::diagnosis {

namespace {

constexpr int mostHops = 5;
constexpr qint64 bodyLimit = qint64(64) << 10;
/// Docker gives a registry or a realm 15 s for an answer: what comes later than that came too late.
constexpr std::chrono::seconds patience(16);

/// A body with the tokens in it taken out; the rest is worth knowing (`expires_in`, or none).
QByteArray withoutTokens(const QByteArray &body)
{
    QJsonObject object = QJsonDocument::fromJson(body).object();
    bool any = false;
    for (const QLatin1String name : { QLatin1String("token"), QLatin1String("access_token"), QLatin1String("refresh_token") }) {
        if (!object.contains(name))
            continue;
        object.insert(name, QStringLiteral("***"));
        any = true;
    }
    return any ? QJsonDocument(object).toJson(QJsonDocument::Compact) : body;
}

Answer takeDown(const net::Request &request, const Result<net::Reply> &reply, const Clock &clock)
{
    Answer answer;
    answer.method = QString::fromLatin1(request.method);
    answer.url = net::withoutSecret(net::maskedUrl(request.url), request.authorization);
    // Some put the token where the user name belongs.
    answer.authorization = withoutSecrets(net::maskedAuthorization(request.authorization));
    answer.received = clock.now();
    if (!reply) {
        answer.failure = reply.error();
        answer.status = reply.error().httpStatus;
        return answer;
    }
    answer.status = reply->status;
    answer.date = reply->date();
    const QList<net::Header> headers = net::maskedHeaders(reply->headers, request);
    for (const net::Header &header : headers)
        answer.headers.insert(QString::fromLatin1(header.name).toLower(), QString::fromUtf8(header.value));
    answer.body = QString::fromUtf8(net::withoutSecret(withoutTokens(reply->body), request.authorization));
    return answer;
}

} // namespace

Task<Asked> ask(std::shared_ptr<net::Session> session, StepId step, net::Request request)
{
    request.purpose = stepName(step);
    request.bodyLimit = bodyLimit;
    request.cutLongBody = true;
    if (request.body.isEmpty())
        request.timeout = std::min<std::chrono::milliseconds>(request.timeout, patience);
    const auto started = session->clock().monotonic();
    auto reply = co_await session->send(request);
    Answer answer = takeDown(request, reply, session->clock());
    answer.milliseconds = (session->clock().monotonic() - started).count();
    answer.body = session->withoutSecrets(answer.body);
    for (QString &value : answer.headers)
        value = session->withoutSecrets(value);
    Asked asked { std::move(answer), std::move(reply) };
    co_return asked;
}

Task<AskedTrial> askAlong(std::shared_ptr<net::Session> session, StepId step, net::Request request)
{
    AskedTrial asked;
    asked.trial.made = true;
    for (int hop = 0; hop <= mostHops; ++hop) {
        auto one = co_await ask(session, step, request);
        asked.trial.hops.append(one.answer);
        asked.reply = std::move(one.reply);
        if (!asked.reply || !one.answer.isRedirect())
            break;
        const QUrl target = request.url.resolved(QUrl::fromEncoded(asked.reply->header("Location")))
                                .adjusted(QUrl::RemoveUserInfo | QUrl::RemoveFragment);
        if (request.authorization && !net::mayCarryCredential(net::Origin::of(request.url), net::Origin::of(target))) {
            asked.trial.stoppedAtForeignOrigin = true;
            break;
        }
        request.url = target;
    }
    co_return asked;
}

} // namespace wharf::diagnosis
