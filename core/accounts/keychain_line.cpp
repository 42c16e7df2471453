#include "core/accounts/keychain_line.h"

#include "core/accounts/store_limits.h"
#include "core/async/signals.h"
#include "core/base/log.h"

namespace wharf::accounts {

KeychainLine::KeychainLine(std::shared_ptr<Keychain> keychain)
    : m_keychain(std::move(keychain))
{
}

std::shared_ptr<const KeychainLine::Outcome> KeychainLine::start(const KeychainRequest &request)
{
    Q_ASSERT(!m_busy);
    m_busy = true;
    const auto outcome = std::make_shared<Outcome>();
    m_outcome = outcome;
    run(shared_from_this(), request);
    return outcome;
}

Task<> KeychainLine::run(std::shared_ptr<KeychainLine> line, KeychainRequest request)
{
    const auto keychain = line->m_keychain;
    const auto answer = co_await keychain->perform(request);
    if (!line->m_stuck) {
        line->settle(answer);
        co_return;
    }
    qCInfo(logStore, "the keychain answered after it was given up");
    const KeychainRequest takeBack { .verb = KeychainRequest::Verb::Remove, .key = request.key, .secret = nullptr };
    if (request.verb == KeychainRequest::Verb::Write && request.isNew && answer)
        co_await keychain->perform(takeBack);
    line->m_stuck.reset();
    line->letNextCome();
}

void KeychainLine::settle(const Result<SharedSecret> &answer)
{
    *m_outcome = answer;
    // Not from within start(): whoever asked does not listen yet.
    const auto say = [this] {
        Q_EMIT answered();
        letNextCome();
    };
    QMetaObject::invokeMethod(this, say, Qt::QueuedConnection);
}

void KeychainLine::letNextCome()
{
    m_busy = false;
    Q_EMIT moved();
}

void KeychainLine::giveUp(const Failure &why)
{
    *m_outcome = fail(why);
    m_stuck = why;
    Q_EMIT moved();
}

void KeychainLine::endWaits()
{
    if (!m_busy || m_stuck || m_outcome->has_value())
        return;
    m_keychain->dismissPrompt();
    giveUp(storeFailure(Kind::Cancelled, {}));
    Q_EMIT answered();
}

Task<Result<SharedSecret>> askKeychain(std::shared_ptr<KeychainLine> line, KeychainRequest request, KeychainPatience patience)
{
    while (line->isBusy()) {
        if (line->stuck())
            co_return fail(*line->stuck());
        co_await qCoro(line.get(), &KeychainLine::moved);
    }

    const auto outcome = line->start(request);
    co_await qCoro(line.get(), &KeychainLine::answered, patience.answer);
    if (!*outcome && line->keychain().mayBePrompting())
        co_await qCoro(line.get(), &KeychainLine::answered, patience.unlock);
    if (!*outcome) {
        line->giveUp(line->keychain().mayBePrompting() ? storeFailure(Kind::Locked, QStringLiteral("prompt"))
                                                       : storeFailure(Kind::Offline, QStringLiteral("no-answer")));
    }
    co_return **outcome;
}

} // namespace wharf::accounts
#include "moc_keychain_line.cpp"
