#include "app/wharfinger/demo.h"

#include "app/wharfinger/demo_fixtures.h"
#include "app/wharfinger/languages.h"
#include "core/accounts/memory_store.h"

namespace wharf {

namespace {

std::shared_ptr<net::Session> nobody(const accounts::Account &)
{
    return nullptr;
}

} // namespace

Demo::Demo(std::shared_ptr<const Clock> clock)
    : m_clock(std::move(clock))
    , m_store(std::make_shared<accounts::MemoryStore>())
    , m_settings(m_home.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat)
    , m_clientFiles { .dockerConfig = m_home.filePath(QStringLiteral(".docker/config.json")),
                      .containersAuth = m_home.filePath(QStringLiteral(".config/containers/auth.json")) }
    , m_book(accounts::AccountFile(m_home.filePath(QStringLiteral("accounts.json"))))
    , m_checker(m_book, m_store, m_clock, &nobody)
{
    // The demonstration's home is a folder that goes with it: paths look as at home, and nothing of the user's is read.
    qputenv("HOME", m_home.path().toUtf8());
    qputenv("WHARFINGER_HOME", m_home.path().toUtf8());
    fill();
    m_window = std::make_unique<ui::MainWindow>(ui::Services { .book = m_book,
                                                               .checker = m_checker,
                                                               .store = m_store,
                                                               .clock = m_clock,
                                                               .clientFiles = m_clientFiles,
                                                               .sessions = &nobody,
                                                               .examiner = m_diagnoses.examiner(),
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

} // namespace wharf
