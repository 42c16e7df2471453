#include "core/accounts/keychain_line.h"

#include "core/accounts/secret_service.h"
#include "core/accounts/store_limits.h"
#include "core/async/signals.h"
#include "core/base/log.h"

#include <QAbstractEventDispatcher>

#include <qt6keychain/keychain.h>

namespace wharf::accounts {

namespace {

constexpr std::chrono::milliseconds probeLimit { 2'000 };

QKeychain::Job *makeJob(const QString &service, const KeychainRequest &request)
{
    using Verb = KeychainRequest::Verb;
    QKeychain::Job *job = nullptr;
    if (request.verb == Verb::Read) {
        job = new QKeychain::ReadPasswordJob(service);
    } else if (request.verb == Verb::Remove) {
        job = new QKeychain::DeletePasswordJob(service);
    } else {
        auto *write = new QKeychain::WritePasswordJob(service);
        request.secret->reveal([&](QByteArrayView bytes) { write->setTextData(QString::fromUtf8(bytes)); });
        job = write;
    }
    job->setKey(request.key);
    job->setAutoDelete(true);
    // It would keep passwords in a plain file.
    job->setInsecureFallback(false);
    return job;
}

SharedSecret takeSecret(const QKeychain::ReadPasswordJob &job)
{
    return std::make_shared<const Secret>(job.binaryData());
}

/// libsecret answers through GLib's loop; without it in Qt's event dispatcher no answer ever comes.
bool canHearLibsecret()
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_MACOS)
    const QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
    return dispatcher && QByteArrayView(dispatcher->metaObject()->className()).contains("Glib");
#else
    return true;
#endif
}

Failure whyNoAnswer(ServiceStanding standing)
{
    switch (standing) {
    case ServiceStanding::EntryLocked:
    case ServiceStanding::DefaultLocked:
        return storeFailure(Kind::Locked, QStringLiteral("prompt"));
    case ServiceStanding::NoBus:
        return storeFailure(Kind::Absent, QStringLiteral("no-session-bus"));
    case ServiceStanding::NoService:
        return storeFailure(Kind::Absent, QStringLiteral("no-service"));
    case ServiceStanding::Ready:
    case ServiceStanding::NoAnswer:
        break;
    }
    return storeFailure(Kind::Offline, QStringLiteral("no-answer"));
}

} // namespace

KeychainLine::KeychainLine(QString service)
    : m_service(std::move(service))
{
}

void KeychainLine::start(const KeychainRequest &request)
{
    Q_ASSERT(!m_busy);
    m_busy = true;
    m_answer.reset();
    m_request = request;
    QKeychain::Job *job = makeJob(m_service, request);
    connect(job, &QKeychain::Job::finished, this, &KeychainLine::settle);
    job->start();
}

void KeychainLine::settle(QKeychain::Job *job)
{
    KeychainAnswer answer { .error = job->error(), .said = job->errorString(), .secret = nullptr };
    if (auto *read = qobject_cast<QKeychain::ReadPasswordJob *>(job); read && job->error() == QKeychain::NoError)
        answer.secret = takeSecret(*read);
    if (!m_stuck) {
        m_answer = std::move(answer);
        // Not from within QtKeychain's own call: whoever goes on may ask it the next thing.
        const auto say = [this] {
            if (m_answer) // still awaited
                Q_EMIT answered();
        };
        QMetaObject::invokeMethod(this, say, Qt::QueuedConnection);
        return;
    }

    const KeychainRequest late = std::exchange(m_request, {});
    qCInfo(logStore, "the keychain answered after it was given up");
    m_stuck.reset();
    m_busy = false;
    if (late.verb == KeychainRequest::Verb::Write && late.isNew && answer.error == QKeychain::NoError)
        makeJob(m_service, { KeychainRequest::Verb::Remove, late.key, nullptr, false })->start();
    QMetaObject::invokeMethod(this, &KeychainLine::moved, Qt::QueuedConnection);
}

void KeychainLine::release()
{
    m_answer.reset();
    m_request = {};
    m_busy = false;
    Q_EMIT moved();
}

void KeychainLine::giveUp(const Failure &why)
{
    m_stuck = why;
    m_request.secret.reset();
    Q_EMIT moved();
}

Task<Result<KeychainAnswer>> askKeychain(std::shared_ptr<KeychainLine> line, KeychainRequest request,
                                         KeychainPatience patience)
{
    if (!canHearLibsecret())
        co_return fail(storeFailure(Kind::Absent, QStringLiteral("event-loop")));
    while (line->isBusy()) {
        if (line->stuck())
            co_return fail(*line->stuck());
        co_await qCoro(line.get(), &KeychainLine::moved);
    }

    line->start(request);
    co_await qCoro(line.get(), &KeychainLine::answered, patience.answer);
    if (!line->answer()) {
        const ServiceStanding standing = co_await askSecretService(line->service(), request.key, probeLimit);
        const Failure why = whyNoAnswer(standing);
        if (!line->answer() && why.kind == Kind::Locked)
            co_await qCoro(line.get(), &KeychainLine::answered, patience.unlock);
        if (!line->answer()) {
            line->giveUp(why);
            co_return fail(why);
        }
    }
    KeychainAnswer answer = *line->answer();
    line->release();
    co_return answer;
}

} // namespace wharf::accounts
#include "moc_keychain_line.cpp"
