#include "core/accounts/qt_keychain.h"

#include "core/accounts/store_limits.h"
#include "core/async/later.h"

#include <QCoreApplication>

#include <qt6keychain/keychain.h>

namespace wharf::accounts {

namespace {

using Verb = KeychainRequest::Verb;
using Answer = std::shared_ptr<Later<Result<SharedSecret>>>;

QKeychain::Job *makeJob(const QString &service, const KeychainRequest &request)
{
    QKeychain::Job *job = nullptr;
    if (request.verb == Verb::Write) {
        auto *write = new QKeychain::WritePasswordJob(service);
        request.secret->reveal([&](QByteArrayView bytes) { write->setTextData(QString::fromUtf8(bytes)); });
        job = write;
    } else if (request.verb == Verb::Remove) {
        job = new QKeychain::DeletePasswordJob(service);
    } else {
        job = new QKeychain::ReadPasswordJob(service);
    }
    job->setKey(request.key);
    job->setAutoDelete(true);
    // It would keep passwords in a plain file.
    job->setInsecureFallback(false);
    return job;
}

/// QtKeychain's word for what happened, in ours.
Failure failureOf(const QKeychain::Job &job)
{
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        return missingEntry();
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
    case QKeychain::CouldNotDeleteEntry:
        return storeFailure(Kind::Denied, {}, job.errorString());
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return storeFailure(Kind::Absent, QStringLiteral("no-service"), job.errorString());
    default:
        return storeFailure(Kind::Offline, QStringLiteral("no-answer"), job.errorString());
    }
}

Result<SharedSecret> resultOf(const QKeychain::Job &job, Verb verb)
{
    SharedSecret secret;
    if (const auto *read = qobject_cast<const QKeychain::ReadPasswordJob *>(&job); read && job.error() == QKeychain::NoError)
        secret = std::make_shared<const Secret>(read->binaryData());
    const bool isMissing = job.error() == QKeychain::EntryNotFound || (job.error() == QKeychain::NoError && (!secret || secret->isEmpty()));
    if (isMissing && verb == Verb::Read)
        return fail(missingEntry());
    if (isMissing)
        return SharedSecret();
    if (job.error() != QKeychain::NoError)
        return fail(failureOf(job));
    return secret;
}

} // namespace

Task<Result<SharedSecret>> QtKeychain::perform(KeychainRequest request)
{
    const auto answer = std::make_shared<Later<Result<SharedSecret>>>();
    QKeychain::Job *job = makeJob(m_service, request);
    const auto settle = [answer, verb = request.verb](QKeychain::Job *done) {
        // Not from within QtKeychain's own call: whoever goes on may ask it the next thing.
        const auto result = resultOf(*done, verb);
        QMetaObject::invokeMethod(QCoreApplication::instance(), [answer, result] { answer->set(result); }, Qt::QueuedConnection);
    };
    QObject::connect(job, &QKeychain::Job::finished, job, settle);
    job->start();
    co_return co_await *answer;
}

} // namespace wharf::accounts
