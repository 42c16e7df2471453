#pragma once

#include "core/accounts/account_checker.h"
#include "core/accounts/memory_store.h"
#include "core/activity/push_recorder.h"
#include "core/base/clock.h"
#include "tests/sandbox/gitlab/demo_world.h"
#include "tests/sandbox/gitlab/stand_in.h"
#include "tests/support/test_server.h"
#include "ui/main_window/main_window.h"

#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

namespace wharf::test {

/// Makes every warning a failure, but for what the offscreen platform says of itself.
void failOnWarnings();

/// The real window before a GitLab on loopback and a registry that trusts it; files and settings in a folder of their own.
class WindowRig {
public:
    WindowRig();
    ~WindowRig();

    /// `127.0.0.1:40123`
    [[nodiscard]] QString host() const;
    /// Puts an account with its secret where the window finds it, without asking anybody.
    accounts::Account putAccount(const QString &userName, const QString &secret, accounts::TokenKind kind);
    /// The same with one of the demo world's sign-ins.
    accounts::Account putAccount(const char *signIn);
    void openWindow();
    void closeWindow();
    /// As when the program ends.
    void endProgram();

    template <class Widget = QWidget>
    [[nodiscard]] Widget *find(const char *name) const
    {
        auto *found = window->findChild<Widget *>(QLatin1String(name));
        if (!found)
            qFatal("The window has no %s", name);
        return found;
    }
    /// What a label says, or nothing where it is hidden.
    [[nodiscard]] QString textOf(const char *label) const;
    [[nodiscard]] QString clientFile(const QString &path) const;
    [[nodiscard]] accounts::AccountFile file() const;
    /// True when something is written anywhere below the folder that holds these bytes.
    [[nodiscard]] bool isOnDisk(const QByteArray &bytes) const;

    sandbox::DemoWorld world;
    sandbox::GitLabStandIn gitlab;
    TestServer registry;
    QTemporaryDir folder;
    std::shared_ptr<const Clock> clock = std::make_shared<SystemClock>();
    std::shared_ptr<accounts::MemoryStore> store = std::make_shared<accounts::MemoryStore>();
    docker::ClientFiles clientFiles;
    QSettings settings;
    accounts::AccountBook book;
    accounts::AccountChecker::SessionFactory sessions;
    accounts::AccountChecker checker;
    ui::Examiner examiner = &diagnosis::examine;
    push::PushFactory makePush; ///< none: a push that is begun is a test's mistake
    ui::ImageLister images;     ///< none: there is no engine
    activity::ActivityLog activity;
    std::unique_ptr<push::PushQueue> pushes; ///< made with the window, and outlives it
    std::unique_ptr<activity::PushRecorder> recorder;
    std::unique_ptr<ui::MainWindow> window;
};

} // namespace wharf::test
