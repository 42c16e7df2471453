#include "tests/ui/window_rig.h"

#include "ui/accounts/account_list.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

using namespace wharf;
using test::Answer;
using test::WindowRig;

namespace {

void click(QWidget *widget)
{
    QTest::mouseClick(widget, Qt::LeftButton);
}

/// Types the three answers of the page.
void type(const WindowRig &rig, const QString &where, const QString &token, const QString &userName)
{
    QTest::keyClicks(rig.find<QLineEdit>("where"), where);
    QTest::keyClicks(rig.find<QLineEdit>("token"), token);
    rig.find<QLineEdit>("userName")->clear();
    QTest::keyClicks(rig.find<QLineEdit>("userName"), userName);
}

} // namespace

/// Somebody signs in through the window, with a GitLab and a registry on the other side.
class TestAddAccount final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { test::failOnWarnings(); }

    void everyKindOfTokenSignsIn_data()
    {
        QTest::addColumn<QString>("signIn");
        QTest::addColumn<QString>("kind");
        for (const char *name : { "personal", "project", "group", "deploy", "job", "password" })
            QTest::newRow(name) << QString::fromLatin1(name) << sandbox::demoWorld().signIn(QLatin1String(name)).kind;
    }

    void everyKindOfTokenSignsIn()
    {
        QFETCH(const QString, signIn);
        QFETCH(const QString, kind);
        WindowRig rig;
        rig.openWindow();
        const auto &one = rig.world.signIn(signIn);
        click(rig.find("welcomeAdd"));
        QVERIFY(!rig.find("token")->isVisible()); // the page has not unfolded yet
        type(rig, rig.host(), one.secret, one.userName);
        click(rig.find("signIn"));
        QTRY_VERIFY(rig.find("openAccount")->isVisible());
        click(rig.find("openAccount"));

        QCOMPARE(rig.book.accounts().list.size(), 1);
        const accounts::Account account = rig.book.accounts().list.first();
        QCOMPARE(account.userName, one.userName);
        QCOMPARE(accounts::tokenKindName(account.kind), kind);
        QVERIFY(rig.store->contains(account.storeKey()));
        QVERIFY(rig.textOf("stateText").startsWith(QStringLiteral("Ready · ")));
        QVERIFY(rig.textOf("who").startsWith(one.userName)); // a job's token also says whose job it is
        for (const QString &file : { rig.clientFiles.dockerConfig, rig.clientFiles.containersAuth })
            QVERIFY(rig.clientFile(file).contains(QStringLiteral("\"%1\": \"wharfinger\"").arg(rig.host())));
        QVERIFY(!rig.isOnDisk(one.secret.toUtf8()));
        QVERIFY(rig.find<QLineEdit>("token")->text().isEmpty());
    }

    void aPersonalTokenNeedsNoUserName()
    {
        WindowRig rig;
        rig.openWindow();
        rig.window->addAccount();
        type(rig, rig.host(), rig.world.signIn(QStringLiteral("personal")).secret, {});
        QCOMPARE(rig.textOf("tokenLook"), QStringLiteral("Personal access token, copied whole."));
        click(rig.find("signIn"));
        QTRY_COMPARE(rig.book.accounts().list.size(), 1);
        QCOMPARE(rig.book.accounts().list.first().userName, QStringLiteral("jo"));
    }

    void aBasicRegistryTakesAUserAndAPassword()
    {
        WindowRig rig;
        rig.registry.handle("/v2/", [](const test::SeenRequest &request) {
            if (request.header("Authorization") == "Basic " + QByteArray("stevedore:crane-hook").toBase64())
                return Answer::json(200, "{}");
            return Answer::json(401, "{}").with("WWW-Authenticate", "Basic realm=\"store\"");
        });
        rig.openWindow();
        rig.window->addAccount();
        type(rig, rig.host(), QStringLiteral("crane-hook"), QStringLiteral("stevedore"));
        click(rig.find("signIn"));
        QTRY_VERIFY(rig.find("openAccount")->isVisible());
        click(rig.find("openAccount"));
        QCOMPARE(rig.textOf("stateText"), QStringLiteral("Ready"));
    }

    void aWrongPasswordIsSaidBesideTheField()
    {
        WindowRig rig;
        rig.openWindow();
        rig.window->addAccount();
        type(rig, rig.host(), QStringLiteral("not-the-password"), QStringLiteral("jo"));
        click(rig.find("signIn"));
        QTRY_VERIFY(rig.textOf("tokenError").contains(QStringLiteral("refused")));
        QVERIFY(rig.textOf("tokenError").contains(QStringLiteral("“HTTP Basic: Access denied”"))); // and none of the paragraph after it
        QVERIFY(rig.find("token")->hasFocus());
        QCOMPARE(rig.find<QLineEdit>("token")->text(), QStringLiteral("not-the-password")); // to be mended, not typed again
        QVERIFY(rig.find("signIn")->isEnabled());
        QVERIFY(rig.book.accounts().list.isEmpty());
        QCOMPARE(rig.store->size(), 0);
        QVERIFY(rig.clientFile(rig.clientFiles.dockerConfig).isEmpty());
    }

    void whatCannotWorkIsNeverSent_data()
    {
        QTest::addColumn<QString>("token");
        QTest::addColumn<QString>("says");
        QTest::newRow("a runner's token") << QStringLiteral("glrt-") + QStringLiteral("t1_0123456789abcdefghij") << QStringLiteral("glrt-");
        const QString whole = sandbox::demoWorld().signIn(QStringLiteral("personal")).secret;
        QTest::newRow("a truncated token") << whole.chopped(1) << QStringLiteral("not whole");
    }

    void whatCannotWorkIsNeverSent()
    {
        QFETCH(const QString, token);
        QFETCH(const QString, says);
        WindowRig rig;
        rig.openWindow();
        rig.window->addAccount();
        type(rig, rig.host(), token, QStringLiteral("jo"));
        QVERIFY2(rig.textOf("tokenLook").contains(says), qUtf8Printable(rig.textOf("tokenLook")));
        rig.gitlab.forgetRequests();
        click(rig.find("signIn"));
        QTest::qWait(0);
        QVERIFY(rig.gitlab.requests().isEmpty());
        QVERIFY(rig.find("signIn")->isEnabled());
    }

    void aJobTokenBringsItsUserName()
    {
        WindowRig rig;
        rig.openWindow();
        rig.window->addAccount();
        QTest::keyClicks(rig.find<QLineEdit>("where"), rig.host());
        rig.find<QLineEdit>("token")->setText(rig.world.signIn(QStringLiteral("job")).secret);
        QCOMPARE(rig.find<QLineEdit>("userName")->text(), QStringLiteral("gitlab-ci-token"));
    }

    void aDeployTokenAsksForItsUserName()
    {
        WindowRig rig;
        rig.openWindow();
        rig.window->addAccount();
        QTest::keyClicks(rig.find<QLineEdit>("where"), rig.host());
        rig.find<QLineEdit>("token")->setText(rig.world.signIn(QStringLiteral("deploy")).secret);
        click(rig.find("signIn"));
        QVERIFY(!rig.textOf("userError").isEmpty());
        QVERIFY(rig.find("userName")->hasFocus());
    }

    void aPastedLoginLineGoesWhereItBelongs()
    {
        WindowRig rig;
        rig.openWindow();
        rig.window->addAccount();
        auto *where = rig.find<QLineEdit>("where");
        where->setText(QStringLiteral("docker login -u jo -p hush-hush %1").arg(rig.host()));
        QCOMPARE(where->text(), rig.host());
        QCOMPARE(rig.find<QLineEdit>("userName")->text(), QStringLiteral("jo"));
        QCOMPARE(rig.find<QLineEdit>("token")->text(), QStringLiteral("hush-hush"));
        QCOMPARE(rig.find<QLineEdit>("token")->echoMode(), QLineEdit::Password);
    }

    void aMistypedHostIsSaidBesideTheField()
    {
        WindowRig rig;
        rig.openWindow();
        rig.window->addAccount();
        QTest::keyClicks(rig.find<QLineEdit>("where"), QStringLiteral("regis try"));
        QTest::keyClick(rig.find("where"), Qt::Key_Return);
        QVERIFY(rig.textOf("whereError").contains(QStringLiteral("blank")));
        QVERIFY(!rig.find("signIn")->isVisible());
    }

    void cancellingHalfWayLeavesNothingBehind()
    {
        WindowRig rig;
        rig.registry.handle("/v2/", [](const test::SeenRequest &) { return Answer::doing(Answer::Manner::Hang); });
        rig.openWindow();
        rig.window->addAccount();
        const auto &one = rig.world.signIn(QStringLiteral("personal"));
        type(rig, rig.host(), one.secret, one.userName);
        click(rig.find("signIn"));
        QTRY_VERIFY(rig.registry.count("/v2/") > 0);
        QVERIFY(!rig.find("signIn")->isEnabled());
        click(rig.find("cancel")); // the checks end, what was typed stays
        QVERIFY(rig.find("signIn")->isEnabled());
        QCOMPARE(rig.find<QLineEdit>("token")->text(), one.secret);
        QTest::keyClick(rig.find("token"), Qt::Key_Escape); // and the page
        QVERIFY(rig.find("welcomeAdd")->isVisible());
        QVERIFY(rig.find<QLineEdit>("token")->text().isEmpty());
        QVERIFY(rig.file().load()->list.isEmpty());
        QCOMPARE(rig.store->size(), 0);
        QVERIFY(rig.clientFile(rig.clientFiles.dockerConfig).isEmpty());
    }

    void whatWentWrongIsBroughtIntoView()
    {
        WindowRig rig;
        rig.registry.answer("/v2/", Answer::json(503, "{}"));
        rig.openWindow();
        rig.window->resize(720, 480);
        rig.window->addAccount();
        type(rig, rig.host(), QStringLiteral("hush-hush"), QStringLiteral("jo"));
        click(rig.find("connection"));
        QTest::keyClick(rig.find("token"), Qt::Key_Return);
        auto *notice = rig.find("signInNotice");
        QTRY_VERIFY(notice->isVisible());
        QTRY_COMPARE(notice->visibleRegion().boundingRect(), notice->rect());
    }

    void aHostThatNobodyAnswersForIsSaidBelowTheField()
    {
        WindowRig rig;
        rig.registry.handle("/v2/", [](const test::SeenRequest &) { return Answer::doing(Answer::Manner::Reset); });
        rig.openWindow();
        rig.window->addAccount();
        type(rig, rig.host(), QStringLiteral("hush-hush"), QStringLiteral("jo"));
        click(rig.find("signIn"));
        auto *error = rig.find("whereError");
        QTRY_VERIFY(error->isVisible());
        auto *where = rig.find("where");
        QVERIFY(error->mapTo(rig.window.get(), QPoint()).y() > where->mapTo(rig.window.get(), QPoint()).y());
        QVERIFY(where->hasFocus());
        QCOMPARE(where->accessibleDescription(), rig.textOf("whereError"));
        QVERIFY(!rig.find("signInNotice")->isVisible());
        QTest::keyClick(where, Qt::Key_End);
        QTest::keyClick(where, Qt::Key_Backspace);
        QVERIFY(!error->isVisible());
    }

    void goingToAnotherAccountCancels()
    {
        WindowRig rig;
        const accounts::Account other = rig.putAccount("deploy");
        rig.openWindow();
        rig.registry.handle("/v2/", [](const test::SeenRequest &) { return Answer::doing(Answer::Manner::Hang); });
        rig.window->addAccount();
        const auto &one = rig.world.signIn(QStringLiteral("personal"));
        type(rig, rig.host(), one.secret, one.userName);
        const int asked = static_cast<int>(rig.registry.count("/v2/"));
        click(rig.find("signIn"));
        QTRY_VERIFY(static_cast<int>(rig.registry.count("/v2/")) > asked);
        rig.window->showAccount(other.id);
        auto *token = rig.find<QLineEdit>("token");
        QVERIFY(token->text().isEmpty());
        token->setEchoMode(QLineEdit::Normal);
        token->undo();
        QVERIFY(token->text().isEmpty());
        rig.window->addAccount();
        QVERIFY(rig.find("where")->isEnabled());
        QCOMPARE(rig.file().load()->list.size(), 1);
        QCOMPARE(rig.store->size(), 1);
    }

    void aLockedKeychainIsSaid()
    {
        WindowRig rig;
        rig.store->failWith(Failure { .stage = Stage::Keychain, .kind = Kind::Locked, .subject = {} });
        rig.openWindow();
        rig.window->addAccount();
        const auto &one = rig.world.signIn(QStringLiteral("personal"));
        type(rig, rig.host(), one.secret, one.userName);
        click(rig.find("signIn"));
        QTRY_VERIFY(rig.find("signInNotice")->isVisible());
        QVERIFY(rig.find("signInNotice")->accessibleName().contains(QStringLiteral("locked")));
        QVERIFY(rig.file().load()->list.isEmpty());
    }

    void withoutTheSwitchDockerIsLeftAlone()
    {
        WindowRig rig;
        rig.openWindow();
        rig.window->addAccount();
        const auto &one = rig.world.signIn(QStringLiteral("personal"));
        type(rig, rig.host(), one.secret, one.userName);
        QVERIFY(rig.find<QCheckBox>("give")->isChecked());
        QTest::keyClick(rig.find("give"), Qt::Key_Space);
        click(rig.find("signIn"));
        QTRY_COMPARE(rig.book.accounts().list.size(), 1);
        QVERIFY(rig.clientFile(rig.clientFiles.dockerConfig).isEmpty());
    }

    void theTokenPageOfTheInstanceOpensFilledIn()
    {
        WindowRig rig;
        rig.openWindow();
        rig.window->addAccount();
        QTest::keyClicks(rig.find<QLineEdit>("where"), rig.host());
        QTest::keyClick(rig.find("where"), Qt::Key_Return);
        QTRY_VERIFY(rig.find<QLabel>("tokenPage")->isVisible());
        const QString link = rig.find<QLabel>("tokenPage")->text();
        QVERIFY(link.contains(rig.gitlab.url().toString() + QStringLiteral("/-/user_settings/personal_access_tokens?")));
        QVERIFY(link.contains(QStringLiteral("scopes=read_registry,write_registry")));
    }

    void replacingATokenKeepsTheAccount()
    {
        WindowRig rig;
        const accounts::Account before = rig.putAccount(QStringLiteral("jo"), QStringLiteral("an-old-token"), accounts::TokenKind::PersonalAccessToken);
        rig.openWindow();
        click(rig.find("replaceToken"));
        QVERIFY(rig.find<QLineEdit>("where")->isReadOnly());
        QVERIFY(rig.find("token")->hasFocus());
        const auto &one = rig.world.signIn(QStringLiteral("personal"));
        QTest::keyClicks(rig.find<QLineEdit>("token"), one.secret);
        QTest::keyClick(rig.find("token"), Qt::Key_Return);
        QTRY_VERIFY(rig.find("openAccount")->isVisible());
        QCOMPARE(rig.book.accounts().list.size(), 1);
        QCOMPARE(rig.book.accounts().list.first().id, before.id);
        QCOMPARE(rig.book.accounts().list.first().created, before.created);
    }

    void theKeyboardAloneIsEnough()
    {
        WindowRig rig;
        rig.openWindow();
        const auto &one = rig.world.signIn(QStringLiteral("deploy"));
        const auto typeHere = [](const QString &text) { QTest::keyClicks(QApplication::focusWidget(), text); };
        const auto press = [](Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(QApplication::focusWidget(), key, modifiers); };
        QTest::keyClick(rig.window.get(), Qt::Key_N, Qt::ControlModifier);
        typeHere(rig.host());
        press(Qt::Key_Return);
        typeHere(one.secret);
        while (QApplication::focusWidget() != rig.find("userName"))
            press(Qt::Key_Tab);
        typeHere(one.userName);
        press(Qt::Key_Return);
        QTRY_VERIFY(rig.find("openAccount")->hasFocus());
        press(Qt::Key_Space);
        QTRY_VERIFY(rig.find("accountList")->hasFocus());
        QCOMPARE(rig.book.accounts().list.size(), 1);
    }
};

QTEST_MAIN(TestAddAccount)
#include "test_add_account.moc"
