#include "app/wharfctl/workplace.h"

#include "core/accounts/sign_in.h"
#include "core/base/paths.h"
#include "core/registry/image_reference.h"

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
    for (const auto &session : std::as_const(m_sessions))
        session->close();
}

void Workplace::timeUp()
{
    m_timeUp = true;
    for (const auto &session : std::as_const(m_sessions))
        session->close();
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

Result<Target> readTarget(const QString &text)
{
    // A bare name is a host when it looks like one: `registry.example.com`, `localhost`, `[::1]:5000`; else an image of Hub.
    const QString bare = text.section(QLatin1String("://"), -1);
    const bool hostOnly = !bare.contains(QLatin1Char('/'))
        && (bare.contains(QLatin1Char('.')) || bare.startsWith(QLatin1Char('[')) || bare == QLatin1String("localhost")
            || bare.startsWith(QLatin1String("localhost:")));
    if (hostOnly || text.contains(QLatin1String("://"))) {
        const auto host = registry::RegistryHost::parse(text);
        if (!host)
            return fail(host.error());
        return Target { .host = *host, .repository = {} };
    }
    const auto image = registry::ImageReference::parse(text);
    if (!image)
        return fail(image.error());
    return Target { .host = image->host, .repository = image->repository };
}

Result<registry::RegistryHost> readHost(const QString &text)
{
    auto host = registry::RegistryHost::parse(text);
    if (host || host.error().subject != QLatin1String("path") || text.contains(QLatin1String("://")) || !text.contains(QLatin1Char('/')))
        return host;
    const auto image = registry::ImageReference::parse(text);
    if (!image)
        return fail(image.error());
    const auto named = registry::RegistryHost::parse(text.section(QLatin1Char('/'), 0, 0));
    if (!named || *named != image->host)
        return host;
    return image->host;
}

} // namespace wharf::ctl
