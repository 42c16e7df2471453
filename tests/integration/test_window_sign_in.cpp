#include "app/wharfinger/program.h"
#include "tests/integration/program.h"
#include "tests/integration/secret_watch.h"
#include "tests/sandbox/image.h"
#include "tests/sandbox/sandbox.h"
#include "ui/main_window/main_window.h"
#include "ui/style/roomy_style.h"

#include <QApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

using namespace wharf;
using namespace wharf::sandbox;
using test::filesHolding;
using test::ProcessWatch;
using test::ProgramResult;
using test::run;

namespace {

void click(QWidget *widget)
{
    QTest::mouseClick(widget, Qt::LeftButton);
}

} // namespace

/// The program as it is wired, its window driven by clicks and keys, with the real keyring, Docker and registry behind it.
class TestWindowSignIn final : public QObject {
    Q_OBJECT

    std::unique_ptr<Sandbox> m_sandbox;
    QProcessEnvironment m_environment;
    std::unique_ptr<Program> m_program;
    ui::MainWindow *m_window = nullptr;

    template <class Widget = QWidget>
    [[nodiscard]] Widget *find(const char *name) const
    {
        auto *found = m_window->findChild<Widget *>(QLatin1String(name));
        if (!found)
            qFatal("The window has no %s", name);
        return found;
    }
    void type(const char *field, const QString &text) const
    {
        auto *line = find<QLineEdit>(field);
        line->clear();
        QTest::keyClicks(line, text);
    }
    [[nodiscard]] ProgramResult docker(const QStringList &arguments) const { return run(QStringLiteral("docker"), arguments, m_environment); }
    [[nodiscard]] QJsonObject dockerConfig() const
    {
        QFile file(m_environment.value(QStringLiteral("DOCKER_CONFIG")) + QStringLiteral("/config.json"));
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_sandbox = std::make_unique<Sandbox>(Parts { Part::Registry, Part::Docker, Part::Keyring });
        QVERIFY2(m_sandbox->start(), qPrintable(m_sandbox->error()));
        m_environment = m_sandbox->environment();
        // The program lives in the sandbox, too: its home, its keyring.
        for (const QString &name : m_environment.keys())
            qputenv(qPrintable(name), m_environment.value(name).toUtf8());
        m_environment.insert(QStringLiteral("PATH"), QStringLiteral(HELPER_FOLDER ":") + m_environment.value(QStringLiteral("PATH")));
        ui::RoomyStyle::install();
        m_program = std::make_unique<Program>();
        m_program->open({});
        for (QWidget *widget : QApplication::topLevelWidgets()) {
            if (auto *window = qobject_cast<ui::MainWindow *>(widget))
                m_window = window;
        }
        QVERIFY(m_window);
        QVERIFY(QTest::qWaitForWindowActive(m_window));
    }

    void cleanupTestCase()
    {
        m_program.reset();
        m_sandbox.reset();
    }

    void whatIsSignedInByClicksIsPushedByDocker()
    {
        const QString host = m_sandbox->registry();
        const DemoSignIn &jo = m_sandbox->signIn(QStringLiteral("personal"));
        ProcessWatch watch({ jo.secret.toUtf8() });

        click(find("welcomeAdd"));
        type("where", host);
        type("token", jo.secret);
        type("userName", jo.userName);
        click(find("connection"));
        type("caFile", m_sandbox->caFile());
        click(find("signIn"));
        QTRY_VERIFY2_WITH_TIMEOUT(find("openAccount")->isVisible(), qPrintable(find("signInNotice")->accessibleName() + find<QLabel>("whereError")->text()), 20'000);
        click(find("openAccount"));
        QTRY_VERIFY(find<QLabel>("stateText")->text().startsWith(QStringLiteral("Ready")));
        QCOMPARE(dockerConfig().value(QStringLiteral("credHelpers")).toObject().value(host).toString(), QStringLiteral("wharfinger"));
        QVERIFY(!dockerConfig().contains(QStringLiteral("auths")));

        const QString image = host + QStringLiteral("/group/app/window:1");
        const QString made = makeImageInDocker(image, m_environment);
        QVERIFY2(made.isEmpty(), qPrintable(made));
        for (const QStringList &command : { QStringList { QStringLiteral("push"), image }, QStringList { QStringLiteral("rmi"), image },
                                            QStringList { QStringLiteral("pull"), image } }) {
            const ProgramResult ran = docker(command);
            QVERIFY2(ran.exitStatus == 0, ran.said().constData());
            QVERIFY(!ran.said().contains(jo.secret.toUtf8()));
        }
        QCOMPARE(filesHolding(m_sandbox->folder().path(), { jo.secret.toUtf8() }), QStringList());
        QCOMPARE(watch.found(), QStringList());
        QVERIFY(watch.seen() > 5);

        // Out again, by clicks as well: Docker has nothing any more.
        click(find("signOut"));
        QTRY_VERIFY(m_window->findChild<QWidget *>(QStringLiteral("reallySignOut")));
        click(find("reallySignOut"));
        QTRY_VERIFY(find("welcomeAdd")->isVisible());
        QVERIFY(!dockerConfig().value(QStringLiteral("credHelpers")).toObject().contains(host));
        const ProgramResult refused = docker({ QStringLiteral("push"), image });
        QVERIFY2(refused.exitStatus != 0, refused.said().constData());
    }
};

QTEST_MAIN(TestWindowSignIn)
#include "test_window_sign_in.moc"
