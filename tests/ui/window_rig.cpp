#include "tests/ui/window_rig.h"

#include "core/accounts/sign_in.h"
#include "core/push/account_access.h"
#include "ui/style/roomy_style.h"

#include <QApplication>
#include <QDirIterator>
#include <QLabel>
#include <QRegularExpression>

namespace wharf::test {

namespace {

Task<Result<QList<ui::LocalImage>>> nothingListed(push::SourceName::Kind, std::shared_ptr<Stop>)
{
    co_return fail({ .stage = Stage::Daemon, .kind = Kind::Absent, .subject = QStringLiteral("/nonexistent/engine.sock") });
}

} // namespace

void failOnWarnings()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support).+")));
}

WindowRig::WindowRig()
    : world(sandbox::demoWorld())
    , gitlab(world.world)
    , clientFiles { .dockerConfig = folder.filePath(QStringLiteral("docker/config.json")),
                    .containersAuth = folder.filePath(QStringLiteral("containers/auth.json")) }
    , settings(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat)
    , book(accounts::AccountFile(folder.filePath(QStringLiteral("accounts.json"))))
    , sessions([this](const accounts::Account &account) { return net::Session::create(accounts::networkSettings({ account }), clock); })
    , checker(book, store, clock, sessions)
    , activity(folder.filePath(QStringLiteral("state/activity.jsonl")))
{
    qputenv("WHARFINGER_HOME", folder.filePath(QStringLiteral("home")).toUtf8());
    if (!qobject_cast<ui::RoomyStyle *>(QApplication::style()))
        ui::RoomyStyle::install();
    if (!gitlab.start())
        qFatal("The GitLab stand-in has no port.");
    const QByteArray realm = gitlab.realm().toEncoded();
    registry.handle("/v2/", [realm](const SeenRequest &request) {
        if (request.header("Authorization").startsWith("Bearer "))
            return Answer::json(200, "{}");
        return Answer::json(401, "{}").with("WWW-Authenticate", "Bearer realm=\"" + realm + "\",service=\"container_registry\"");
    });
}

WindowRig::~WindowRig() = default;

QString WindowRig::host() const
{
    return QStringLiteral("127.0.0.1:%1").arg(registry.serverPort());
}

accounts::Account WindowRig::putAccount(const QString &userName, const QString &secret, accounts::TokenKind kind)
{
    accounts::Account account;
    account.id = QUuid::createUuid();
    account.host = *registry::RegistryHost::parse(host());
    account.userName = userName;
    account.kind = kind;
    account.created = clock->now();
    if (!book.update([&account](accounts::Accounts &all) { all.put(account); }))
        qFatal("The account file cannot be written.");
    if (!QCoro::waitFor(store->write(account.storeKey(), std::make_shared<const Secret>(secret.toUtf8()))))
        qFatal("The store cannot be written.");
    return account;
}

accounts::Account WindowRig::putAccount(const char *signIn)
{
    const sandbox::DemoSignIn &one = world.signIn(QLatin1String(signIn));
    return putAccount(one.userName, one.secret, accounts::tokenKindFromName(one.kind).value());
}

void WindowRig::openWindow()
{
    if (!images)
        images = &nothingListed;
    if (!pushes) {
        pushes = std::make_unique<push::PushQueue>(push::PushQueue::Setting {
            .make = [this](push::PushOrder order, push::PushAccess access) { return makePush(std::move(order), std::move(access)); },
            .access = [this](const QUuid &account, const registry::RegistryHost &at) { return push::accountAccess(store, book.accounts(), account, at); },
            .clock = clock,
            .file = push::QueueFile(folder.filePath(QStringLiteral("state/push/queue.json"))) });
        recorder = std::make_unique<activity::PushRecorder>(*pushes, activity, clock);
    }
    window = std::make_unique<ui::MainWindow>(ui::Services { .book = book,
                                                             .checker = checker,
                                                             .store = store,
                                                             .clock = clock,
                                                             .clientFiles = clientFiles,
                                                             .sessions = sessions,
                                                             .examiner = examiner,
                                                             .pushes = *pushes,
                                                             .images = images,
                                                             .activity = activity,
                                                             .settings = settings,
                                                             .languages = {} });
    window->show();
    QVERIFY(QTest::qWaitForWindowActive(window.get()));
}

void WindowRig::closeWindow()
{
    window->close();
    window.reset();
}

void WindowRig::endProgram()
{
    closeWindow();
    recorder.reset();
    pushes.reset();
}

QString WindowRig::textOf(const char *label) const
{
    const auto *found = find<QLabel>(label);
    return found->isVisible() ? found->text() : QString();
}

QString WindowRig::clientFile(const QString &path) const
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

accounts::AccountFile WindowRig::file() const
{
    return accounts::AccountFile(folder.filePath(QStringLiteral("accounts.json")));
}

bool WindowRig::isOnDisk(const QByteArray &bytes) const
{
    QDirIterator files(folder.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(bytes))
            return true;
    }
    return false;
}

} // namespace wharf::test
