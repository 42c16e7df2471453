#include "app/wharfinger/program.h"

#include "app/wharfinger/languages.h"
#include "app/wharfinger/local_images.h"
#include "core/accounts/sign_in.h"
#include "core/base/paths.h"
#include "core/push/account_access.h"
#include "ui/main_window/first_picture.h"
#include "ui/style/icons.h"

#include <QApplication>

namespace wharf {

namespace {

accounts::AccountChecker::SessionFactory sessionsOn(const std::shared_ptr<const Clock> &clock)
{
    return [clock](const accounts::Account &account) { return net::Session::create(accounts::networkSettings(account), clock); };
}

/// By id, user@host or label; a registry with several accounts means its active one.
const accounts::Account *accountNamed(const accounts::Accounts &all, const QString &text)
{
    if (const accounts::Account *named = all.named(text))
        return named;
    const auto host = registry::RegistryHost::parse(text);
    return host ? all.activeFor(*host) : nullptr;
}

} // namespace

Program::Program()
    : m_clock(std::make_shared<SystemClock>())
    , m_store(accounts::openCredentialStore())
    , m_settings(paths::settingsFile(), QSettings::IniFormat)
    , m_book(accounts::AccountFile(paths::accountFile()))
    , m_sessions(sessionsOn(m_clock))
    , m_checker(m_book, m_store, m_clock, m_sessions)
    , m_entries(m_book, docker::ClientFiles::ofThisUser())
    , m_activity(paths::activityFile())
    , m_pushes({ .make = [clock = m_clock](push::PushOrder order, push::PushAccess access) {
                     return push::makePush(std::move(order), std::move(access), clock);
                 },
                 .access = [this](const QUuid &account, const registry::RegistryHost &host) {
                     return push::accountAccess(m_store, m_book.accounts(), account, host);
                 },
                 .clock = m_clock,
                 .file = push::QueueFile(paths::pushQueueFile()) })
    , m_recorder(m_pushes, m_activity, m_clock)
{
}

Program::~Program() = default;

void Program::open(const Options &options)
{
    m_window = std::make_unique<ui::MainWindow>(ui::Services { .book = m_book,
                                                               .checker = m_checker,
                                                               .store = m_store,
                                                               .clock = m_clock,
                                                               .clientFiles = docker::ClientFiles::ofThisUser(),
                                                               .sessions = m_sessions,
                                                               .examiner = &diagnosis::examine,
                                                               .pushes = m_pushes,
                                                               .images = &localImages,
                                                               .activity = m_activity,
                                                               .settings = m_settings,
                                                               .languages = translatedLanguages() });
    if (const accounts::Account *account = accountNamed(m_book.accounts(), options.account))
        m_window->showAccount(account->id);
    m_window->show();
    if (options.add)
        m_window->addAccount();
    const auto *picture = new ui::FirstPicture(m_window.get());
    QObject::connect(picture, &ui::FirstPicture::drawn, &m_checker, &accounts::AccountChecker::checkAll);
    QObject::connect(picture, &ui::FirstPicture::drawn, m_window.get(), [] { QApplication::setWindowIcon(ui::applicationIcon()); });
}

} // namespace wharf
