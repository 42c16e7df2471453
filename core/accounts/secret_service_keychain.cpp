#include "core/accounts/secret_service_keychain.h"

#include "core/accounts/store_limits.h"

namespace wharf::accounts {

using namespace secret_service;

namespace {

using Reply = SessionBus::Reply;

Failure locked()
{
    return storeFailure(Kind::Locked, QStringLiteral("prompt"));
}

bool isError(const Reply &reply, std::initializer_list<const char *> names)
{
    const QByteArray name = errorName(reply.get());
    return std::any_of(names.begin(), names.end(), [&name](const char *known) { return name == known; });
}

bool isGone(const Reply &reply)
{
    return isError(reply, { "org.freedesktop.Secret.Error.NoSuchObject", DBUS_ERROR_UNKNOWN_OBJECT, DBUS_ERROR_UNKNOWN_METHOD,
                            DBUS_ERROR_UNKNOWN_INTERFACE });
}

bool isLocked(const Reply &reply)
{
    return isError(reply, { "org.freedesktop.Secret.Error.IsLocked" });
}

} // namespace

Task<Result<SharedSecret>> SecretServiceKeychain::perform(KeychainRequest request)
{
    return performFor(shared_from_this(), std::move(request));
}

void SecretServiceKeychain::dismissPrompt()
{
    if (mayBePrompting())
        static_cast<void>(m_bus->call(dismissCall(m_prompt)));
}

Task<Result<SharedSecret>> SecretServiceKeychain::performFor(Self self, KeychainRequest request)
{
    auto result = co_await attempt(self, request);
    if (!result && std::exchange(self->m_sessionLost, false))
        result = co_await attempt(self, request);
    co_return result;
}

Task<Result<SharedSecret>> SecretServiceKeychain::attempt(Self self, KeychainRequest request)
{
    using Verb = KeychainRequest::Verb;
    if (!self->connect())
        co_return fail(storeFailure(Kind::Absent, QStringLiteral("no-session-bus")));
    if (request.verb == Verb::Read || request.verb == Verb::Peek)
        co_return co_await read(self, request);
    const auto done = request.verb == Verb::Write ? write(self, request) : remove(self, request.key);
    const Result<void> result = co_await done;
    if (!result)
        co_return fail(result.error());
    co_return SharedSecret();
}

/// Asks for a session, too, and waits for nothing.
bool SecretServiceKeychain::connect()
{
    if (!m_bus || !m_bus->isOpen()) {
        m_bus = std::make_shared<SessionBus>(SessionBus::address());
        m_session.clear();
        m_opening.reset();
    }
    if (m_session.isEmpty() && !m_opening)
        m_opening = m_bus->call(openSessionCall(Start::Yes));
    return m_bus->isOpen();
}

Task<Result<void>> SecretServiceKeychain::haveSession(Self self)
{
    if (!self->m_session.isEmpty())
        co_return Result<void> {};
    const auto opening = std::exchange(self->m_opening, nullptr);
    const Reply reply = co_await *opening;
    self->m_session = sessionIn(reply.get());
    if (self->m_session.isEmpty())
        co_return fail(co_await failureOf(self, reply));
    co_return Result<void> {};
}

Task<Result<SharedSecret>> SecretServiceKeychain::read(Self self, KeychainRequest request)
{
    const bool peeks = request.verb == KeychainRequest::Verb::Peek;
    // Both at once: neither needs the other's answer.
    const auto searching = self->m_bus->call(searchCall(self->m_service, request.key, Start::Yes));
    if (const auto session = co_await haveSession(self); !session)
        co_return fail(session.error());
    const Reply searched = co_await *searching;
    if (!isAnswer(searched.get()))
        co_return fail(co_await failureOf(self, searched));

    Found found = foundIn(searched.get());
    if (found.unlocked.isEmpty() && found.locked.isEmpty()) {
        if (peeks)
            co_return SharedSecret();
        const bool mayBeBehindLock = co_await isDefaultLocked(self);
        co_return fail(mayBeBehindLock ? locked() : missingEntry());
    }
    if (found.unlocked.isEmpty()) {
        const auto unlocked = co_await unlock(self, found.locked);
        if (!unlocked)
            co_return fail(unlocked.error());
        found.unlocked = found.locked;
    }
    // The first one of several, as libsecret takes it.
    const Reply reply = co_await *self->m_bus->call(getSecretCall(found.unlocked.first(), self->m_session));
    if (!isAnswer(reply.get()) && !isGone(reply))
        co_return fail(co_await failureOf(self, reply));
    SharedSecret secret = takeSecret(reply.get());
    if (!secret && !peeks)
        co_return fail(missingEntry());
    co_return secret;
}

Task<Result<void>> SecretServiceKeychain::write(Self self, KeychainRequest request)
{
    if (const auto session = co_await haveSession(self); !session)
        co_return session;
    const auto create = [self, request] {
        return self->m_bus->call(createItemCall(self->m_service, request.key, *request.secret, self->m_session));
    };
    Reply reply = co_await *create();
    if (isLocked(reply) || isGone(reply)) {
        if (const auto unlocked = co_await unlockDefault(self); !unlocked)
            co_return unlocked;
        reply = co_await *create();
    }
    if (!isAnswer(reply.get()))
        co_return fail(co_await failureOf(self, reply));
    co_return co_await answerPrompt(self, lastPathIn(reply.get()));
}

Task<Result<void>> SecretServiceKeychain::remove(Self self, QString key)
{
    const Reply searched = co_await *self->m_bus->call(searchCall(self->m_service, key, Start::Yes));
    if (!isAnswer(searched.get()))
        co_return fail(co_await failureOf(self, searched));
    const Found found = foundIn(searched.get());
    if (!found.locked.isEmpty()) {
        if (const auto unlocked = co_await unlock(self, found.locked); !unlocked)
            co_return unlocked;
    }
    const QList<QByteArray> items = found.unlocked + found.locked;
    for (const QByteArray &item : items) {
        const Reply reply = co_await *self->m_bus->call(deleteCall(item));
        if (isGone(reply))
            continue;
        if (!isAnswer(reply.get()))
            co_return fail(co_await failureOf(self, reply));
        if (const auto done = co_await answerPrompt(self, lastPathIn(reply.get())); !done)
            co_return done;
    }
    co_return Result<void> {};
}

Task<Result<void>> SecretServiceKeychain::unlock(Self self, QList<QByteArray> objects)
{
    const Reply reply = co_await *self->m_bus->call(unlockCall(objects));
    if (!isAnswer(reply.get()))
        co_return fail(co_await failureOf(self, reply));
    co_return co_await answerPrompt(self, lastPathIn(reply.get()));
}

Task<Result<void>> SecretServiceKeychain::unlockDefault(Self self)
{
    const Reply alias = co_await *self->m_bus->call(readDefaultCall());
    if (!isAnswer(alias.get()))
        co_return fail(co_await failureOf(self, alias));
    const QByteArray collection = lastPathIn(alias.get());
    if (!collection.isEmpty())
        co_return co_await unlock(self, { collection });
    const Reply made = co_await *self->m_bus->call(createDefaultCall());
    if (!isAnswer(made.get()))
        co_return fail(co_await failureOf(self, made));
    co_return co_await answerPrompt(self, lastPathIn(made.get()));
}

Task<bool> SecretServiceKeychain::isDefaultLocked(Self self)
{
    const Reply alias = co_await *self->m_bus->call(readDefaultCall());
    const QByteArray collection = lastPathIn(alias.get());
    if (collection.isEmpty())
        co_return isAnswer(alias.get()); // there is none yet
    const Reply answer = co_await *self->m_bus->call(isLockedCall(collection));
    co_return truthIn(answer.get());
}

/// Shows the prompt to the person and waits for the end of it; nothing where there is none.
Task<Result<void>> SecretServiceKeychain::answerPrompt(Self self, QByteArray prompt)
{
    if (prompt.isEmpty())
        co_return Result<void> {};
    const auto end = self->m_bus->endOfPrompt(prompt);
    self->m_prompt = prompt;
    const Reply shown = co_await *self->m_bus->call(promptCall(prompt));
    const bool isAnswered = isAnswer(shown.get()) && co_await *end;
    self->m_prompt.clear();
    if (!isAnswered)
        co_return fail(locked());
    co_return Result<void> {};
}

/// Why there was no answer. A bus answers for a service that went away as for one that was silent too long: it is asked which.
Task<Failure> SecretServiceKeychain::failureOf(Self self, Reply reply)
{
    const QString said = errorText(reply.get());
    if (isError(reply, { "org.freedesktop.Secret.Error.NoSession" })) {
        self->m_session.clear();
        self->m_sessionLost = true;
    }
    if (isLocked(reply))
        co_return locked();
    if (isError(reply, { DBUS_ERROR_ACCESS_DENIED }))
        co_return storeFailure(Kind::Denied, {}, said);
    if (!self->m_bus->isOpen())
        co_return storeFailure(Kind::Absent, QStringLiteral("no-session-bus"), said);

    const Reply owned = co_await *self->m_bus->call(nameHasOwnerCall());
    if (truthIn(owned.get()))
        co_return storeFailure(Kind::Offline, QStringLiteral("no-answer"), said);
    self->m_session.clear();
    const Reply names = co_await *self->m_bus->call(activatableNamesCall());
    if (namesService(names.get()))
        co_return storeFailure(Kind::Offline, QStringLiteral("no-answer"), said);
    co_return storeFailure(Kind::Absent, QStringLiteral("no-service"), said);
}

} // namespace wharf::accounts
