#include "app/wharfinger/demo.h"

#include "app/wharfinger/demo_fixtures.h"
#include "app/wharfinger/languages.h"
#include "core/accounts/memory_store.h"
#include "core/push/account_access.h"
#include "ui/push/push_memory.h"

namespace wharf {

namespace {

std::shared_ptr<net::Session> nobody(const accounts::Account &)
{
    return nullptr;
}

} // namespace

Demo::Demo(std::shared_ptr<const Clock> clock, bool unhurried)
    : m_clock(std::move(clock))
    , m_store(std::make_shared<accounts::MemoryStore>())
    , m_settings(m_home.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat)
    , m_clientFiles { .dockerConfig = m_home.filePath(QStringLiteral(".docker/config.json")),
                      .containersAuth = m_home.filePath(QStringLiteral(".config/containers/auth.json")) }
    , m_book(accounts::AccountFile(m_home.filePath(QStringLiteral("accounts.json"))))
    , m_checker(m_book, m_store, m_clock, &nobody)
    , m_activity(m_home.filePath(QStringLiteral("state/activity.jsonl")))
    , m_pushes({ .make = scriptedPushes(unhurried),
                 .access = [this](const QUuid &account, const registry::RegistryHost &host) {
                     return push::accountAccess(m_store, m_book.accounts(), account, host);
                 },
                 .clock = m_clock,
                 .file = push::QueueFile(m_home.filePath(QStringLiteral("state/push/queue.json"))) })
    , m_recorder(m_pushes, m_activity, m_clock)
{
    // The demonstration's home is a folder that goes with it: paths look as at home, and nothing of the user's is read.
    qputenv("HOME", m_home.path().toUtf8());
    qputenv("WHARFINGER_HOME", m_home.path().toUtf8());
    fill();
    fillActivity();
    fillQueue();
    m_window = std::make_unique<ui::MainWindow>(ui::Services { .book = m_book,
                                                               .checker = m_checker,
                                                               .store = m_store,
                                                               .clock = m_clock,
                                                               .clientFiles = m_clientFiles,
                                                               .sessions = &nobody,
                                                               .examiner = m_diagnoses.examiner(),
                                                               .pushes = m_pushes,
                                                               .images = demoImages(m_clock, m_engines),
                                                               .activity = m_activity,
                                                               .settings = m_settings,
                                                               .languages = translatedLanguages() });
}

Demo::~Demo() = default;

void Demo::clear()
{
    if (const auto cleared = m_book.update([](accounts::Accounts &all) { all = {}; }); !cleared)
        qWarning("The demonstration could not be cleared.");
}

void Demo::fill()
{
    const QList<DemoAccount> all = demoAccounts(*m_clock);
    const auto written = m_book.update([&all](accounts::Accounts &accounts) {
        for (const DemoAccount &made : all) {
            accounts.put(made.account);
            if (made.active)
                accounts.active.insert(made.account.host.name(), made.account.id);
        }
    });
    if (!written)
        qFatal("The demonstration could not write its accounts.");
    for (const DemoAccount &made : all) {
        // A secret that opens nothing: what asks for one gets one.
        const auto kept = m_store->write(made.account.storeKey(), std::make_shared<const Secret>(QByteArrayLiteral("demonstration")));
        if (!kept.isReady())
            qWarning("The demonstration could not keep its secrets.");
        m_checker.restore(made.account.id, made.state, made.access);
        const bool given = (!made.givenToDocker || docker::setHelperEntry(m_clientFiles.dockerConfig, made.account.host).has_value())
            && (!made.givenToPodman || docker::setHelperEntry(m_clientFiles.containersAuth, made.account.host).has_value());
        if (!given)
            qWarning("The demonstration could not write its client files.");
    }
}

void Demo::fillActivity()
{
    const QList<activity::ActivityEntry> entries = demoActivity(m_book.accounts(), m_clock->now());
    for (const activity::ActivityEntry &entry : entries) {
        if (!m_activity.append(entry))
            qWarning("The demonstration could not write its activity.");
    }
}

void Demo::fillQueue()
{
    const auto add = [this](const char *source, const char *destination, const char *account) {
        const auto to = registry::ImageReference::parse(QLatin1String(destination));
        const accounts::Account *found = m_book.accounts().named(QLatin1String(account));
        if (!to || !found)
            qFatal("The demonstration cannot push to %s", destination);
        const bool isFile = QLatin1String(source).endsWith(QLatin1String(".tar"));
        const push::SourceName::Kind kind = isFile ? push::SourceName::Kind::OciArchive : push::SourceName::Kind::Docker;
        return m_pushes.add({ .source = { .kind = kind, .place = QLatin1String(source), .reference = {} }, .destination = *to }, found->id);
    };
    add("atlas:nightly", "gitlab.lab.example:5050/nightly/atlas:2026-11-17", "gitlab.lab.example:5050");
    add("tide-tables:3.0.1", "registry.example.com/harbour/tide-tables:3.0.1", "jo@registry.example.com");
    m_pushes.pause(add("/home/jo/debian-bookworm.tar", "store.example.net/mirror/debian:12", "store.example.net"));
    add("crane:2.4", "registry.example.com/harbour/crane:2.4", "jo@registry.example.com");
    // A line that is slow enough for a token to end on the way.
    ui::PushMemory(m_settings).measured(*registry::RegistryHost::parse(QStringLiteral("registry.example.com")), 545'000);
}

} // namespace wharf
