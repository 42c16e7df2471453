#include "app/wharfctl/workplace.h"

#include "core/accounts/sign_in.h"
#include "core/base/paths.h"

namespace wharf::ctl {

Workplace::Workplace(Options options, Console console)
    : m_options(std::move(options))
    , m_console(console)
    , m_clock(std::make_shared<const SystemClock>())
    , m_accountFile(paths::accountFile())
    , m_clientFiles(docker::ClientFiles::ofThisUser())
{
}

Workplace::~Workplace() = default;

std::shared_ptr<accounts::CredentialStore> Workplace::store()
{
    if (!m_store)
        m_store = accounts::openCredentialStore();
    return m_store;
}

std::shared_ptr<net::Session> Workplace::session(const registry::RegistryHost &host, const net::HostSettings &settings)
{
    accounts::Account like;
    like.host = host;
    like.network = settings;
    auto session = net::Session::create(accounts::networkSettings(like), m_clock);
    if (m_options.verbose()) {
        session->setRecorder([console = m_console](const net::Exchange &exchange) {
            console.note(QStringLiteral("  %1 %2 → %3 (%4 ms)%5")
                             .arg(QString::fromLatin1(exchange.method), exchange.url,
                                  exchange.failure ? kindName(exchange.failure->kind) : QString::number(exchange.status))
                             .arg(exchange.milliseconds)
                             .arg(exchange.authorization.isEmpty() ? QString() : QStringLiteral(", ") + exchange.authorization));
        });
    }
    if (m_interrupted || m_timeUp)
        session->close();
    m_sessions.append(session);
    return session;
}

void Workplace::interrupt()
{
    m_interrupted = true;
    endWaits();
}

void Workplace::timeUp()
{
    m_timeUp = true;
    endWaits();
}

/// Sessions first: what waited for the keychain then finds its own closed, and goes no further.
void Workplace::endWaits()
{
    for (const auto &session : std::as_const(m_sessions))
        session->close();
    m_stop->stop();
    if (m_store)
        m_store->endWaits();
}

Failure Workplace::explained(const Failure &failure) const
{
    return failure.kind == Kind::Cancelled && m_timeUp ? Failure { .stage = Stage::Connect, .kind = Kind::Timeout } : failure;
}

int Workplace::report(const Failure &failure, const QString &host) const
{
    return m_console.report(explained(failure), host);
}

Result<accounts::Account> chosenAccount(const Workplace &workplace, const registry::RegistryHost &host)
{
    const auto accounts = workplace.accountFile().load();
    if (!accounts)
        return fail(accounts.error());
    const bool named = workplace.options().has(QStringLiteral("account"));
    const QString name = workplace.options().value(QStringLiteral("account"));
    const accounts::Account *account = named ? accounts->named(name) : accounts->activeFor(host);
    if (!account)
        return fail({ .stage = Stage::Input, .kind = Kind::NotFound, .subject = named ? name : host.name() });
    if (account->host != host)
        return fail({ .stage = Stage::Input, .kind = Kind::NotFound, .subject = QStringLiteral("%1 on %2").arg(name, host.name()) });
    return *account;
}

} // namespace wharf::ctl
