#include "tests/ui/window_rig.h"

#include "ui/accounts/account_list.h"
#include "ui/accounts/account_model.h"

#include <QAccessible>
#include <QCheckBox>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QScrollBar>
#include <QTabBar>
#include <QTableView>

using namespace wharf;
using test::WindowRig;

namespace {

void click(QWidget *widget)
{
    QTest::mouseClick(widget, Qt::LeftButton);
}

/// The controls a Tab key reaches, in its order, starting from `first`.
QStringList tabOrder(QWidget *first)
{
    QStringList names;
    QWidget *widget = first;
    do {
        if (widget->focusPolicy() & Qt::TabFocus && widget->isVisible() && widget->isEnabled() && !widget->objectName().isEmpty())
            names.append(widget->objectName());
        widget = widget->nextInFocusChain();
    } while (widget != first);
    return names;
}

} // namespace

/// What people do with the accounts they have.
class TestAccountsWindow final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { test::failOnWarnings(); }

    void checkingShowsTheStateAndTheCountdown()
    {
        WindowRig rig;
        rig.putAccount("personal");
        rig.openWindow();
        QCOMPARE(rig.textOf("stateText"), QStringLiteral("Not checked yet"));
        QTest::keyClick(rig.window.get(), Qt::Key_R, Qt::ControlModifier);
        QTRY_VERIFY(rig.textOf("stateText").startsWith(QStringLiteral("Ready · 4:5")));
        QVERIFY(rig.textOf("kind").contains(QStringLiteral("Personal access token")));
        QVERIFY(rig.textOf("expiry").contains(QStringLiteral("in 180 day")) || rig.textOf("expiry").contains(QStringLiteral("in 179 day")));
    }

    void aRefusalIsSaidWithItsNextStep()
    {
        WindowRig rig;
        rig.putAccount("personal-revoked");
        rig.openWindow();
        click(rig.find("checkNow"));
        QTRY_COMPARE(rig.textOf("stateText"), QStringLiteral("Refused"));
        QVERIFY(rig.find("accountNotice")->accessibleName().contains(QStringLiteral("revoked")));
        auto *step = rig.find("accountNotice")->findChild<QPushButton *>(QStringLiteral("nextStep"));
        QVERIFY(step->isVisible());
        click(step);
        QVERIFY(rig.find("token")->hasFocus());
    }

    void theActiveAccountIsSwitched()
    {
        WindowRig rig;
        const accounts::Account first = rig.putAccount("personal");
        const accounts::Account second = rig.putAccount("deploy");
        rig.openWindow();
        rig.window->showAccount(first.id);
        QVERIFY(!rig.find("makeActive")->isVisible());
        rig.window->showAccount(second.id);
        click(rig.find("makeActive"));
        QCOMPARE(rig.file().load()->activeFor(second.host)->id, second.id);
        QVERIFY(!rig.find("makeActive")->isVisible());
    }

    void signingOutAsksFirst()
    {
        WindowRig rig;
        const accounts::Account account = rig.putAccount("personal");
        QVERIFY(docker::setHelperEntry(rig.clientFiles.dockerConfig, account.host));
        rig.openWindow();
        click(rig.find("signOut"));
        auto *box = rig.find<QMessageBox>("confirmSignOut");
        QVERIFY(box->informativeText().contains(QStringLiteral("Docker and Podman lose this sign-in")));
        QVERIFY(box->informativeText().contains(QStringLiteral("stays valid at GitLab")));
        QTest::keyClick(box, Qt::Key_Escape);
        QTRY_VERIFY(!box->isVisible());
        QCOMPARE(rig.book.accounts().list.size(), 1);

        QTRY_VERIFY(!rig.window->findChild<QMessageBox *>());
        click(rig.find("signOut"));
        click(rig.find("reallySignOut"));
        QTRY_VERIFY(rig.book.accounts().list.isEmpty());
        QTRY_VERIFY(rig.find("welcomeAdd")->isVisible());
        QVERIFY(!rig.store->contains(account.storeKey()));
        QVERIFY(!rig.clientFile(rig.clientFiles.dockerConfig).contains(QStringLiteral("wharfinger")));
    }

    void aQuestionGoesWithItsAccount()
    {
        WindowRig rig;
        const accounts::Account account = rig.putAccount("personal");
        rig.putAccount("deploy");
        rig.openWindow();
        rig.window->showAccount(account.id);
        click(rig.find("signOut"));
        QVERIFY(rig.find("confirmSignOut")->isVisible());
        QVERIFY(rig.book.update([&account](accounts::Accounts &all) { all.remove(account.id); })); // as another program does
        QTRY_VERIFY(!rig.window->findChild<QMessageBox *>());
        QCOMPARE(rig.book.accounts().list.size(), 1);
    }

    void theSwitchGivesAndTakes()
    {
        WindowRig rig;
        rig.putAccount("personal");
        rig.openWindow();
        auto *docker = rig.find<QCheckBox>("giveDocker");
        QVERIFY(!docker->isChecked());
        click(docker);
        QVERIFY(rig.clientFile(rig.clientFiles.dockerConfig).contains(QStringLiteral("\"wharfinger\"")));
        QVERIFY(rig.clientFile(rig.clientFiles.containersAuth).isEmpty());
        click(docker);
        QVERIFY(!rig.clientFile(rig.clientFiles.dockerConfig).contains(QStringLiteral("\"wharfinger\"")));
    }

    void aFileThatDoesNotParseIsSaidAndLeftAlone()
    {
        WindowRig rig;
        rig.putAccount("personal");
        QVERIFY(QDir().mkpath(rig.folder.filePath(QStringLiteral("docker"))));
        QFile file(rig.clientFiles.dockerConfig);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{ not json");
        file.close();
        rig.openWindow();
        QVERIFY(!rig.find("giveDocker")->isEnabled());
        QCOMPARE(rig.clientFile(rig.clientFiles.dockerConfig), QStringLiteral("{ not json"));
    }

    void upDownAndEnterWalkTheList()
    {
        WindowRig rig;
        rig.putAccount("personal");
        rig.putAccount("deploy");
        rig.openWindow();
        auto *list = rig.find<ui::AccountList>("accountList");
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Home);
        const QUuid first = list->currentAccount();
        QVERIFY(!first.isNull()); // never the name of a registry
        QTest::keyClick(list, Qt::Key_Down);
        QVERIFY(!list->currentAccount().isNull());
        QVERIFY(list->currentAccount() != first);
        QTest::keyClick(list, Qt::Key_Up);
        QCOMPARE(list->currentAccount(), first);
        QTest::keyClick(list, Qt::Key_Up);
        QCOMPARE(list->currentAccount(), first);
        QTest::keyClick(list, Qt::Key_Return);
        QVERIFY(rig.find("pages")->hasFocus());
    }

    void searchNarrowsTheList()
    {
        WindowRig rig;
        rig.putAccount("personal");
        rig.putAccount("deploy");
        rig.openWindow();
        QTest::keyClick(rig.window.get(), Qt::Key_F, Qt::ControlModifier);
        auto *search = rig.find<QLineEdit>("search");
        QVERIFY(search->hasFocus());
        QTest::keyClicks(search, QStringLiteral("deploy"));
        QCOMPARE(rig.find<ui::AccountList>("accountList")->model()->rowCount(), 2);
        QTest::keyClick(search, Qt::Key_Return);
        QVERIFY(rig.find("accountList")->hasFocus());
        QCOMPARE(rig.textOf("who"), rig.world.signIn(QStringLiteral("deploy")).userName);
        search->setFocus();
        QTest::keyClick(search, Qt::Key_Escape);
        QVERIFY(search->text().isEmpty());
        QCOMPARE(rig.find<ui::AccountList>("accountList")->model()->rowCount(), 3);
    }

    void keysReachEveryPage()
    {
        WindowRig rig;
        rig.putAccount("personal");
        rig.openWindow();
        auto *tabs = rig.find<QTabBar>("pages");
        for (int page = 2; page >= 0; --page) {
            QTest::keyClick(rig.window.get(), static_cast<Qt::Key>(Qt::Key_1 + page), Qt::ControlModifier);
            QCOMPARE(tabs->currentIndex(), page);
        }
        QTest::keyClick(rig.window.get(), Qt::Key_Comma, Qt::ControlModifier);
        QVERIFY(rig.find("closeSettings")->isVisible());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(tabs->isVisible());
        QTest::keyClick(rig.window.get(), Qt::Key_F9);
        QVERIFY(!rig.find("accountList")->isVisible());
        QTest::keyClick(rig.window.get(), Qt::Key_F9);
        QVERIFY(rig.find("accountList")->isVisible());
    }

    void theWindowRemembers()
    {
        WindowRig rig;
        rig.putAccount("personal");
        const accounts::Account second = rig.putAccount("deploy");
        rig.openWindow();
        rig.window->resize(900, 600);
        rig.window->showAccount(second.id);
        rig.window->setPage(2);
        rig.window->setSidebarFolded(true);
        rig.closeWindow();
        rig.openWindow();
        QCOMPARE(rig.window->size(), QSize(900, 600));
        QCOMPARE(rig.find<QTabBar>("pages")->currentIndex(), 2);
        QVERIFY(!rig.find("accountList")->isVisible());
        QVERIFY(rig.find<QLabel>("pageTitle")->accessibleName().startsWith(second.userName));
    }

    void accessIsShownByRepository()
    {
        WindowRig rig;
        rig.registry.handle("/v2/group/app/tags/list", [](const test::SeenRequest &) { return test::Answer::json(200, R"({"name":"group/app","tags":["1"]})"); });
        rig.putAccount("personal-read-only");
        rig.openWindow();
        QTest::keyClick(rig.window.get(), Qt::Key_2, Qt::ControlModifier);
        auto *field = rig.find<QLineEdit>("repository");
        QTest::keyClicks(field, QStringLiteral("Group/App"));
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(rig.textOf("repositoryError").contains(QStringLiteral("lower case")));
        field->clear();
        QTest::keyClicks(field, rig.host() + QStringLiteral("/group/app:1"));
        QTest::keyClick(field, Qt::Key_Return);
        auto *table = rig.find<QTableView>("accessTable");
        QTRY_COMPARE(table->model()->rowCount(), 1);
        QTRY_VERIFY(table->isVisible());
        QCOMPARE(table->model()->index(0, 0).data().toString(), QStringLiteral("group/app"));
        QCOMPARE(table->model()->index(0, 1).data().toString(), QStringLiteral("Granted"));
        QCOMPARE(table->model()->index(0, 2).data().toString(), QStringLiteral("Refused"));

        rig.window->resize(720, 480);
        QTRY_COMPARE(table->horizontalScrollBar()->maximum(), 0);
        QStringList first;
        for (const QPushButton *button : rig.window->findChildren<QPushButton *>()) {
            if (button->isVisible() && button->isDefault())
                first.append(button->objectName());
        }
        QCOMPARE(first, QStringList(QStringLiteral("showAccess")));
    }

    void thePushRightIsCheckedOnlyWithConsent()
    {
        WindowRig rig;
        int started = 0;
        int takenBack = 0;
        const QByteArray upload = "/v2/group/app/blobs/uploads/7";
        rig.registry.handle("/v2/group/app/tags/list", [](const test::SeenRequest &) { return test::Answer::json(200, R"({"name":"group/app","tags":["1"]})"); });
        rig.registry.handle("/v2/group/app/blobs/uploads/", [&](const test::SeenRequest &) {
            ++started;
            return test::Answer::json(202, {}).with("Location", upload);
        });
        rig.registry.handle(upload, [&takenBack](const test::SeenRequest &) {
            ++takenBack;
            return test::Answer::json(204, {});
        });
        rig.putAccount("personal");
        rig.openWindow();
        rig.window->setPage(1);
        QTest::keyClicks(rig.find<QLineEdit>("repository"), QStringLiteral("group/app"));
        click(rig.find("showAccess"));
        QTRY_VERIFY(rig.find("checkPush")->isVisible());
        QVERIFY(!rig.find("pushProof")->isVisible());
        click(rig.find("checkPush"));
        auto *box = rig.find<QMessageBox>("confirmProof");
        QVERIFY(box->informativeText().contains(QStringLiteral("Nothing is stored")));
        QTest::keyClick(box, Qt::Key_Escape);
        QTRY_VERIFY(!rig.window->findChild<QMessageBox *>());
        QCOMPARE(started, 0);
        click(rig.find("checkPush"));
        click(rig.find<QMessageBox>("confirmProof")->defaultButton());
        QTRY_VERIFY(rig.find("pushProof")->isVisible());
        QCOMPARE(started, 1);
        QCOMPARE(takenBack, 1);
        QVERIFY(rig.find("pushProof")->accessibleName().contains(QStringLiteral("real")));
    }

    void aPushQuestionIsNeverAnsweredForAnotherAccount()
    {
        WindowRig rig;
        rig.registry.handle("/v2/group/app/tags/list", [](const test::SeenRequest &) { return test::Answer::json(200, R"({"name":"group/app","tags":["1"]})"); });
        const accounts::Account account = rig.putAccount("personal");
        rig.putAccount("personal-read-only");
        rig.openWindow();
        rig.window->showAccount(account.id);
        rig.window->setPage(1);
        QTest::keyClicks(rig.find<QLineEdit>("repository"), QStringLiteral("group/app"));
        click(rig.find("showAccess"));
        QTRY_VERIFY(rig.find("checkPush")->isVisible());
        QCOMPARE(rig.book.accounts().find(account.id)->repositories, QStringList { QStringLiteral("group/app") });
        click(rig.find("checkPush"));
        QVERIFY(rig.find("confirmProof")->isVisible());
        QVERIFY(rig.book.update([&account](accounts::Accounts &all) { all.remove(account.id); }));
        QTRY_VERIFY(!rig.window->findChild<QMessageBox *>());
    }

    void aQuestionUnderWayCanBeCancelled()
    {
        WindowRig rig;
        rig.registry.handle("/v2/", [](const test::SeenRequest &) { return test::Answer::doing(test::Answer::Manner::Hang); });
        rig.putAccount("personal");
        rig.openWindow();
        rig.window->setPage(1);
        auto *field = rig.find<QLineEdit>("repository");
        QTest::keyClicks(field, QStringLiteral("group/app"));
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(rig.find("cancelAccess")->isVisible());
        QTest::keyClick(field, Qt::Key_Escape);
        QTRY_VERIFY(rig.find("showAccess")->isVisible());
        QCOMPARE(rig.find<QTableView>("accessTable")->model()->rowCount(), 0);
    }

    void anImageOfAnotherRegistryIsSentBack()
    {
        WindowRig rig;
        rig.putAccount("personal");
        rig.openWindow();
        rig.window->setPage(1);
        auto *field = rig.find<QLineEdit>("repository");
        QTest::keyClicks(field, QStringLiteral("registry.example.com/group/app"));
        click(rig.find("showAccess"));
        QVERIFY(rig.textOf("repositoryError").contains(QStringLiteral("registry.example.com")));
    }

    void aCopiedTokenIsMarkedSecretAndTakenBack()
    {
        WindowRig rig;
        rig.putAccount("personal");
        rig.openWindow();
        rig.window->setPage(2);
        rig.checker.check(rig.book.accounts().list.first().id);
        QTRY_VERIFY(rig.find("copyToken")->isVisible());
        click(rig.find("copyToken"));
        const QMimeData *data = QGuiApplication::clipboard()->mimeData();
        QCOMPARE(data->data(QStringLiteral("x-kde-passwordManagerHint")), QByteArray("secret"));
        QCOMPARE(data->text().count(QLatin1Char('.')), 2);
        rig.closeWindow(); // as after 30 s
        QVERIFY(QGuiApplication::clipboard()->text().isEmpty());
    }

    void theSignatureIsCheckedWithTheKeyThatWasGiven()
    {
        WindowRig rig;
        const accounts::Account account = rig.putAccount("personal");
        QFile key(rig.folder.filePath(QStringLiteral("gitlab.pem")));
        QVERIFY(key.open(QIODevice::WriteOnly));
        key.write(rig.gitlab.certificatePem());
        key.close();
        rig.openWindow();
        rig.window->setPage(2);
        rig.checker.check(account.id);
        QTRY_VERIFY(rig.textOf("signature").contains(QStringLiteral("no key known")));
        ui::SignatureKeys keys(rig.settings);
        QVERIFY(keys.add(account.host.name(), key.fileName()));
        rig.checker.check(account.id);
        QTRY_VERIFY(rig.textOf("signature").contains(QStringLiteral("gitlab.pem")));
        QVERIFY(rig.textOf("signature").contains(QStringLiteral("it fits")));
    }

    void theCountdownStandsStillWhenNobodySees()
    {
        WindowRig rig;
        rig.putAccount("personal");
        rig.openWindow();
        QVERIFY(!rig.window->ticker().isRunning()); // nothing counts down yet
        rig.checker.check(rig.book.accounts().list.first().id);
        QTRY_VERIFY(rig.window->ticker().isRunning());
        rig.window->hide();
        QTRY_VERIFY(!rig.window->ticker().isRunning());
        rig.window->show();
        QTRY_VERIFY(rig.window->ticker().isRunning());
        rig.window->showMinimized();
        QTRY_VERIFY(!rig.window->ticker().isRunning());
        rig.window->showNormal();
        QTRY_VERIFY(rig.window->ticker().isRunning());
    }

    void everyControlHasAName()
    {
        WindowRig rig;
        rig.putAccount("personal");
        rig.putAccount("deploy");
        rig.openWindow();
        rig.checker.checkAll();
        for (int page = 0; page < 4; ++page)
            rig.window->setPage(page);
        rig.window->openSettings();
        rig.window->addAccount();
        for (QWidget *widget : rig.window->findChildren<QWidget *>()) {
            if (!(widget->focusPolicy() & Qt::TabFocus) || widget->objectName().startsWith(QLatin1String("qt_")))
                continue;
            const QAccessibleInterface *seen = QAccessible::queryAccessibleInterface(widget);
            QVERIFY2(seen && !seen->text(QAccessible::Name).isEmpty(),
                     qPrintable(QStringLiteral("%1 %2 has no name").arg(QString::fromLatin1(widget->metaObject()->className()), widget->objectName())));
        }
    }

    void tabGoesThroughThePageInReadingOrder()
    {
        WindowRig rig;
        rig.putAccount("personal");
        rig.openWindow();
        const QStringList order = tabOrder(rig.find("search"));
        const QStringList expected { QStringLiteral("search"), QStringLiteral("accountList"), QStringLiteral("addAccount"), QStringLiteral("openDiagnose"), QStringLiteral("openSettings"),
                                     QStringLiteral("foldSidebar"), QStringLiteral("checkNow"), QStringLiteral("pages"), QStringLiteral("giveDocker"),
                                     QStringLiteral("givePodman"), QStringLiteral("replaceToken"), QStringLiteral("signOut") };
        QCOMPARE(order, expected);
        rig.window->addAccount();
        rig.find<QLineEdit>("where")->setText(rig.host());
        const QStringList adding = tabOrder(rig.find("where"));
        QCOMPARE(adding.mid(0, 6), (QStringList { QStringLiteral("where"), QStringLiteral("token"), QStringLiteral("userName"), QStringLiteral("connection"),
                                                 QStringLiteral("give"), QStringLiteral("signIn") }));
    }

    void nothingIsCutOffInASmallWindow()
    {
        WindowRig rig;
        rig.putAccount("personal");
        rig.openWindow();
        rig.window->resize(720, 480);
        QCOMPARE(rig.window->size(), QSize(720, 480));
    }
};

QTEST_MAIN(TestAccountsWindow)
#include "test_accounts_window.moc"
